package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs of discord.py's own tests for times of day, made deterministic. */
class DailyExamplesTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneOffset PLUS_9 = ZoneOffset.ofHours(9);
    private static final Schedule EVERY_THREE_HOURS = Schedule.dailyAt(
            PLUS_9, IntStream.range(0, 8).mapToObj(i -> LocalTime.of(3 * i, 0)).toArray(LocalTime[]::new));

    @Test
    void a_time_that_has_just_passed_runs_tomorrow() {
        Schedule schedule = Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(11, 59));
        assertNext(schedule, "2024-01-15T12:00:30Z", "2024-01-16T11:59:00Z");
    }

    @Test
    void of_several_times_that_have_passed_the_earliest_runs_tomorrow() {
        Schedule schedule =
                Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(11, 59), LocalTime.of(11, 58), LocalTime.of(11, 57));
        assertNext(schedule, "2024-01-15T12:00:30Z", "2024-01-16T11:57:00Z");
    }

    @Test
    void a_fixed_offset_goes_over_midnight() {
        assertNext(EVERY_THREE_HOURS, "2022-03-12T14:50:59Z", "2022-03-12T15:00:00Z");
        assertNext(EVERY_THREE_HOURS, "2022-03-12T15:00:01Z", "2022-03-12T18:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6, 9, 12, 15, 18, 21})
    void a_minute_before_a_time_that_time_is_next(int hour) {
        OffsetDateTime time = LocalDate.of(2022, 3, 13).atTime(hour, 0).atOffset(PLUS_9);
        Instant next =
                EVERY_THREE_HOURS.nextAfter(time.minusMinutes(1).toInstant()).orElseThrow();
        assertThat(next).isEqualTo(time.toInstant());
        assertThat(LocalTime.ofInstant(next, PLUS_9)).isEqualTo(LocalTime.of(hour, 0));
    }

    @Test
    void a_skipped_time_moves_forward_by_the_gap_and_UTC_skips_none() {
        Schedule newYork = Schedule.dailyAt(NEW_YORK, LocalTime.of(2, 30));
        assertNext(newYork, "2022-03-13T00:00:00Z", "2022-03-13T07:30:00Z");
        assertNext(newYork, "2022-04-08T00:00:00Z", "2022-04-08T06:30:00Z");
        assertNext(
                Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(2, 30)), "2022-03-13T00:00:00Z", "2022-03-13T02:30:00Z");
    }

    @Test
    void a_time_that_happens_twice_has_two_instants_to_choose_from_and_UTC_has_one() {
        LocalTime halfPastOne = LocalTime.of(1, 30);
        String midnight = "2022-11-06T00:00:00Z";
        assertNext(Schedule.dailyAt(NEW_YORK, halfPastOne), midnight, "2022-11-06T05:30:00Z");
        assertNext(Schedule.dailyAt(AmbiguousTime.LATER, NEW_YORK, halfPastOne), midnight, "2022-11-06T06:30:00Z");
        for (AmbiguousTime ambiguous : AmbiguousTime.values()) {
            assertNext(Schedule.dailyAt(ambiguous, ZoneOffset.UTC, halfPastOne), midnight, "2022-11-06T01:30:00Z");
        }
    }

    @Test
    void an_ordinary_time_is_left_alone() {
        assertNext(
                Schedule.dailyAt(ZoneId.of("UTC"), LocalTime.of(12, 30)),
                "2023-01-07T00:00:00Z",
                "2023-01-07T12:30:00Z");
    }

    private static void assertNext(Schedule schedule, String now, String expected) {
        assertThat(schedule.nextAfter(Instant.parse(now))).contains(Instant.parse(expected));
    }
}
