package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("UnusedMethod") // loops are called by the library
class CalendarLoopTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunNotes runs = new RunNotes();

    @Test
    void it_runs_at_each_of_its_times_and_not_before_the_first() {
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0), LocalTime.of(20, 30, 15))
                .scheduler(time)
                .start(runs);
        time.advance(ofDays(2));
        assertThat(runs.lines()).containsExactly("08:00", "20:30:15", "08:00", "20:30:15");
    }

    @Test
    void while_a_run_is_over_and_the_next_is_not_planned_yet_it_is_not_told_as_the_next() {
        List<Instant> told = new CopyOnWriteArrayList<>();
        AtomicReference<@Nullable LoopTask> asked = new AtomicReference<>();
        Schedule hourly = after -> {
            LoopTask task = asked.getAndSet(null); // which asks this schedule in its turn
            if (task != null) {
                told.add(task.nextIteration().orElseThrow());
            }
            return Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(ofHours(1)));
        };
        LoopTask task = Loops.on(hourly).scheduler(time).start(runs);
        time.runPending();
        asked.set(task);
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("01:00");
        assertThat(told).containsExactly(MIDNIGHT.plus(ofHours(2)));
    }

    @Test
    void a_time_that_is_now_is_for_tomorrow() {
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.MIDNIGHT).scheduler(time).start(runs);
        time.advance(ofHours(23));
        assertThat(runs.lines()).isEmpty();
        time.advance(ofHours(1));
        assertThat(runs.planned()).containsExactly(MIDNIGHT.plus(ofDays(1)));
    }

    @Test
    void local_times_follow_daylight_saving() {
        Loops.dailyAt(BERLIN, LocalTime.of(8, 0)).scheduler(time).start(runs);
        time.advanceTo(Instant.parse("2026-03-28T00:00:00Z"));
        runs.lines().clear();
        time.advance(ofDays(2));
        assertThat(runs.lines()).containsExactly("07:00", "06:00");
    }

    @Test
    void a_year_of_days_has_one_run_each() {
        LoopTask loop =
                Loops.dailyAt(BERLIN, LocalTime.of(2, 30)).scheduler(time).start(runs);
        time.advance(ofDays(365));
        assertThat(runs.planned()).hasSize(365).doesNotHaveDuplicates();
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void times_of_several_zones_are_one_loop_and_equal_instants_one_run() {
        class Greeter extends LoopCog {
            @Loop(time = {"08:00 Europe/Berlin", "07:00", "08:00 America/New_York"})
            void greet(LoopContext run) throws Exception {
                runs.run(run);
            }
        }
        VirtualConnection.of(time.create(Greeter::new)).ready();
        time.advance(ofDays(1));
        assertThat(runs.lines()).containsExactly("07:00", "13:00");
    }

    @Test
    void a_time_that_happens_twice_runs_once_at_the_instant_that_is_asked_for() {
        VirtualLoopScheduler autumn = VirtualLoopScheduler.startingAt(Instant.parse("2026-10-25T00:00:00Z"));
        RunNotes earlier = new RunNotes();
        RunNotes later = new RunNotes();
        Loops.dailyAt(BERLIN, LocalTime.of(2, 30)).scheduler(autumn).start(earlier);
        Loops.on(Schedule.dailyAt(AmbiguousTime.LATER, BERLIN, LocalTime.of(2, 30)))
                .scheduler(autumn)
                .start(later);
        autumn.advance(ofHours(5));
        assertThat(earlier.lines()).containsExactly("00:30");
        assertThat(later.lines()).containsExactly("01:30");
    }

    @Test
    void a_loop_with_a_count_of_one_and_no_schedule_runs_once_after_ready() {
        class Welcome extends LoopCog {
            @Loop(count = 1)
            void welcome(LoopContext run) throws Exception {
                runs.run(run);
            }
        }
        Welcome cog = time.create(Welcome::new);
        VirtualConnection connection = VirtualConnection.of(cog);
        time.advance(ofMinutes(3));
        connection.ready();
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("00:03");
        assertThat(cog.loop("welcome").completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void a_schedule_without_a_further_instant_completes_the_loop() {
        Instant last = MIDNIGHT.plus(ofMinutes(2));
        Schedule twice = after -> Optional.of(after.plus(ofMinutes(1))).filter(next -> !next.isAfter(last));
        LoopTask loop = Loops.on(twice).scheduler(time).start(runs);
        time.advance(ofMinutes(5));
        assertThat(runs.lines()).containsExactly("00:01", "00:02");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void a_schedule_that_throws_fails_its_loop_in_the_open() {
        Schedule broken = after -> {
            throw new UnsupportedOperationException("no idea");
        };
        StringBuilder hooks = new StringBuilder();
        try (LogLines log = LogLines.ofLibrary()) {
            LoopTask loop = Loops.on(broken)
                    .scheduler(time)
                    .name("broken")
                    .afterLoop(run -> hooks.append("after"))
                    .start(runs);
            LoopTask other = Loops.every(ofMinutes(1)).scheduler(time).start(runs);
            time.advance(ofMinutes(1));
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
            assertThat(loop.failure()).containsInstanceOf(UnsupportedOperationException.class);
            assertThat(other.stats().runs()).isEqualTo(2);
            assertThat(log.from(Level.ERROR)).singleElement().asString().contains("schedule of loop broken failed");
        }
        assertThat(hooks).hasToString("after");
    }

    @Test
    void a_schedule_that_does_not_move_on_fails_its_loop() {
        try (LogLines log = LogLines.ofLibrary()) {
            LoopTask loop = Loops.on(Optional::of).scheduler(time).start(runs);
            time.advance(ofMinutes(1));
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
            assertThat(loop.failure())
                    .hasValueSatisfying(failure -> assertThat(failure)
                            .hasMessageContaining("must answer an instant strictly after the given one"));
            assertThat(log.from(Level.ERROR)).hasSize(1);
        }
        assertThat(runs.lines()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // what a user may do whose compiler does not mind
    void a_schedule_that_answers_null_fails_its_loop_and_is_told_what_to_answer() {
        LoopTask loop = Loops.on(after -> null).scheduler(time).start(runs);
        time.advance(ofMinutes(1));
        assertThat(loop.failure())
                .hasValueSatisfying(
                        failure -> assertThat(failure).hasMessageContaining("it must answer Optional.empty()"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void each_attempt_at_a_run_stands_for_exactly_its_time_though_the_clock_goes_on_as_it_is_read(int overlap) {
        AtomicInteger readings = new AtomicInteger();
        Instant planned = MIDNIGHT.plusMillis(200);
        List<Instant> scheduled = new CopyOnWriteArrayList<>();
        try (LoopScheduler scheduler = LoopScheduler.builder()
                .clock(() -> MIDNIGHT.plusMillis(20L * readings.incrementAndGet()))
                .build()) {
            LoopTask loop = Loops.on(Schedule.once(planned))
                    .scheduler(scheduler)
                    .overlap(overlap)
                    .retry(RetryPolicy.fixedDelay(ofMillis(1)))
                    .start(run -> {
                        scheduled.add(run.scheduledAt());
                        if (run.attempt() == 1) {
                            throw new IOException("on purpose");
                        }
                    });
            assertThat(loop.completion().join()).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(scheduled).containsExactly(planned, planned);
    }

    @ParameterizedTest
    @EnumSource
    void a_loop_whose_only_instant_has_passed_says_that_it_ends_without_a_run(ShardScope shards) {
        try (LogLines log = LogLines.ofLibrary()) {
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection.of(gate).ready();
            LoopTask loop = Loops.on(Schedule.once(time.now().minusSeconds(1)))
                    .name("late")
                    .gate(gate)
                    .shards(shards)
                    .scheduler(time)
                    .start(run -> {
                        throw new AssertionError("there was a run");
                    });
            time.runPending();
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
            assertThat(log.from(Level.INFO))
                    .singleElement()
                    .asString()
                    .startsWith("WARN Loop late")
                    .contains("ended without a run", "has no instant left", "runNow()");
        }
    }

    @Test
    void a_loop_that_has_had_its_run_or_was_stopped_before_says_nothing() {
        try (LogLines log = LogLines.ofLibrary()) {
            Loops.on(Schedule.once(time.now().plusSeconds(1))).scheduler(time).start(run -> {});
            Loops.on(Schedule.once(time.now().plusSeconds(1)))
                    .overlap(2)
                    .scheduler(time)
                    .start(run -> {});
            LoopTask stopped = Loops.on(Schedule.once(time.now().plusSeconds(9)))
                    .scheduler(time)
                    .start(run -> {});
            time.advance(Duration.ofSeconds(2));
            stopped.stop();
            time.runPending();
            assertThat(log.from(Level.INFO)).isEmpty();
        }
    }
}
