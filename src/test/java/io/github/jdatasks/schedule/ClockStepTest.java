package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockStepTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunNotes runs = new RunNotes();

    private LoopTask daily(int hour) {
        return Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(hour, 0))
                .scheduler(time)
                .start(runs);
    }

    @Test
    void after_a_run_the_timer_is_woken_to_look_at_the_wall_clock_within_a_minute() {
        EngineByHand engine = new EngineByHand(1);
        LoopTask loop = Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(0, 1))
                .scheduler(engine.scheduler())
                .start(run -> {});
        engine.settle();
        engine.pass(ofMinutes(1));
        engine.turn(); // hands the run over, and looks again in 5 minutes in case it is slow
        int before = engine.wakes();
        engine.step();
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(engine.wakes()).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-24H", "PT-1H", "PT-0.5S", "PT0.5S", "PT1H", "PT24H"})
    void a_step_moves_no_interval(Duration step) {
        LoopTask rate = Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        LoopTask delay = Loops.withFixedDelay(ofMinutes(1)).scheduler(time).start(run -> {});
        time.advance(ofSeconds(30));
        time.stepWallClock(step);
        time.advance(ofSeconds(29));
        assertThat(rate.stats().runs()).isEqualTo(1);
        assertThat(delay.stats().runs()).isEqualTo(1);
        time.advance(ofSeconds(1));
        assertThat(rate.stats().runs()).isEqualTo(2);
        assertThat(delay.stats().runs()).isEqualTo(2);
        assertThat(rate.stats().missed()).isZero();
    }

    @Test
    void a_step_moves_no_retry() {
        LoopTask loop = Loops.every(ofHours(1))
                .scheduler(time)
                .retry(RetryPolicy.fixedDelay(ofMinutes(1)).retryOn(IllegalStateException.class))
                .start(run -> {
                    if (run.attempt() == 1) {
                        throw new IllegalStateException("once");
                    }
                });
        time.runPending();
        time.stepWallClock(ofHours(1));
        time.advance(ofSeconds(59));
        assertThat(loop.state()).isEqualTo(LoopState.BACKING_OFF);
        time.advance(ofSeconds(1));
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_suspended_host_moves_no_interval() {
        Loops.every(ofMinutes(1)).scheduler(time).start(runs);
        time.advance(ofSeconds(30));
        time.suspend(ofHours(1));
        time.advance(ofSeconds(30));
        assertThat(runs.lines()).containsExactly("00:00", "01:01");
    }

    @Test
    void a_fixed_time_is_told_by_the_stepped_clock() {
        daily(8);
        time.stepWallClock(ofHours(2));
        time.advance(ofHours(6).minusSeconds(1));
        assertThat(runs.lines()).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(runs.lines()).containsExactly("08:00");
    }

    @Test
    void a_clock_set_back_delays_a_fixed_time() {
        daily(8);
        time.advance(ofHours(7));
        time.stepWallClock(ofHours(-2));
        time.advance(ofHours(3).minusSeconds(1));
        assertThat(runs.lines()).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(runs.lines()).containsExactly("08:00");
    }

    @Test
    void a_step_over_a_fixed_time_makes_its_run_within_a_minute() {
        LoopTask loop = daily(8);
        time.advance(ofHours(7));
        time.stepWallClock(ofHours(2));
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).singleElement().asString().startsWith("08:00 at 09:0");
        time.advance(ofHours(24));
        assertThat(runs.lines()).hasSize(2).last().isEqualTo("08:00");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT-30M", "PT-2H59M59S"})
    void a_step_back_of_less_than_three_hours_repeats_no_fixed_time(Duration step) {
        daily(8);
        time.advance(ofHours(8));
        time.stepWallClock(step);
        time.advance(ofHours(23));
        assertThat(runs.lines()).containsExactly("08:00");
        time.advanceTo(MIDNIGHT.plus(ofHours(32)));
        assertThat(runs.planned()).containsExactly(MIDNIGHT.plus(ofHours(8)), MIDNIGHT.plus(ofHours(32)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-3H", "PT-5H", "PT-24H", "PT-8760H"})
    void a_step_back_of_three_hours_or_more_is_a_correction_that_all_follow(Duration step) {
        daily(8);
        time.advance(ofHours(8));
        runs.planned().clear();
        time.stepWallClock(step);
        time.advance(step.negated().compareTo(ofHours(24)) < 0 ? step.negated() : ofHours(24));
        assertThat(runs.planned())
                .singleElement()
                .satisfies(run ->
                        assertThat(LocalTime.ofInstant(run, ZoneOffset.UTC)).isEqualTo(LocalTime.of(8, 0)));
    }

    @Test
    void a_wrong_step_forward_that_is_taken_back_is_a_correction_too() {
        daily(8);
        time.advance(ofHours(7));
        time.stepWallClock(ofDays(2));
        time.advance(ofMinutes(2));
        runs.lines().clear();
        time.stepWallClock(ofDays(-2));
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("08:00");
    }

    @Test
    void a_correction_before_the_first_run_takes_nothing_off_the_initial_delay() {
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(20, 30), LocalTime.of(21, 30))
                .initialDelay(ofHours(2))
                .scheduler(time)
                .start(runs);
        time.advance(ofMinutes(30));
        time.stepWallClock(ofHours(-5));
        time.advance(ofHours(24));
        assertThat(runs.lines()).containsExactly("21:30");
    }

    @Test
    void a_correction_while_a_loop_waits_for_ready_does_not_leave_out_the_days_it_takes_back() {
        ConnectionGate gate = new ConnectionGate();
        daily(12);
        LoopTask waiting = Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0), LocalTime.of(20, 0))
                .gate(gate)
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(1));
        time.stepWallClock(ofDays(-3));
        time.advance(ofMinutes(1));
        VirtualConnection.of(gate).ready();
        time.runPending();
        assertThat(waiting.nextIteration()).contains(MIDNIGHT.minus(ofDays(3)).plus(ofHours(8)));
    }

    @Test
    void a_correction_during_a_run_is_seen_after_it() {
        RunNotes slow = RunNotes.and(run -> time.sleep(ofMinutes(30)));
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)).scheduler(time).start(slow);
        time.advance(ofHours(8).plusMinutes(10));
        time.stepWallClock(ofHours(-5));
        time.advance(ofHours(5));
        assertThat(slow.lines()).containsExactly("08:00", "08:00");
    }

    @Test
    void a_correction_is_seen_by_a_paused_loop() {
        LoopTask loop = daily(8);
        time.advance(ofHours(9));
        loop.pause();
        time.stepWallClock(ofHours(-5));
        time.advance(ofHours(1));
        loop.resume();
        time.advance(ofHours(3));
        assertThat(runs.lines()).containsExactly("08:00", "08:00");
    }

    @Test
    void a_fixed_time_that_the_host_slept_through_runs_when_it_wakes() {
        LoopTask loop = daily(8);
        time.advance(ofHours(7));
        time.suspend(ofHours(2));
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).singleElement().asString().startsWith("08:00 at 09:0");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void ticks_that_the_host_slept_through_in_less_than_a_minute_make_one_run() {
        LoopTask loop = cron("*/10 * * * * *");
        time.advance(ofSeconds(5));
        time.suspend(ofSeconds(50));
        time.runPending();
        assertThat(runs.lines()).containsExactly("00:00:50 at 00:00:55");
        assertThat(loop.stats().missed()).isEqualTo(5);
        time.advance(ofSeconds(5));
        assertThat(runs.lines()).last().isEqualTo("00:01");
    }

    @Test
    void a_tick_that_is_late_by_less_than_a_look_at_the_clock_is_not_skipped() {
        Loops.on(Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)))
                .missed(Missed.SKIP)
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(8).minusSeconds(1));
        time.suspend(ofSeconds(30));
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).singleElement().asString().startsWith("08:00 at 08:0");
    }

    @Test
    void the_next_iteration_is_an_instant_of_the_stepped_clock() {
        LoopTask hourly = Loops.every(ofHours(1)).scheduler(time).start(runs);
        LoopTask fixed = daily(8);
        time.runPending();
        time.stepWallClock(ofMinutes(30));
        assertThat(hourly.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(90)));
        assertThat(hourly.timeUntilNextIteration()).contains(ofHours(1));
        assertThat(fixed.nextIteration()).contains(MIDNIGHT.plus(ofHours(8)));
        assertThat(fixed.timeUntilNextIteration()).contains(ofMinutes(450));
    }

    private LoopTask cron(String expression) {
        return Loops.cron(expression, ZoneOffset.UTC).scheduler(time).start(runs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-10M", "PT-30M", "PT-2H59M59S", "PT-3H", "PT-24H"})
    void a_wildcard_follows_a_clock_that_is_set_back_at_once(Duration step) {
        LoopTask loop = cron("*/5 * * * *");
        time.advance(ofHours(8).plusMinutes(2));
        runs.planned().clear();
        time.stepWallClock(step);
        Instant now = time.now();
        time.advance(ofMinutes(10));
        Instant first = now.truncatedTo(ChronoUnit.HOURS)
                .plus(ofMinutes((now.atOffset(ZoneOffset.UTC).getMinute() / 5 + 1) * 5L));
        assertThat(runs.planned()).containsExactly(first, first.plus(ofMinutes(5)));
        assertThat(loop.stats().missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 8 * * *", "0,30 6-8 * * *"})
    void a_fixed_expression_repeats_nothing_when_the_clock_is_set_back_a_little(String expression) {
        cron(expression);
        time.advance(ofHours(8));
        runs.lines().clear();
        time.stepWallClock(ofMinutes(-90));
        time.advance(ofMinutes(115));
        assertThat(runs.lines()).isEmpty();
    }

    @Test
    void a_fixed_expression_follows_a_correction() {
        cron("0,30 6-8 * * *");
        time.advance(ofHours(8));
        runs.lines().clear();
        time.stepWallClock(ofHours(-3));
        time.advance(ofHours(3));
        assertThat(runs.lines()).containsExactly("06:00", "06:30", "07:00", "07:30", "08:00");
    }

    @Test
    void full_quarters_of_an_hour_follow_the_clock() {
        Loops.on(Schedule.alignedTo(ofMinutes(15), ZoneOffset.UTC))
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(8));
        runs.lines().clear();
        time.stepWallClock(ofMinutes(-20));
        time.advance(ofMinutes(20));
        assertThat(runs.lines()).containsExactly("07:45", "08:00");
    }

    @Test
    void an_adjustment_of_less_than_a_second_repeats_no_wildcard() {
        cron("* * * * *");
        time.advance(ofHours(8));
        runs.lines().clear();
        time.stepWallClock(Duration.ofMillis(-999));
        time.runPending();
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(runs.lines()).containsExactly("08:01");
    }

    @Test
    void a_step_forward_over_ticks_of_a_wildcard_makes_one_run_of_them() {
        LoopTask loop = cron("*/5 * * * *");
        time.advance(ofHours(8).plusMinutes(2));
        runs.lines().clear();
        time.stepWallClock(ofMinutes(31));
        time.advance(ofMinutes(3));
        assertThat(runs.lines()).hasSize(2).last().isEqualTo("08:35");
        assertThat(runs.lines().get(0)).startsWith("08:30 at 08:33");
        assertThat(loop.stats().missed()).isEqualTo(6);
    }

    @Test
    void a_clock_set_back_during_the_run_of_a_wildcard_is_seen_after_it() {
        RunNotes slow = RunNotes.and(run -> time.sleep(ofMinutes(3)));
        Loops.cron("*/5 * * * *", ZoneOffset.UTC).scheduler(time).start(slow);
        time.advance(ofHours(8).plusMinutes(1));
        slow.lines().clear();
        time.stepWallClock(ofHours(-1));
        time.advance(ofMinutes(9));
        assertThat(slow.lines()).containsExactly("07:05", "07:10");
    }

    @Test
    void a_clock_set_back_while_a_wildcard_is_paused_is_seen_when_it_goes_on() {
        LoopTask loop = cron("*/5 * * * *");
        time.advance(ofHours(8).plusMinutes(1));
        loop.pause();
        time.advance(ofMinutes(1));
        time.stepWallClock(ofHours(-1));
        runs.lines().clear();
        loop.resume();
        time.advance(ofMinutes(8));
        assertThat(runs.lines()).containsExactly("07:05", "07:10");
    }

    @Test
    void ticks_missed_before_a_small_step_back_are_still_made_up_for() {
        LoopTask loop = cron("*/5 * * * *");
        daily(20);
        time.advance(ofHours(8).plusMinutes(1));
        runs.lines().clear();
        loop.pause();
        time.advance(ofMinutes(16));
        time.stepWallClock(ofSeconds(-2));
        time.advance(ofMinutes(1));
        loop.resume();
        time.runPending();
        assertThat(runs.lines()).containsExactly("08:15 at 08:17:58");
        assertThat(loop.stats().missed()).isEqualTo(3);
    }

    @Test
    void a_union_follows_the_clock_if_all_of_its_members_do() {
        Schedule wildcards = Schedule.anyOf(
                Schedule.cron("*/20 * * * *", ZoneOffset.UTC), Schedule.cron("50 * * * *", ZoneOffset.UTC));
        RunNotes mixed = new RunNotes();
        Loops.on(wildcards).scheduler(time).start(runs);
        Loops.on(Schedule.anyOf(wildcards, Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0))))
                .scheduler(time)
                .start(mixed);
        time.advance(ofHours(8).plusMinutes(5));
        runs.lines().clear();
        mixed.lines().clear();
        time.stepWallClock(ofMinutes(-30));
        time.advance(ofMinutes(30));
        assertThat(runs.lines()).containsExactly("07:40", "07:50", "08:00");
        assertThat(mixed.lines()).isEmpty();
    }

    @Test
    void a_change_of_schedule_changes_whether_the_clock_is_followed() {
        LoopTask loop = cron("0 8 * * *");
        LoopTask other = cron("*/5 * * * *");
        time.advance(ofHours(8).plusMinutes(1));
        loop.changeSchedule(Schedule.cron("*/20 * * * *", ZoneOffset.UTC));
        other.changeSchedule(Schedule.cron("0 8 * * *", ZoneOffset.UTC));
        time.runPending();
        runs.lines().clear();
        time.stepWallClock(ofMinutes(-30));
        time.advance(ofMinutes(30));
        assertThat(runs.lines()).containsExactly("07:40", "08:00");
    }
}
