package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A gap with more ticks in it than anybody would want to look at one by one. */
class LongGapTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Schedule EACH_SECOND = Schedule.cron("* * * * * *", ZoneOffset.UTC);
    private static final Schedule OF_A_USER =
            after -> Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));

    /** So often a plan may ask a schedule; that takes a fraction of a second. */
    private static final long MOST_QUESTIONS = 200_000;

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    /** Counts how often it is asked. */
    private static final class Asked implements Schedule {
        private final Schedule schedule;
        private final AtomicLong questions = new AtomicLong();

        Asked(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            questions.incrementAndGet();
            return schedule.nextAfter(after);
        }
    }

    private LoopBuilder loop(Schedule schedule, Missed policy) {
        return Loops.on(schedule).name("dense").scheduler(time).missed(policy);
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                Arguments.of(Missed.RUN_ONCE, 1), Arguments.of(Missed.CATCH_UP, 1_000), Arguments.of(Missed.SKIP, 0));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void twelve_days_and_half_a_second_of_seconds_are_one_gap(Missed policy, int made) {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(EACH_SECOND, policy).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(12).plusMillis(500));
        loop.resume();
        time.runPending();
        Instant newest = MIDNIGHT.plus(ofDays(12));
        assertThat(runs.planned())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, made)
                        .mapToObj(number -> newest.plusSeconds(number - made))
                        .toList());
        assertThat(loop.stats().missed()).isEqualTo(ofDays(12).toSeconds());
        assertThat(loop.stats().skipped()).isEqualTo(ofDays(12).toSeconds() - made);
        time.advance(ofSeconds(1));
        assertThat(runs.planned()).hasSize(made + 1).last().isEqualTo(newest.plusSeconds(1));
    }

    static Stream<Schedule> dense() {
        return Stream.of(
                EACH_SECOND,
                OF_A_USER,
                after -> Optional.of(after.truncatedTo(ChronoUnit.MICROS).plusNanos(1_000)),
                after -> Optional.of(after.plusSeconds(1)),
                Schedule.cron("* * 9-17 * * MON-FRI", BERLIN),
                Schedule.cron("0-59 0-59 0-23 1 * *", BERLIN),
                Schedule.alignedTo(ofMillis(1), BERLIN),
                Schedule.dailyAt(
                        BERLIN,
                        IntStream.range(0, 1440)
                                .mapToObj(minute -> LocalTime.MIN.plusMinutes(minute))
                                .toArray(LocalTime[]::new)),
                Schedule.anyOf(
                        Schedule.alignedTo(ofSeconds(2), BERLIN),
                        Schedule.cron("1-59/2 * * * * *", ZoneId.of("America/New_York")),
                        Schedule.dailyAt(ZoneId.of("Asia/Tokyo"), LocalTime.NOON)),
                Schedule.anyOf(Schedule.every(ofSeconds(1)), Schedule.dailyAt(BERLIN, LocalTime.NOON)));
    }

    static Stream<Arguments> denseByPolicy() {
        return dense().flatMap(
                        schedule -> policies().map(policy -> Arguments.of(schedule, policy.get()[0], policy.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("denseByPolicy")
    void ten_years_of_dense_ticks_take_a_limited_number_of_questions(Schedule schedule, Missed policy, int made) {
        Asked asked = new Asked(schedule);
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(asked, policy).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(3652).plusNanos(500));
        asked.questions.set(0);
        loop.resume();
        time.runPending();
        assertThat(runs.planned()).hasSize(made).isSorted().doesNotHaveDuplicates();
        // While a loop catches up each run is planned again, and what is yet to come is counted.
        long whileCatchingUp = made == 1_000 ? 1_000 * 1_001 / 2 : 0;
        assertThat(asked.questions).hasValueLessThan(MOST_QUESTIONS + whileCatchingUp);
        assertThat(runs.planned()).isEqualTo(newest(schedule, time.now(), made));
    }

    /** Returns the newest ticks before an instant, found by a walk from some full second before on. */
    private static List<Instant> newest(Schedule schedule, Instant now, int number) {
        Duration back = ofMillis(1);
        List<Instant> ticks;
        do {
            back = back.multipliedBy(2);
            Instant from = now.minus(back).truncatedTo(ChronoUnit.SECONDS);
            ticks = Stream.iterate(
                            schedule.nextAfter(from).orElseThrow(),
                            tick -> tick.isBefore(now),
                            tick -> schedule.nextAfter(tick).orElseThrow())
                    .toList();
        } while (ticks.size() < number);
        return ticks.subList(ticks.size() - number, ticks.size());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void what_has_passed_is_counted_at_about_its_number(Missed policy, int made) {
        LoopTask loop =
                loop(Schedule.cron("* * 9-17 * * *", ZoneOffset.UTC), policy).start(new RunNotes());
        time.runPending();
        loop.pause();
        time.advance(ofDays(3650));
        loop.resume();
        time.runPending();
        long ticks = 3650L * 9 * 3600;
        assertThat(loop.stats().missed()).isBetween(ticks * 9 / 10, ticks * 11 / 10);
        assertThat(loop.stats().skipped()).isEqualTo(loop.stats().missed() - made);
    }

    @Test
    void a_second_gap_counts_only_what_has_come_since_the_first() {
        LoopTask loop = loop(EACH_SECOND, Missed.RUN_ONCE).start(new RunNotes());
        time.runPending();
        loop.pause();
        for (int gap = 1; gap <= 3; gap++) {
            time.advance(ofDays(100));
            loop.resume(); // and at once again, before the run that makes up for the gap
            loop.pause();
            time.runPending();
        }
        time.advance(ofMillis(500));
        loop.resume();
        time.runPending();
        assertThat(loop.stats().missed()).isEqualTo(ofDays(300).toSeconds());
        assertThat(loop.stats().runs()).isEqualTo(1);
    }

    static Stream<Consumer<VirtualLoopScheduler>> jumps() {
        return Stream.of(time -> time.suspend(ofDays(3652)), time -> time.stepWallClock(ofDays(3652)));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void a_clock_that_jumps_ten_years_ahead_is_one_gap(Consumer<VirtualLoopScheduler> jump) {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(OF_A_USER, Missed.CATCH_UP).start(runs);
        time.runPending();
        jump.accept(time);
        time.advance(ofMinutes(1).plusMillis(500)); // until the timer looks at the wall clock
        assertThat(runs.planned().subList(0, 1_000))
                .containsExactlyElementsOf(LongStream.range(0, 1_000)
                        .mapToObj(number -> runs.planned().get(0).plusSeconds(number))
                        .toList());
        assertThat(loop.stats().skipped()).isEqualTo(loop.stats().missed() - 1_000);
        assertThat(runs.planned()).last().isEqualTo(time.now().minusMillis(500));
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void runs_that_may_overlap_make_up_for_a_long_gap_as_others_do(Missed policy) {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(EACH_SECOND, policy).overlap(3).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(400).plusMillis(500));
        loop.resume();
        time.runPending();
        assertThat(runs.planned())
                .hasSize(policy == Missed.SKIP ? 0 : policy == Missed.RUN_ONCE ? 1 : 1_000)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void the_loop_of_each_shard_makes_up_for_its_own_gap(Missed policy, int made) {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).shards(2).ready();
        LoopTask group =
                loop(OF_A_USER, policy).gate(gate).shards(ShardScope.EACH).start(run -> {});
        time.runPending();
        connection.disconnect();
        time.suspend(ofDays(400));
        time.advance(ofMillis(500));
        connection.resume();
        time.runPending();
        assertThat(group.stats().runs()).isEqualTo(2L * made);
        assertThat(group.stats().missed()).isEqualTo(2 * ofDays(400).toSeconds());
    }

    @Test
    void skipping_a_gap_makes_the_run_of_a_tick_that_is_due_right_now() {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(OF_A_USER, Missed.SKIP).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(12));
        loop.resume();
        time.runPending();
        assertThat(runs.planned()).containsExactly(MIDNIGHT.plus(ofDays(12)));
        assertThat(loop.stats().missed()).isEqualTo(ofDays(12).toSeconds() - 1);
    }

    @Test
    void a_schedule_that_ends_within_the_gap_ends_its_loop_after_what_was_missed() {
        Instant end = MIDNIGHT.plus(ofDays(100));
        Schedule ending = after -> OF_A_USER.nextAfter(after).filter(tick -> tick.isBefore(end));
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(ending, Missed.RUN_ONCE).start(runs);
        time.runPending();
        loop.pause();
        time.advance(ofDays(4000));
        loop.resume();
        time.runPending();
        assertThat(runs.planned()).containsExactly(end.minusSeconds(1));
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }
}
