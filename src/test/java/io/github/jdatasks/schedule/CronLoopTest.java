package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops with schedules of the calendar: built, annotated, and given to a loop that runs already. */
class CronLoopTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT); // a Sunday
    private final RunNotes runs = new RunNotes();

    @Test
    void it_runs_whenever_its_expression_matches() {
        LoopTask loop =
                Loops.cron("15,45 8 * * MON", ZoneOffset.UTC).scheduler(time).start(runs);
        time.advance(ofDays(8));
        assertThat(runs.planned())
                .containsExactly(Instant.parse("2026-03-02T08:15:00Z"), Instant.parse("2026-03-02T08:45:00Z"));
        assertThat(loop.nextIteration()).contains(Instant.parse("2026-03-09T08:15:00Z"));
        assertThat(loop.schedule().describe()).isEqualTo("every Monday at 08:15 and 08:45 UTC");
    }

    @Test
    void a_year_of_nights_has_one_run_each_and_a_year_of_hours_has_them_all() {
        RunNotes hours = new RunNotes();
        Loops.cron("30 2 * * *", BERLIN).scheduler(time).start(runs);
        Loops.cron("30 * * * *", BERLIN).scheduler(time).start(hours);
        time.advance(ofDays(365));
        assertThat(runs.planned()).hasSize(365).doesNotHaveDuplicates();
        assertThat(hours.planned()).hasSize(365 * 24).doesNotHaveDuplicates();
    }

    @Test
    void one_instant_runs_once_and_completes_the_loop() {
        LoopTask loop = Loops.on(Schedule.once(MIDNIGHT.plus(ofHours(1))))
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("01:00");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void an_instant_that_is_past_completes_the_loop_without_a_run() {
        LoopTask loop = Loops.on(Schedule.once(MIDNIGHT)).scheduler(time).start(runs);
        time.advance(ofHours(1));
        assertThat(runs.lines()).isEmpty();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void an_instant_that_passes_before_the_bot_is_ready_runs_then() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        LoopTask loop = Loops.on(Schedule.once(MIDNIGHT.plus(ofHours(1))))
                .scheduler(time)
                .gate(gate)
                .start(runs);
        time.advance(ofHours(2));
        connection.ready();
        time.runPending();
        assertThat(runs.lines()).containsExactly("01:00 at 02:00");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @SuppressWarnings("UnusedMethod")
    static class Calendar extends LoopCog {
        @Loop(cron = "0 8 * * MON-FRI")
        void cron() {}

        @Loop(cron = "30 2 * * *", zone = "Europe/Berlin", ambiguous = AmbiguousTime.LATER)
        void cronLater() {}

        @Loop(
                days = {DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.SUNDAY},
                time = "09:00",
                zone = "Europe/Berlin")
        void days() {}

        @Loop(
                days = DayOfWeek.FRIDAY,
                time = {"09:00 America/New_York", "10:00"},
                ambiguous = AmbiguousTime.LATER)
        void zones() {}
    }

    @Test
    void annotated_loops_have_the_schedules_that_the_factories_make() {
        Calendar cog = time.create(Calendar::new);
        LocalTime nine = LocalTime.of(9, 0);
        assertThat(cog.loop("cron").schedule()).isEqualTo(Schedule.cron("0 8 * * MON-FRI", ZoneId.of("UTC")));
        assertThat(cog.loop("cronLater").schedule())
                .isEqualTo(Schedule.cron(AmbiguousTime.LATER, "30 2 * * *", BERLIN));
        assertThat(cog.loop("days").schedule())
                .isEqualTo(Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), nine));
        EnumSet<DayOfWeek> friday = EnumSet.of(DayOfWeek.FRIDAY);
        assertThat(cog.loop("zones").schedule())
                .isEqualTo(Schedule.anyOf(
                        Schedule.weeklyAt(AmbiguousTime.LATER, ZoneId.of("America/New_York"), friday, nine),
                        Schedule.weeklyAt(AmbiguousTime.LATER, ZoneId.of("UTC"), friday, LocalTime.of(10, 0))));
    }

    static List<Arguments> schedules() {
        Schedule function =
                after -> Optional.of(after.truncatedTo(ChronoUnit.DAYS).plus(36, ChronoUnit.HOURS));
        return List.of(
                changed(Schedule.cron("0 8 * * *", BERLIN), "2026-03-02T07:00:00Z", "2026-03-03T07:00:00Z"),
                changed(Schedule.cron("*/20 * * * *", BERLIN), "2026-03-01T12:20:00Z", "2026-03-01T12:40:00Z"),
                changed(
                        Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(8, 0)),
                        "2026-03-02T07:00:00Z",
                        "2026-03-09T07:00:00Z"),
                changed(
                        Schedule.monthlyAt(BERLIN, 31, LocalTime.of(8, 0)),
                        "2026-03-31T06:00:00Z",
                        "2026-04-30T06:00:00Z"),
                changed(Schedule.once(Instant.parse("2026-03-05T00:00:00Z")), "2026-03-05T00:00:00Z"),
                changed(Schedule.alignedTo(ofMinutes(15), BERLIN), "2026-03-01T12:15:00Z", "2026-03-01T12:30:00Z"),
                changed(function, "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"));
    }

    private static Arguments changed(Schedule schedule, String... runs) {
        return Arguments.of(
                schedule.describe(),
                schedule,
                List.of(runs).stream().map(Instant::parse).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedules")
    void a_running_loop_can_be_given_any_schedule(String name, Schedule schedule, List<Instant> expected) {
        assertThat(name).isNotBlank();
        LoopTask loop = Loops.every(ofHours(1)).scheduler(time).start(runs);
        time.advance(ofHours(12));
        runs.planned().clear();
        loop.changeSchedule(schedule);
        time.advanceTo(expected.get(expected.size() - 1));
        assertThat(runs.planned()).isEqualTo(expected);
        assertThat(loop.stats().missed()).isZero();
    }
}
