package io.github.jdatasks.metrics;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics that are bound and closed, in one registry and in several. */
class LoopMetricsBindingTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final SimpleMeterRegistry registry = newRegistry();
    private final LoopMetrics metrics = LoopMetrics.of(time);

    private SimpleMeterRegistry newRegistry() {
        return new SimpleMeterRegistry(SimpleConfig.DEFAULT, new VirtualClock(time));
    }

    private static LoopTask startOn(VirtualLoopScheduler scheduler) {
        LoopTask loop =
                Loops.every(ofMinutes(1)).name("worker").scheduler(scheduler).start(run -> {});
        scheduler.runPending();
        return loop;
    }

    private static long runsIn(MeterRegistry where) {
        return where.get("jdatasks.runs").tag("outcome", "SUCCESS").timer().count();
    }

    @Test
    void nothing_is_counted_before_they_are_bound() {
        LoopTask loop = startOn(time);
        metrics.bindTo(registry);
        assertThat(runsIn(registry)).isZero();
        time.advance(ofMinutes(2));
        assertThat(loop.stats().runs()).isEqualTo(3);
        assertThat(runsIn(registry)).isEqualTo(2);
    }

    @Test
    void each_registry_has_all_meters() {
        SimpleMeterRegistry other = newRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(other);
        startOn(time);
        assertThat(runsIn(registry)).isEqualTo(1);
        assertThat(runsIn(other)).isEqualTo(1);
        assertThat(other.getMeters()).hasSameSizeAs(registry.getMeters());
    }

    @Test
    void binding_twice_counts_once() {
        metrics.bindTo(registry);
        metrics.bindTo(registry);
        startOn(time);
        assertThat(runsIn(registry)).isEqualTo(1);
    }

    @Test
    void a_registry_of_registries_works() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry(new VirtualClock(time));
        composite.add(registry);
        metrics.bindTo(composite);
        startOn(time);
        assertThat(runsIn(registry)).isEqualTo(1);
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void closing_removes_all_meters_and_the_loops_go_on() {
        SimpleMeterRegistry other = newRegistry();
        other.counter("another");
        metrics.bindTo(registry);
        metrics.bindTo(other);
        LoopTask loop = startOn(time);
        metrics.close();
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();

        time.advance(ofMinutes(1));
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(registry.getMeters()).isEmpty();
        assertThat(other.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("another");
    }

    @Test
    void a_call_that_was_in_progress_when_they_were_closed_leaves_no_meter_behind() {
        BoundMeters meters = new BoundMeters(time, registry, Tags.empty(), false);
        meters.bind();
        meters.unbind();
        meters.onStarted(startOn(time));
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void once_they_are_closed_they_hear_of_nothing() {
        List<Meter> added = new ArrayList<>();
        metrics.bindTo(registry);
        metrics.close();
        registry.config().onMeterAdded(added::add);
        startOn(time);
        assertThat(added).isEmpty();
    }

    @Test
    void what_has_been_closed_may_be_bound_again() {
        metrics.bindTo(registry);
        startOn(time);
        metrics.close();
        metrics.bindTo(registry);
        assertThat(runsIn(registry)).isZero();
        time.advance(ofMinutes(1));
        assertThat(runsIn(registry)).isEqualTo(1);
    }

    @Test
    void the_meters_outlive_the_scheduler() {
        metrics.bindTo(registry);
        startOn(time);
        time.close();
        time.advance(ofSeconds(1));
        assertThat(runsIn(registry)).isEqualTo(1);
        assertThat(registry.get("jdatasks.loops").gauges())
                .isNotEmpty()
                .extracting(Gauge::value)
                .containsOnly(0.0);
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void a_closed_scheduler_has_no_loops() {
        time.close();
        metrics.bindTo(registry);
        assertThat(registry.get("jdatasks.loops")
                        .tag("state", "waiting")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.find("jdatasks.runs").timers()).isEmpty();
    }

    @Test
    void two_schedulers_in_one_registry_are_told_apart_by_a_tag() {
        VirtualLoopScheduler music = VirtualLoopScheduler.startingAt(MIDNIGHT);
        LoopMetrics ofMusic = LoopMetrics.of(music, Tags.of("bot", "music"));
        LoopMetrics.of(time, Tags.of("bot", "news")).bindTo(registry);
        ofMusic.bindTo(registry);
        startOn(music);

        assertThat(registry.get("jdatasks.runs").tag("bot", "music").timers()).hasSize(2);
        assertThat(registry.find("jdatasks.runs").tag("bot", "news").timers()).isEmpty();
        ofMusic.close();
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("bot")).isEqualTo("news"));
    }

    @Test
    void a_filter_of_the_registry_may_deny_meters() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("jdatasks.lateness"));
        metrics.bindTo(registry);
        startOn(time);
        assertThat(registry.find("jdatasks.lateness").meters()).isEmpty();
        assertThat(runsIn(registry)).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void null_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopMetrics.of(null))
                .withMessageContaining("of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopMetrics.of(time, null))
                .withMessageContaining("of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.bindTo(null))
                .withMessageContaining("bindTo");
    }

    @Test
    void a_filter_that_fails_leaves_nothing_bound_and_they_can_be_bound_later() {
        boolean[] fails = {true};
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (fails[0] && id.getName().equals("jdatasks.failing")) {
                    throw new IllegalStateException("on purpose");
                }
                return id;
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> metrics.bindTo(registry));
        fails[0] = false;
        metrics.bindTo(registry);
        startOn(time);
        assertThat(runsIn(registry)).isEqualTo(1);
        assertThat(registry.find("jdatasks.failing").gauges()).hasSize(1);
    }
}
