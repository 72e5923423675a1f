package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants and clocks beyond what nanoseconds in a long can tell: 1677 to 2262. */
class FarInstantsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Schedule MINUTELY = Schedule.cron("* * * * *", ZoneOffset.UTC);

    private final RunNotes runs = new RunNotes();

    private static Schedule answering(Instant only) {
        return after -> after.isBefore(only) ? Optional.of(only) : Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2262-04-11T23:47:15Z",
                "2262-04-11T23:47:16Z",
                "2262-04-12T00:00:00Z",
                "2400-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void a_loop_waits_for_a_far_instant(String text) {
        Instant far = Instant.parse(text);
        for (Schedule schedule : new Schedule[] {
            Schedule.once(far), answering(far), Schedule.anyOf(Schedule.once(far), answering(far.minusNanos(1)))
        }) {
            VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(NOW);
            LoopTask loop = Loops.on(schedule).scheduler(time).start(runs);
            LoopTask late = Loops.on(schedule)
                    .scheduler(time)
                    .jitter(Duration.ofDays(1))
                    .overlap(2)
                    .start(runs);
            time.advance(Duration.ofHours(3));
            time.suspend(Duration.ofDays(365));
            time.advance(Duration.ofHours(3));
            assertThat(loop.state()).isEqualTo(LoopState.WAITING);
            assertThat(late.state()).isEqualTo(LoopState.WAITING);
            assertThat(loop.nextIteration()).isEqualTo(schedule.nextAfter(NOW));
            assertThat(late.nextIteration()).isPresent();
            assertThat(loop.timeUntilNextIteration().orElseThrow()).isGreaterThan(Duration.ofDays(235 * 365));
            time.close();
        }
        assertThat(runs.lines()).isEmpty();
    }

    @Test
    void the_loop_of_each_shard_waits_for_a_far_instant() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(NOW);
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        LoopTask group = Loops.on(Schedule.once(Instant.MAX))
                .gate(gate)
                .shards(ShardScope.EACH)
                .scheduler(time)
                .start(runs);
        time.advance(Duration.ofHours(1));
        assertThat(group.state()).isEqualTo(LoopState.WAITING);
        assertThat(group.nextIteration()).contains(Instant.MAX);
    }

    @Test
    void a_loop_that_has_only_a_far_instant_left_waits_for_it_after_its_other_runs() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(NOW);
        Schedule twice = Schedule.anyOf(Schedule.once(NOW.plusSeconds(60)), Schedule.once(Instant.MAX));
        LoopTask loop = Loops.on(twice).scheduler(time).start(runs);
        time.advance(Duration.ofHours(1));
        assertThat(runs.lines()).containsExactly("00:01");
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
        loop.changeSchedule(MINUTELY);
        time.advance(Duration.ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:01", "01:01");
        loop.changeSchedule(Schedule.once(Instant.MAX));
        time.advance(Duration.ofHours(1));
        assertThat(loop.nextIteration()).contains(Instant.MAX);
        loop.changeInterval(Duration.ofMinutes(1));
        time.runPending();
        assertThat(runs.lines()).hasSize(3);
    }

    @Test
    void an_initial_delay_beyond_all_instants_is_waited_for() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(NOW);
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        LoopTask calendar =
                Loops.on(MINUTELY).initialDelay(longest).scheduler(time).start(runs);
        LoopTask grid = Loops.every(Duration.ofSeconds(1))
                .initialDelay(longest)
                .scheduler(time)
                .start(runs);
        time.advance(Duration.ofHours(1));
        assertThat(calendar.state()).isEqualTo(LoopState.WAITING);
        assertThat(grid.state()).isEqualTo(LoopState.WAITING);
        assertThat(runs.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T00:00:00Z", "1700-01-01T00:00:00Z"})
    void a_clock_before_1970_waits_for_far_instants_and_tells_the_times_of_day(String begin) {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse(begin));
        LoopTask far = Loops.on(Schedule.once(Instant.parse("2261-01-01T00:00:00Z")))
                .scheduler(time)
                .start(run -> {});
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.NOON).scheduler(time).start(runs);
        time.advance(Duration.ofDays(2));
        assertThat(runs.lines()).containsExactly("12:00", "12:00");
        assertThat(far.state()).isEqualTo(LoopState.WAITING);
        assertThat(far.nextIteration()).contains(Instant.parse("2261-01-01T00:00:00Z"));
    }

    static Stream<Instant> outermost() {
        return Stream.of(
                Instant.MIN,
                Instant.parse("1600-01-01T00:00:00Z"),
                Instant.parse("2262-04-11T23:47:16.5Z"),
                Instant.parse("2300-01-01T00:00:00Z"),
                Instant.MAX);
    }

    @ParameterizedTest
    @MethodSource("outermost")
    void by_a_clock_beyond_what_can_be_told_intervals_run_and_times_of_day_wait(Instant begin) {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(begin);
        LoopTask minutely = Loops.on(MINUTELY).scheduler(time).start(run -> {});
        LoopTask interval = Loops.every(Duration.ofMinutes(1)).scheduler(time).start(run -> run.scheduledAt());
        time.advance(Duration.ofSeconds(90));
        assertThat(minutely.stats().runs()).isZero();
        assertThat(minutely.state()).isEqualTo(LoopState.WAITING);
        assertThat(interval.stats().runs()).isEqualTo(2);
        assertThat(interval.stats().failures()).isZero();
        assertThat(interval.nextIteration()).isPresent();
        assertThat(interval.timeUntilNextIteration().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource("outermost")
    void a_clock_that_was_wrong_by_centuries_is_followed_when_it_has_been_set(Instant about) {
        Instant wrong = about.isBefore(NOW) ? about.plusSeconds(3600) : about.minusSeconds(3600);
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(wrong);
        LoopTask loop = Loops.on(MINUTELY).missed(Missed.SKIP).scheduler(time).start(runs);
        time.advance(Duration.ofSeconds(30));
        time.stepWallClock(Duration.between(time.now(), NOW.minusSeconds(30)));
        time.advance(Duration.ofMinutes(2));
        assertThat(runs.lines()).last().isEqualTo("00:01");
        assertThat(loop.stats().runs()).isBetween(1L, 2L);
        time.stepWallClock(Duration.between(time.now(), wrong));
        time.advance(Duration.ofMinutes(2));
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
        assertThat(loop.stats().runs()).isBetween(1L, 4L);
    }

    @Test
    void skipping_missed_ticks_of_an_interval_of_nearly_292_years_waits_for_the_next() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(NOW);
        LoopTask loop = Loops.every(Duration.ofNanos(Long.MAX_VALUE - 5))
                .missed(Missed.SKIP)
                .initialDelay(Duration.ofSeconds(1))
                .scheduler(time)
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(Duration.ofSeconds(5));
        loop.resume();
        time.advance(Duration.ofHours(1));
        assertThat(runs.lines()).isEmpty();
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
        assertThat(loop.stats().missed()).isEqualTo(1);
    }
}
