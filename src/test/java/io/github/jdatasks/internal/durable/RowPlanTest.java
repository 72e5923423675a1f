package io.github.jdatasks.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.support.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a loop that starts finds its next tick. */
class RowPlanTest {
    private static final Schedule DAILY = Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0));

    private final ClusterTable rows = new ClusterTable();
    private final TickTable table = rows.of("me");

    private static long at(String instant) {
        return EpochNanos.of(Instant.parse(instant));
    }

    private Instant join(String clock, Schedule schedule) {
        LoopTimer timer = new LoopTimer(new Clocks(() -> Instant.parse(clock), () -> 0, () -> 0), () -> {});
        RowPlan plan = new RowPlan(table, timer, Duration.ofSeconds(40).toNanos(), "Cog.loop", schedule);
        return EpochNanos.toInstant(plan.join(at("2026-01-01T08:00:00Z")));
    }

    /** A process runs the tick of a day, by its own clock, and writes the next one. */
    private void run(String day, String clock, String next) throws TickTable.Lost {
        table.create("Cog.loop", at(day), 0);
        TickRow due = Objects.requireNonNull(table.find("Cog.loop"));
        TickRow picked = Objects.requireNonNull(table.pick(due, at(clock)));
        table.move(picked, at(next), 0, End.DONE, at(clock));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T08:00:00.100Z, 2026-05-04T07:59:59.800Z", // of two machines
        "2026-05-04T08:00:00.100Z, 2026-05-04T06:17:00Z" // of one that has no clock while it is off
    })
    void a_clock_that_is_behind_does_not_bring_back_a_tick_that_has_had_its_run(String itsRun, String clock)
            throws TickTable.Lost {
        run("2026-05-04T08:00:00Z", itsRun, "2026-05-05T08:00:00Z");
        assertThat(join(clock, DAILY)).isEqualTo("2026-05-05T08:00:00Z");
        assertThat(join(clock, Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(7, 0), LocalTime.of(9, 0))))
                .as("another schedule counts from that run")
                .isEqualTo("2026-05-04T09:00:00Z");
    }

    @Test
    void a_row_that_a_clock_wrong_by_years_has_written_is_put_right() throws TickTable.Lost {
        run("2040-05-04T08:00:00Z", "2040-05-04T08:00:00.100Z", "2040-05-05T08:00:00Z");
        assertThat(join("2026-05-04T07:00:00Z", DAILY)).isEqualTo("2026-05-04T08:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"10", "1440"})
    void another_interval_leaves_a_first_tick_that_has_not_come(int minutes) {
        table.create("Cog.loop", at("2026-05-04T12:10:00Z"), Duration.ofHours(1).toMillis());
        assertThat(join("2026-05-04T12:05:00Z", Schedule.every(Duration.ofMinutes(minutes))))
                .isEqualTo("2026-05-04T12:10:00Z");
    }

    @Test
    void an_interval_in_place_of_a_time_of_day_that_has_not_come_begins_at_once() {
        table.create("Cog.loop", at("2026-05-30T08:00:00Z"), 0);
        assertThat(join("2026-05-04T12:05:00Z", Schedule.every(Duration.ofMinutes(10))))
                .isEqualTo("2026-05-04T12:05:00Z");
    }

    @Test
    void a_tick_that_came_during_the_last_run_is_due_to_a_clock_that_is_behind() throws TickTable.Lost {
        run("2026-05-04T07:00:00Z", "2026-05-04T08:00:01Z", "2026-05-04T08:00:00Z");
        assertThat(join("2026-05-04T07:59:59Z", DAILY)).isEqualTo("2026-05-04T08:00:00Z");
    }

    @Test
    void a_database_that_takes_two_names_for_one_is_reported_and_the_row_left_alone() {
        table.create("Cog.LOOP", at("2026-05-04T09:00:00Z"), 0);
        rows.nameInTable = name -> "Cog.LOOP";
        try (LogLines log = LogLines.of(Outage.LOGGER)) {
            join("2026-05-04T07:00:00Z", DAILY);
            assertThat(log.from(Level.ERROR))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR Loop Cog.loop: the database takes its name for that of the row Cog.LOOP");
        }
        assertThat(rows.dueAt("Cog.LOOP")).isEqualTo(at("2026-05-04T09:00:00Z"));
    }
}
