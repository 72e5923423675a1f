package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that are delayed by a random part of a duration. */
class JitterTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT, 7);
    private final List<Instant> planned = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();

    private void record(LoopContext run) {
        planned.add(run.scheduledAt());
        delays.add(Duration.between(run.scheduledAt(), time.now()));
    }

    @Test
    void each_run_is_delayed_by_another_part_of_it_and_the_grid_does_not_drift() {
        LoopTask loop =
                Loops.every(ofMinutes(1)).scheduler(time).jitter(ofSeconds(30)).start(this::record);
        time.advance(ofMinutes(100));
        assertThat(planned).hasSizeBetween(100, 101);
        for (int i = 0; i < planned.size(); i++) {
            assertThat(planned.get(i)).isEqualTo(MIDNIGHT.plus(ofMinutes(i)));
        }
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, ofSeconds(30)));
        assertThat(new HashSet<>(delays)).hasSizeGreaterThan(90);
        assertThat(delays).anySatisfy(delay -> assertThat(delay).isGreaterThan(ofSeconds(25)));
        assertThat(delays).anySatisfy(delay -> assertThat(delay).isLessThan(ofSeconds(5)));
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void times_of_day_are_delayed_too_by_more_than_a_minute_if_need_be() {
        LoopTask loop = Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0))
                .scheduler(time)
                .jitter(ofHours(1))
                .start(this::record);
        time.advance(Duration.ofDays(20));
        assertThat(planned)
                .hasSize(20)
                .allSatisfy(at ->
                        assertThat(at.atZone(ZoneOffset.UTC).toLocalTime()).isEqualTo(LocalTime.of(8, 0)));
        assertThat(delays).anySatisfy(delay -> assertThat(delay).isGreaterThan(ofMinutes(30)));
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_next_run_is_announced_with_its_delay() {
        LoopTask loop =
                Loops.every(ofMinutes(1)).scheduler(time).jitter(ofSeconds(30)).start(this::record);
        time.advance(ofSeconds(45));
        Instant next = loop.nextIteration().orElseThrow();
        time.advanceTo(next.minusNanos(1));
        assertThat(planned).hasSize(1);
        time.advanceTo(next);
        assertThat(planned).hasSize(2);
    }

    @Test
    void a_run_that_makes_up_for_missed_ticks_is_not_delayed() {
        LoopTask loop =
                Loops.every(ofMinutes(1)).scheduler(time).jitter(ofSeconds(30)).start(this::record);
        time.advance(ofMinutes(1).plusSeconds(45));
        loop.pause();
        time.advance(ofMinutes(5));
        delays.clear();
        loop.resume();
        time.runPending();
        assertThat(delays).hasSize(1);
    }

    @Test
    void the_first_run_is_delayed_too() {
        Loops.every(ofMinutes(1)).scheduler(time).jitter(ofSeconds(30)).start(this::record);
        time.advance(ofSeconds(30));
        assertThat(planned).containsExactly(MIDNIGHT);
        assertThat(delays).singleElement().satisfies(delay -> assertThat(delay).isPositive());
    }

    @Test
    void the_longest_delay_there_is_leaves_a_loop_that_can_be_cancelled() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .jitter(Duration.ofNanos(Long.MAX_VALUE))
                .start(run -> {});
        time.runPending();
        assertThat(loop.nextIteration()).isPresent();
        var cancelled = loop.cancel();
        time.runPending();
        assertThat(cancelled).isCompletedWithValue(LoopOutcome.CANCELLED);
    }
}
