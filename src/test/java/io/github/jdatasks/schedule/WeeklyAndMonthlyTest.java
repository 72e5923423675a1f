package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Runs;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyAndMonthlyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final LocalTime EIGHT = LocalTime.of(8, 0);

    @Test
    void days_of_the_week_are_those_of_the_zone() {
        Schedule midnight = Schedule.weeklyAt(BERLIN, WEEKEND, LocalTime.MIDNIGHT, LocalTime.of(23, 30));
        assertThat(Runs.of(midnight, "2024-01-15T00:00:00Z", "2024-01-27T00:00:00Z"))
                .containsExactly(
                        Instant.parse("2024-01-19T23:00:00Z"),
                        Instant.parse("2024-01-20T22:30:00Z"),
                        Instant.parse("2024-01-20T23:00:00Z"),
                        Instant.parse("2024-01-21T22:30:00Z"),
                        Instant.parse("2024-01-26T23:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        31 | 2024-01-31, 2024-02-29, 2024-03-31, 2024-04-30
        30 | 2024-01-30, 2024-02-29, 2024-03-30, 2024-04-30
        29 | 2024-01-29, 2024-02-29, 2024-03-29, 2024-04-29
        1  | 2024-02-01, 2024-03-01, 2024-04-01, 2024-05-01
        """)
    void a_day_that_a_month_does_not_have_is_its_last(int day, String dates) {
        List<Instant> expected = Arrays.stream(dates.split(", ", -1))
                .map(date -> Instant.parse(date + "T08:00:00Z"))
                .toList();
        assertThat(Runs.of(
                        Schedule.monthlyAt(ZoneOffset.UTC, day, EIGHT), "2024-01-15T00:00:00Z", "2024-05-01T08:00:00Z"))
                .startsWith(expected.toArray(Instant[]::new));
    }

    @Test
    void the_last_of_February_is_the_28th_in_most_years() {
        assertThat(Schedule.monthlyAt(ZoneOffset.UTC, 31, EIGHT).nextAfter(Instant.parse("2100-02-28T00:00:00Z")))
                .contains(Instant.parse("2100-02-28T08:00:00Z"));
    }

    @Test
    void a_time_that_the_clocks_skip_moves_and_one_they_repeat_runs_once() {
        LocalTime halfPastTwo = LocalTime.of(2, 30);
        Schedule sundays = Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.SUNDAY), halfPastTwo);
        assertThat(Runs.of(sundays, "2026-03-28T00:00:00Z", "2026-04-05T12:00:00Z"))
                .containsExactly(Instant.parse("2026-03-29T01:30:00Z"), Instant.parse("2026-04-05T00:30:00Z"));
        assertThat(Runs.of(sundays, "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z"))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(Runs.of(
                        Schedule.monthlyAt(AmbiguousTime.LATER, BERLIN, 25, halfPastTwo),
                        "2026-10-24T00:00:00Z",
                        "2026-10-26T00:00:00Z"))
                .containsExactly(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void equal_days_and_times_make_equal_schedules() {
        Schedule weekend = Schedule.weeklyAt(BERLIN, WEEKEND, EIGHT);
        assertThat(weekend)
                .isEqualTo(Schedule.weeklyAt(BERLIN, Set.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY), EIGHT, EIGHT))
                .isNotEqualTo(Schedule.weeklyAt(AmbiguousTime.LATER, BERLIN, WEEKEND, EIGHT))
                .isNotEqualTo(Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.SUNDAY), EIGHT));
        assertThat(Schedule.weeklyAt(BERLIN, EnumSet.allOf(DayOfWeek.class), EIGHT))
                .isEqualTo(Schedule.dailyAt(BERLIN, EIGHT));
        assertThat(Schedule.monthlyAt(BERLIN, 31, EIGHT)).isNotEqualTo(Schedule.monthlyAt(BERLIN, 30, EIGHT));
    }

    @Test
    void later_changes_of_the_set_of_days_make_no_difference() {
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.MONDAY);
        Schedule schedule = Schedule.weeklyAt(BERLIN, days, EIGHT);
        days.add(DayOfWeek.FRIDAY);
        assertThat(schedule).isEqualTo(Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.MONDAY), EIGHT));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 32})
    void a_day_that_no_month_has_is_refused(int day) {
        refused(
                () -> Schedule.monthlyAt(BERLIN, day, EIGHT),
                "monthlyAt: the day of the month must be 1 to 31, but it is " + day);
    }

    @Test
    @SuppressWarnings("NullAway")
    void missing_arguments_are_refused() {
        refused(
                () -> Schedule.weeklyAt(BERLIN, Set.of(), EIGHT),
                "weeklyAt: give at least one day, such as EnumSet.of");
        refused(() -> Schedule.weeklyAt(BERLIN, null, EIGHT), "weeklyAt: give at least one day");
        refused(() -> Schedule.weeklyAt(BERLIN, new HashSet<>(Arrays.asList((DayOfWeek) null)), EIGHT), "no null");
        refused(
                () -> Schedule.weeklyAt(BERLIN, WEEKEND),
                "weeklyAt: give at least one time, such as LocalTime.of(8, 0)");
        refused(() -> Schedule.weeklyAt((ZoneId) null, WEEKEND, EIGHT), "weeklyAt: the zone is null");
        refused(() -> Schedule.weeklyAt((AmbiguousTime) null, BERLIN, WEEKEND, EIGHT), "weeklyAt: the choice for");
        refused(() -> Schedule.monthlyAt(BERLIN, 1), "monthlyAt: give at least one time");
        refused(() -> Schedule.monthlyAt(BERLIN, 1, (LocalTime) null), "monthlyAt: a time is null");
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
