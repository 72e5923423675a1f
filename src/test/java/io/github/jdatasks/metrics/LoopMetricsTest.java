package io.github.jdatasks.metrics;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the meters of loops are called, and what they count. */
class LoopMetricsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new VirtualClock(time));

    private LoopBuilder everyMinute(String name) {
        return Loops.every(ofMinutes(1)).name(name).scheduler(time);
    }

    private void bind() {
        LoopMetrics.of(time).bindTo(registry);
    }

    private Timer runs(String outcome) {
        return registry.get("jdatasks.runs").tag("outcome", outcome).timer();
    }

    private double count(String name) {
        return registry.get(name).counter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    /** Returns what the meters are, but for the buckets of histograms, which are meters too in this registry. */
    private Stream<Meter.Id> ids() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> !id.getName().endsWith(".histogram"));
    }

    private List<String> meters() {
        return ids().map(id -> id.getName()
                        + id.getTags().stream()
                                .map(tag -> tag.getKey() + "=" + tag.getValue())
                                .toList())
                .sorted()
                .toList();
    }

    /** A cog with one loop. */
    private static final class Feeds extends LoopCog {
        @Loop(minutes = 1)
        void poll() {}
    }

    @Test
    void every_meter_has_its_name_and_tags() {
        bind();
        Feeds feeds = time.create(Feeds::new);
        VirtualConnection.of(feeds).ready();
        time.advance(ofSeconds(1));
        refresh();

        assertThat(meters())
                .containsExactly(
                        "jdatasks.failing[]",
                        "jdatasks.gate[shard=0]",
                        "jdatasks.lateness[cog=Feeds, loop=poll]",
                        "jdatasks.loops[state=backing-off]",
                        "jdatasks.loops[state=paused]",
                        "jdatasks.loops[state=running]",
                        "jdatasks.loops[state=starting]",
                        "jdatasks.loops[state=stopping]",
                        "jdatasks.loops[state=waiting]",
                        "jdatasks.missed[cog=Feeds, loop=poll]",
                        "jdatasks.overdue[]",
                        "jdatasks.retries[cog=Feeds, loop=poll]",
                        "jdatasks.runs[cog=Feeds, loop=poll, outcome=ERROR]",
                        "jdatasks.runs[cog=Feeds, loop=poll, outcome=SUCCESS]",
                        "jdatasks.skipped[cog=Feeds, loop=poll]");
        assertThat(ids())
                .extracting(Meter.Id::getDescription)
                .allSatisfy(description -> assertThat(description).isNotBlank());
    }

    @Test
    void runs_are_timed_by_outcome() {
        bind();
        everyMinute("worker").count(3).start(run -> {
            time.sleep(ofSeconds(run.iteration() + 1));
            if (run.iteration() == 2) {
                throw new IllegalStateException("on purpose");
            }
        });
        time.advance(ofMinutes(5));

        assertThat(runs("SUCCESS").count()).isEqualTo(2);
        assertThat(runs("SUCCESS").totalTime(SECONDS)).isEqualTo(3);
        assertThat(runs("ERROR").count()).isEqualTo(1);
        assertThat(runs("ERROR").totalTime(SECONDS)).isEqualTo(3);
    }

    @Test
    void a_run_is_counted_once_however_many_attempts_it_takes() {
        bind();
        everyMinute("worker")
                .retry(RetryPolicy.fixedDelay(ofSeconds(2)).maxAttempts(3))
                .count(2)
                .start(run -> {
                    if (run.iteration() == 0 || run.attempt() == 1) {
                        throw new IOException("on purpose");
                    }
                });
        time.advance(ofMinutes(5));

        assertThat(count("jdatasks.retries")).isEqualTo(3);
        assertThat(runs("ERROR").count()).isEqualTo(1);
        assertThat(runs("SUCCESS").count()).isEqualTo(1);
        assertThat(registry.get("jdatasks.lateness").timer().count()).isEqualTo(2);
        assertThat(registry.get("jdatasks.lateness").timer().totalTime(SECONDS)).isZero();
    }

    @Test
    void lateness_is_the_time_from_the_planned_instant_to_the_first_attempt() {
        bind();
        everyMinute("worker").count(2).start(run -> time.sleep(ofSeconds(70)));
        time.advance(ofMinutes(5));

        assertThat(registry.get("jdatasks.lateness").timer().count()).isEqualTo(2);
        assertThat(registry.get("jdatasks.lateness").timer().totalTime(SECONDS)).isEqualTo(10);
    }

    @Test
    void a_before_hook_that_fails_counts_as_a_run_that_fails() {
        bind();
        everyMinute("worker")
                .beforeLoop(run -> {
                    throw new IllegalStateException("on purpose");
                })
                .start(run -> {});
        time.advance(ofSeconds(1));

        assertThat(runs("ERROR").count()).isEqualTo(1);
        assertThat(gauge("jdatasks.failing")).isEqualTo(1);
    }

    @Test
    void a_schedule_that_fails_counts_as_a_run_that_fails() {
        bind();
        Schedule broken = instant -> {
            throw new IllegalStateException("on purpose");
        };
        Loops.on(broken).name("worker").scheduler(time).start(run -> {});
        time.advance(ofSeconds(1));

        assertThat(runs("ERROR").count()).isEqualTo(1);
        assertThat(runs("SUCCESS").count()).isZero();
    }

    @Test
    void missed_and_skipped_ticks_are_counted() {
        bind();
        LoopTask loop = everyMinute("worker").start(run -> {});
        time.runPending();
        loop.pause();
        time.advance(ofMinutes(5));
        loop.resume();
        time.runPending();

        assertThat(count("jdatasks.missed")).isEqualTo(4);
        assertThat(count("jdatasks.skipped")).isEqualTo(4);
        assertThat(registry.get("jdatasks.missed").meter().getId().getBaseUnit())
                .isEqualTo("ticks");
    }

    @Test
    void a_loop_that_has_started_has_its_meters_at_zero() {
        everyMinute("before").initialDelay(ofMinutes(5)).start(run -> {});
        bind();
        everyMinute("after").initialDelay(ofMinutes(5)).start(run -> {});
        time.runPending();

        assertThat(registry.get("jdatasks.runs").timers())
                .hasSize(4)
                .allSatisfy(timer -> assertThat(timer.count()).isZero())
                .extracting(timer -> timer.getId().getTag("loop"))
                .containsExactlyInAnyOrder("before", "before", "after", "after");
    }

    @Test
    void unnamed_loops_share_their_meters_and_a_loop_without_a_cog_says_so() {
        bind();
        for (int i = 0; i < 3; i++) {
            Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        }
        time.runPending();

        Timer shared = registry.get("jdatasks.runs")
                .tags("cog", "none", "loop", "unnamed", "outcome", "SUCCESS")
                .timer();
        assertThat(shared.count()).isEqualTo(3);
        assertThat(registry.get("jdatasks.lateness").timers()).hasSize(1);
    }

    @Test
    void loops_of_shards_share_their_meters() {
        bind();
        startOnThreeShards();

        assertThat(runs("SUCCESS").count()).isEqualTo(3);
        assertThat(runs("SUCCESS").getId().getTag("loop")).isEqualTo("each");
        assertThat(runs("SUCCESS").getId().getTag("shard")).isNull();
    }

    @Test
    void on_request_loops_of_shards_have_their_own_meters_and_all_meters_of_loops_the_same_tags() {
        LoopMetrics.of(time).perShard().bindTo(registry);
        startOnThreeShards();
        everyMinute("plain").start(run -> {});
        time.runPending();

        RequiredSearch ofShards = registry.get("jdatasks.runs").tags("outcome", "SUCCESS", "loop", "each");
        assertThat(ofShards.timers())
                .allSatisfy(timer -> assertThat(timer.count()).isEqualTo(1))
                .extracting(timer -> timer.getId().getTag("shard"))
                .containsExactlyInAnyOrder("0", "1", "2");
        assertThat(registry.get("jdatasks.runs").tag("loop", "plain").timers())
                .extracting(timer -> timer.getId().getTag("shard"))
                .containsExactly("none", "none");
    }

    private void startOnThreeShards() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(3).ready();
        everyMinute("each").gate(gate).shards(ShardScope.EACH).start(run -> {});
        time.runPending();
    }

    @Test
    void each_shard_that_loops_depend_on_has_its_gauge() {
        bind();
        assertThat(registry.find("jdatasks.gate").gauges()).isEmpty();

        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).shards(2);
        LoopTask loop = everyMinute("worker").gate(gate).start(run -> {});
        connection.ready(0);
        time.advance(ofSeconds(1));
        refresh();
        assertThat(gauge("jdatasks.gate", "shard", "0")).isEqualTo(1);

        connection.ready(1);
        time.advance(ofSeconds(1));
        refresh();
        assertThat(gauge("jdatasks.gate", "shard", "1")).isEqualTo(1);

        connection.disconnect(1);
        time.advance(ofSeconds(1));
        assertThat(gauge("jdatasks.gate", "shard", "0")).isEqualTo(1);
        assertThat(gauge("jdatasks.gate", "shard", "1")).isZero();

        loop.cancel();
        time.advance(ofSeconds(1));
        refresh();
        assertThat(registry.find("jdatasks.gate").gauges()).isEmpty();
    }

    /** Reads a gauge that is always there, as a scrape does. */
    private void refresh() {
        assertThat(gauge("jdatasks.loops", "state", "waiting")).isNotNegative();
    }

    @Test
    void loops_are_counted_by_state_and_by_failure() {
        bind();
        everyMinute("fails").start(run -> {
            throw new IllegalStateException("on purpose");
        });
        everyMinute("retried").retry(RetryPolicy.fixedDelay(ofMinutes(1))).start(run -> {
            throw new IOException("on purpose");
        });
        everyMinute("rests").start(run -> {});
        LoopTask paused = everyMinute("paused").start(run -> {});
        time.runPending();
        paused.pause();
        time.advance(ofSeconds(1));

        assertThat(gauge("jdatasks.loops", "state", "waiting")).isEqualTo(2);
        assertThat(gauge("jdatasks.loops", "state", "backing-off")).isEqualTo(1);
        assertThat(gauge("jdatasks.loops", "state", "paused")).isEqualTo(1);
        assertThat(gauge("jdatasks.loops", "state", "running")).isZero();
        assertThat(gauge("jdatasks.failing")).isEqualTo(1);
    }

    @Test
    void the_longest_overdue_run_is_measured_in_seconds() {
        bind();
        everyMinute("long").start(run -> time.sleep(ofMinutes(3)));
        time.advance(ofSeconds(90));

        assertThat(gauge("jdatasks.overdue")).isEqualTo(30);
        assertThat(registry.get("jdatasks.overdue").timeGauge().baseTimeUnit()).isEqualTo(SECONDS);
    }

    @Test
    void the_gauges_of_one_scrape_see_the_same_moment() {
        bind();
        LoopTask loop = everyMinute("worker").start(run -> {});
        time.runPending();
        time.advance(ofSeconds(1));
        assertThat(gauge("jdatasks.loops", "state", "waiting")).isEqualTo(1);
        loop.pause();
        time.advance(ofMillis(999));
        assertThat(gauge("jdatasks.loops", "state", "paused")).isZero();
        time.advance(ofMillis(1));
        assertThat(gauge("jdatasks.loops", "state", "paused")).isEqualTo(1);
    }

    @Test
    void runs_asked_for_by_runNow_are_counted() {
        bind();
        LoopBody body = run -> {};
        LoopTask loop = everyMinute("worker").build(body);
        loop.runNow();
        time.runPending();

        assertThat(runs("SUCCESS").count()).isEqualTo(1);
    }

    @Test
    void a_run_that_is_cut_short_is_not_counted() {
        bind();
        LoopTask loop = everyMinute("worker").start(run -> time.sleep(ofMinutes(3)));
        time.advance(ofSeconds(1));
        loop.cancel();
        time.runPending();

        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        assertThat(registry.get("jdatasks.runs").timers())
                .hasSize(2)
                .allSatisfy(timer -> assertThat(timer.count()).isZero());
    }
}
