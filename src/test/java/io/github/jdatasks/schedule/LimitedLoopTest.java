package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops whose schedules have a start, an end or a filter. */
class LimitedLoopTest {
    private static final Instant AT_17 = MIDNIGHT.plus(ofMinutes(17));
    private static final Schedule EVERY_5 = Schedule.every(ofMinutes(5));

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunNotes runs = new RunNotes();

    private LoopBuilder loop(Schedule schedule) {
        return Loops.on(schedule).name("limited").scheduler(time);
    }

    private static Predicate<Instant> notAtMinute(int minute) {
        return tick -> tick.getEpochSecond() / 60 % 60 != minute;
    }

    private void assertCompleted(LoopTask loop) {
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(loop.nextIteration()).isEmpty();
        assertThat(loop.stats().runs()).isEqualTo(runs.lines().size());
        assertThat(loop.stats().failures()).isZero();
    }

    // ---- until ----

    @Test
    void an_interval_keeps_its_grid_until_the_end_and_then_its_loop_is_over() {
        LoopTask loop = loop(EVERY_5.until(AT_17)).start(runs);
        time.advance(ofMinutes(14));
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(15)));
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:10", "00:15");
        assertCompleted(loop);
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_tick_at_the_end_has_its_run() {
        LoopTask loop = loop(EVERY_5.until(MIDNIGHT.plus(ofMinutes(10)))).start(runs);
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:10");
        assertCompleted(loop);
    }

    @Test
    void a_slow_run_makes_the_ticks_late_but_moves_neither_the_grid_nor_the_end() {
        RunNotes slow = RunNotes.taking(time, ofMinutes(7));
        LoopTask loop = loop(EVERY_5.until(AT_17)).start(slow);
        time.advance(ofHours(1));
        assertThat(slow.lines()).containsExactly("00:00", "00:05 at 00:07", "00:10", "00:15");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void a_pause_beyond_the_end_leaves_what_was_missed_before_it(Missed policy) {
        LoopTask loop = loop(EVERY_5.until(AT_17)).missed(policy).start(runs);
        time.advance(ofMinutes(1));
        loop.pause();
        time.advance(ofHours(1));
        loop.resume();
        time.runPending();
        assertThat(runs.planned())
                .isEqualTo(
                        switch (policy) {
                            case SKIP -> minutes(0);
                            case RUN_ONCE -> minutes(0, 15);
                            case CATCH_UP -> minutes(0, 5, 10, 15);
                        });
        assertThat(loop.stats().missed()).isEqualTo(3);
        assertThat(loop.stats().skipped())
                .isEqualTo(
                        switch (policy) {
                            case SKIP -> 3;
                            case RUN_ONCE -> 2;
                            case CATCH_UP -> 0;
                        });
        assertCompleted(loop);
    }

    private static List<Instant> minutes(int... minutes) {
        return Arrays.stream(minutes)
                .mapToObj(minute -> MIDNIGHT.plus(ofMinutes(minute)))
                .toList();
    }

    @Test
    void a_year_of_missed_milliseconds_up_to_the_end_is_counted() {
        LoopTask loop = loop(Schedule.every(ofMillis(1)).until(MIDNIGHT.plus(ofDays(300))))
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(365));
        loop.resume();
        time.runPending();
        assertThat(runs.planned()).containsExactly(MIDNIGHT, MIDNIGHT.plus(ofDays(300)));
        assertThat(loop.stats().missed()).isEqualTo(ofDays(300).toMillis());
        assertCompleted(loop);
    }

    @Test
    void an_interval_whose_end_has_passed_ends_without_a_run_and_says_so() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.limited")) {
            LoopTask loop = loop(EVERY_5.until(MIDNIGHT.minusNanos(1))).start(runs);
            time.runPending();
            assertThat(runs.lines()).isEmpty();
            assertCompleted(loop);
            assertThat(log.from(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains(
                            "ended without a run: its schedule, every 5 minutes until 2026-02-28T23:59:59.999999999Z");
        }
    }

    @Test
    void the_end_is_an_instant_of_the_wall_clock_which_moves_no_tick() {
        LoopTask loop = loop(EVERY_5.until(AT_17)).start(runs);
        time.advance(ofMinutes(1));
        time.stepWallClock(ofSeconds(150)); // ticks at 00:07:30, 00:12:30, 00:17:30
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:07:30", "00:12:30");
        assertCompleted(loop);
    }

    @Test
    void a_fixed_delay_ends_when_its_next_run_would_be_after_the_end() {
        RunNotes slow = RunNotes.taking(time, ofMinutes(3), ofMinutes(3));
        LoopTask loop = loop(Schedule.fixedDelay(ofMinutes(5)).until(AT_17)).start(slow);
        time.advance(ofMinutes(12));
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
        time.advance(ofMinutes(12));
        assertThat(slow.lines()).containsExactly("00:00", "00:08", "00:16");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void a_fixed_delay_with_limits_misses_one_run_at_most(Missed policy) {
        LoopTask loop = loop(Schedule.fixedDelay(ofMinutes(1)).until(MIDNIGHT.plus(ofMinutes(7))))
                .missed(policy)
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofSeconds(330));
        loop.resume();
        time.advance(ofMinutes(10));
        assertThat(runs.lines())
                .isEqualTo(
                        policy == Missed.SKIP
                                ? List.of("00:00", "00:06:30")
                                : List.of("00:00", "00:01 at 00:05:30", "00:06:30"));
        assertThat(loop.stats().missed()).isEqualTo(1);
        assertCompleted(loop);
    }

    @Test
    void a_fixed_delay_that_skips_a_run_skips_filtered_ones_too() {
        LoopTask loop = loop(Schedule.fixedDelay(ofMinutes(1)).filter(notAtMinute(6)))
                .missed(Missed.SKIP)
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofSeconds(330));
        loop.resume();
        time.advance(ofMinutes(2));
        assertThat(runs.lines()).containsExactly("00:00", "00:07:30");
    }

    @Test
    void while_a_run_of_a_fixed_delay_is_in_progress_the_next_is_not_known() {
        loop(Schedule.fixedDelay(ofMinutes(5)).until(AT_17)).start(run -> {
            assertThat(run.task().nextIteration()).isEmpty();
            runs.run(run);
        });
        LoopTask rate = loop(EVERY_5.until(MIDNIGHT.plus(ofMinutes(5)))).start(run -> {
            Optional<Instant> next = run.task().nextIteration();
            assertThat(next.isPresent()).isEqualTo(run.iteration() == 0);
        });
        time.advance(ofHours(1));
        assertThat(runs.lines()).hasSize(4);
        assertThat(rate.stats().failures()).isZero();
        assertThat(rate.stats().runs()).isEqualTo(2);
    }

    static Stream<Schedule> minutely() {
        return Stream.of(
                Schedule.cron("* * * * *", ZoneOffset.UTC),
                Schedule.alignedTo(ofMinutes(1), ZoneOffset.UTC),
                Schedule.every(ofMinutes(1)).startingAt(MIDNIGHT.plusSeconds(60)),
                Schedule.anyOf(
                        Schedule.cron("*/2 * * * *", ZoneOffset.UTC),
                        Schedule.once(MIDNIGHT.plusSeconds(180)),
                        Schedule.cron("1/2 * * * *", ZoneOffset.UTC)),
                after -> Schedule.cron("* * * * *", ZoneOffset.UTC).nextAfter(after));
    }

    @ParameterizedTest
    @MethodSource("minutely")
    void a_calendar_schedule_has_its_start_its_end_and_its_filter(Schedule schedule) {
        LoopTask loop = loop(schedule.startingAt(MIDNIGHT.plusSeconds(90))
                        .until(MIDNIGHT.plusSeconds(400))
                        .filter(notAtMinute(4)))
                .start(runs);
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:02", "00:03", "00:05", "00:06");
        assertCompleted(loop);
    }

    @Test
    void one_instant_that_is_filtered_out_ends_its_loop() {
        Schedule once = Schedule.once(MIDNIGHT.plusSeconds(60));
        LoopTask none = loop(once.filter(any -> false)).start(runs);
        LoopTask early = loop(once.startingAt(MIDNIGHT.plusSeconds(61))).start(runs);
        LoopTask kept = loop(once.until(MIDNIGHT.plusSeconds(60))).start(runs);
        time.advance(ofMinutes(2));
        for (LoopTask loop : new LoopTask[] {none, early, kept}) {
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        }
        assertThat(runs.lines()).containsExactly("00:01");
    }

    @Test
    void runs_that_overlap_end_with_the_schedule() {
        RunNotes slow = RunNotes.taking(time, ofMinutes(12), ofMinutes(12), ofMinutes(12), ofMinutes(12));
        LoopTask loop = loop(EVERY_5.until(AT_17)).overlap(3).start(slow);
        time.advance(ofMinutes(26));
        assertThat(slow.lines()).containsExactly("00:00", "00:05", "00:10", "00:15");
        assertThat(loop.isRunning()).isTrue();
        time.advance(ofMinutes(1));
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void the_next_life_begins_afresh_while_the_end_has_not_passed() {
        LoopTask loop = loop(EVERY_5.until(AT_17)).start(runs);
        time.advance(ofMinutes(7));
        loop.restart();
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:07", "00:12", "00:17");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    // ---- startingAt ----

    @Test
    void an_interval_runs_from_its_start_on_whenever_the_loop_was_started() {
        Schedule fromTen = EVERY_5.startingAt(MIDNIGHT.plus(ofMinutes(10)));
        LoopTask early = loop(fromTen).count(3).start(runs);
        time.advance(ofMinutes(9));
        assertThat(early.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(10)));
        time.advance(ofMinutes(11));
        assertThat(runs.lines()).containsExactly("00:10", "00:15", "00:20");
        time.advance(ofMinutes(2));
        LoopTask late = loop(fromTen).count(2).start(runs);
        time.advance(ofMinutes(10));
        assertThat(runs.lines()).containsExactly("00:10", "00:15", "00:20", "00:25", "00:30");
        assertThat(late.stats().missed()).isZero();
    }

    @Test
    void an_interval_with_a_start_misses_ticks_while_the_bot_is_not_ready() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        LoopTask loop = loop(EVERY_5.startingAt(MIDNIGHT.plus(ofMinutes(10))))
                .gate(gate)
                .start(runs);
        time.advance(ofMinutes(17));
        connection.ready();
        time.advance(ofMinutes(3));
        assertThat(runs.lines()).containsExactly("00:15 at 00:17", "00:20");
        assertThat(loop.stats().missed()).isEqualTo(2);
    }

    @Test
    void an_interval_with_a_start_follows_the_clock_as_steps_of_the_clock_do() {
        Instant yesterday = MIDNIGHT.minus(ofDays(1));
        loop(EVERY_5.startingAt(yesterday).until(MIDNIGHT.plus(ofDays(1)))).start(runs);
        RunNotes seldom = new RunNotes();
        loop(Schedule.every(ofHours(2)).startingAt(yesterday)).start(seldom);
        RunNotes hourly = new RunNotes();
        loop(Schedule.every(ofHours(1)).startingAt(yesterday)).start(hourly);
        time.advance(ofMinutes(12));
        time.stepWallClock(ofHours(-1));
        time.advance(ofMinutes(9));
        assertThat(runs.lines()).containsExactly("00:05", "00:10", "23:15", "23:20");
        time.advanceTo(MIDNIGHT.plus(ofHours(2)).plusSeconds(30));
        time.stepWallClock(ofMinutes(-1));
        runs.lines().clear();
        time.advance(ofMinutes(2));
        assertThat(runs.lines()).containsExactly("02:00");
        assertThat(hourly.lines()).endsWith("01:00", "02:00", "02:00");
        assertThat(seldom.lines()).as("repeats nothing").containsExactly("02:00");
    }

    @Test
    void a_fixed_delay_waits_for_its_start_and_runs_at_once_after_it() {
        Schedule delay = Schedule.fixedDelay(ofMinutes(5)).startingAt(MIDNIGHT.plus(ofMinutes(10)));
        RunNotes slow = RunNotes.taking(time, ofMinutes(2));
        LoopTask early = loop(delay).start(slow);
        time.advance(ofMinutes(9));
        assertThat(early.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(10)));
        time.advance(ofMinutes(9));
        assertThat(slow.lines()).containsExactly("00:10", "00:17");
        loop(delay).start(runs);
        time.runPending();
        assertThat(runs.lines()).containsExactly("00:18");
    }

    // ---- filter ----

    @Test
    void a_filter_skips_ticks_of_the_grid_and_they_are_no_missed_ones() {
        LoopTask loop =
                loop(EVERY_5.filter(notAtMinute(5)).filter(notAtMinute(10))).start(runs);
        time.advance(ofMinutes(4));
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(15)));
        time.advance(ofMinutes(21));
        assertThat(runs.lines()).containsExactly("00:00", "00:15", "00:20", "00:25");
        assertThat(loop.stats().missed()).isZero();
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void the_first_run_is_at_the_first_tick_that_passes() {
        time.advance(ofMinutes(3));
        loop(EVERY_5.filter(notAtMinute(3))).start(runs);
        time.advance(ofMinutes(10));
        assertThat(runs.lines()).containsExactly("00:08", "00:13");
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void only_ticks_that_pass_can_be_missed(Missed policy) {
        LoopTask loop = loop(EVERY_5.filter(notAtMinute(20)).filter(notAtMinute(10)))
                .missed(policy)
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofMinutes(22));
        loop.resume();
        time.advance(ofMinutes(3));
        assertThat(runs.planned())
                .isEqualTo(
                        switch (policy) {
                            case SKIP -> minutes(0, 25);
                            case RUN_ONCE -> minutes(0, 15, 25);
                            case CATCH_UP -> minutes(0, 5, 15, 25);
                        });
        assertThat(loop.stats().missed()).isEqualTo(2);
    }

    @Test
    void a_filtered_tick_that_is_due_just_when_a_pause_ends_has_its_own_run() {
        LoopTask loop = loop(EVERY_5.filter(notAtMinute(20))).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofMinutes(15));
        loop.resume();
        time.runPending();
        assertThat(runs.lines()).containsExactly("00:00", "00:15");
        assertThat(loop.stats().missed()).isEqualTo(2);
    }

    @Test
    void a_filter_that_throws_ends_the_loop_as_a_schedule_that_throws_does() {
        IllegalStateException broken = new IllegalStateException("no calendar");
        LoopTask loop = loop(EVERY_5.filter(tick -> {
                    if (tick.isAfter(AT_17)) {
                        throw broken;
                    }
                    return true;
                }))
                .start(runs);
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.limited")) {
            time.advance(ofHours(1));
            assertThat(log.from(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("The schedule of loop limited failed, so the loop ends: every 5 minutes, filtered");
        }
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:10", "00:15");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
        assertThat(loop.failure()).contains(broken);
    }

    static Stream<Schedule> grids() {
        return Stream.of(EVERY_5, Schedule.fixedDelay(ofMinutes(5)), Schedule.cron("*/5 * * * *", ZoneOffset.UTC));
    }

    @ParameterizedTest
    @MethodSource("grids")
    @Timeout(30)
    void a_filter_that_lets_nothing_through_ends_the_loop_with_an_error_that_names_the_schedule(Schedule schedule) {
        Schedule none = schedule.filter(any -> false);
        LoopTask loop = loop(none).start(runs);
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
        assertThat(loop.failure().orElseThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the filter of the schedule \"" + none.describe() + "\" has let through none of")
                .hasMessageContaining("until(Instant)");
        assertThat(runs.lines()).isEmpty();
    }

    @Test
    void a_retry_and_its_loop_know_the_interval_under_the_limits() {
        LoopTask loop = loop(EVERY_5.filter(notAtMinute(5)).until(AT_17)).start(run -> {
            if (run.attempt() < 3) {
                throw new SocketTimeoutException("slow");
            }
            runs.run(run);
        });
        time.advance(ofHours(1));
        assertThat(runs.planned()).isEqualTo(minutes(0, 10, 15));
        assertThat(loop.stats().retries()).isEqualTo(6);
    }

    @Test
    void an_interval_whose_only_tick_for_centuries_is_filtered_out_ends_its_loop() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        LoopTask loop = loop(Schedule.every(longest).filter(any -> false)).start(runs);
        time.runPending();
        assertCompleted(loop);
    }

    // ---- changes ----

    @Test
    void a_loop_changes_to_limits_and_back() {
        LoopTask loop = loop(EVERY_5).start(runs);
        time.advance(ofMinutes(7));
        loop.changeSchedule(Schedule.every(ofMinutes(4)).filter(notAtMinute(9)).until(MIDNIGHT.plus(ofMinutes(20))));
        time.advance(ofMinutes(6));
        loop.changeInterval(ofMinutes(2));
        time.advance(ofMinutes(3));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:13", "00:15");
        loop.changeSchedule(Schedule.every(ofMinutes(1)).until(AT_17));
        time.advance(ofMinutes(3));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:13", "00:15", "00:16", "00:17");
        assertCompleted(loop);
    }

    @Test
    void a_first_run_that_is_still_waited_for_is_kept_by_a_change_only_within_the_limits() {
        LoopTask kept = loop(EVERY_5).initialDelay(ofMinutes(10)).start(runs);
        LoopTask moved = loop(EVERY_5).initialDelay(ofMinutes(10)).start(runs);
        LoopTask ended = loop(EVERY_5).initialDelay(ofMinutes(10)).start(runs);
        time.advance(ofMinutes(1));
        kept.changeSchedule(EVERY_5.until(MIDNIGHT.plus(ofMinutes(10))));
        moved.changeSchedule(EVERY_5.filter(notAtMinute(10)).until(MIDNIGHT.plus(ofMinutes(15))));
        ended.changeSchedule(EVERY_5.until(MIDNIGHT.plus(ofMinutes(9))));
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:10", "00:15");
        assertThat(kept.stats().runs()).isEqualTo(1);
        assertThat(moved.stats().runs()).isEqualTo(1);
        assertThat(ended.stats().runs()).isZero();
    }

    @Test
    void a_fixed_delay_with_limits_is_still_refused_where_runs_may_overlap() {
        Schedule delay = Schedule.fixedDelay(ofMinutes(1)).until(AT_17);
        assertThat(catchIllegalArgumentException(() -> loop(delay).overlap(2).build(runs)))
                .hasMessageContaining("overlap = 2 needs a schedule");
        LoopTask loop = loop(EVERY_5).overlap(2).build(runs);
        assertThat(catchIllegalArgumentException(() -> loop.changeSchedule(delay)))
                .hasMessageContaining("use an interval");
    }

    // ---- long gaps ----

    private static final Instant TEN_YEARS_LATER = MIDNIGHT.plus(ofDays(3652)).plusMillis(500);

    /** Filters of a schedule of seconds. */
    private enum Thinned {
        ONE_IN_TEN(tick -> tick.getEpochSecond() % 10 == 3, TEN_YEARS_LATER, 1_000),
        ONE_A_WEEK(tick -> tick.getEpochSecond() % 604_800 == 0, TEN_YEARS_LATER, 1),
        THE_FIRST_DAY(tick -> tick.isBefore(MIDNIGHT.plus(ofDays(1))), MIDNIGHT.plus(ofDays(1)), 1);

        @SuppressWarnings("ImmutableEnumChecker") // a function
        private final Predicate<Instant> filter;

        private final Instant end;
        private final int caughtUp; // at least

        Thinned(Predicate<Instant> filter, Instant end, int caughtUp) {
            this.filter = filter;
            this.end = end;
            this.caughtUp = caughtUp;
        }

        private List<Instant> newest(long number) {
            List<Instant> ticks = new ArrayList<>();
            Instant tick = end.minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
            for (; ticks.size() < number; tick = tick.minusSeconds(1)) {
                if (filter.test(tick)) {
                    ticks.add(0, tick);
                }
            }
            return ticks;
        }
    }

    /** Each filter with each policy: of the grid, and of one of those that take long to ask a million times. */
    static Stream<Arguments> denseByPolicy() {
        Schedule grid = Schedule.every(ofSeconds(1));
        Schedule cron = Schedule.cron("* * * * * *", ZoneOffset.UTC);
        Schedule ofUser =
                after -> Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        return Stream.of(Thinned.values())
                .flatMap(thinned -> Stream.of(Missed.values())
                        .flatMap(policy -> Stream.of(grid, policy == Missed.CATCH_UP ? ofUser : cron)
                                .map(schedule -> Arguments.of(schedule, thinned, policy))));
    }

    @ParameterizedTest
    @MethodSource("denseByPolicy")
    @Timeout(60)
    void ten_years_of_ticks_that_a_filter_thins_out_take_a_limited_number_of_questions(
            Schedule schedule, Thinned thinned, Missed policy) {
        AtomicLong asked = new AtomicLong();
        Schedule filtered = schedule.filter(tick -> {
                    asked.incrementAndGet();
                    return thinned.filter.test(tick);
                })
                .until(TEN_YEARS_LATER.plusSeconds(604_800));
        LoopTask loop = loop(filtered).missed(policy).start(runs);
        time.runPending();
        loop.pause();
        time.advance(Duration.between(MIDNIGHT, TEN_YEARS_LATER));
        asked.set(0);
        int before = runs.planned().size();
        loop.resume();
        time.runPending();
        List<Instant> made = runs.planned().subList(before, runs.planned().size());
        assertThat(asked).hasValueLessThan((made.size() + 2) * 3_000_000L);
        switch (policy) {
            case SKIP -> assertThat(made).isEmpty();
            case RUN_ONCE -> assertThat(made).hasSize(1);
            case CATCH_UP -> assertThat(made).hasSizeBetween(thinned.caughtUp, 1_000);
        }
        assertThat(made).isEqualTo(thinned.newest(made.size()));
        assertThat(loop.stats().missed()).isPositive();
    }

    @Test
    void how_many_rare_ticks_were_missed_in_ten_years_is_a_fair_estimate() {
        LoopTask loop = loop(Schedule.every(ofSeconds(1))
                        .filter(Thinned.ONE_A_WEEK.filter)
                        .until(TEN_YEARS_LATER))
                .start(runs);
        time.runPending();
        loop.pause();
        time.advance(Duration.between(MIDNIGHT, TEN_YEARS_LATER));
        loop.resume();
        time.runPending();
        assertThat(loop.stats().missed()).isBetween(260L, 800L); // 521
    }

    @Test
    void a_fixed_delay_whose_start_is_moved_before_its_first_run_follows_that() {
        Schedule delay = Schedule.fixedDelay(ofMinutes(1));
        LoopTask loop = loop(delay.startingAt(MIDNIGHT.plus(ofDays(1)))).start(runs);
        time.advance(ofMinutes(5));
        loop.changeSchedule(delay.startingAt(MIDNIGHT.plus(ofMinutes(7))));
        time.advance(ofMinutes(4));
        assertThat(runs.lines()).containsExactly("00:07", "00:08", "00:09");
    }

    @Test
    void a_fixed_delay_whose_start_is_taken_away_before_its_first_run_begins_at_once() {
        Schedule delay = Schedule.fixedDelay(ofMinutes(1));
        LoopTask loop = loop(delay.startingAt(MIDNIGHT.plus(ofDays(1)))).start(runs);
        time.advance(ofMinutes(5));
        loop.changeSchedule(delay);
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:05", "00:06");
    }
}
