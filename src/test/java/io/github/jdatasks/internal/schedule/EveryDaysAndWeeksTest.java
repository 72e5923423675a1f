package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Runs;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryDaysAndWeeksTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime EIGHT = LocalTime.of(8, 0);
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    private static List<Instant> dates(String dates) {
        return Stream.of(dates.split(", ", -1))
                .map(date -> Instant.parse(date + "T08:00:00Z"))
                .toList();
    }

    @ParameterizedTest(name = "every {0} days from {1}, after {2}")
    @CsvSource(delimiter = '|', textBlock = """
        1      | 2026-03-02 | 2026-02-01 | 2026-03-02, 2026-03-03, 2026-03-04
        3      | 2026-03-02 | 1970-01-01 | 2026-03-02, 2026-03-05, 2026-03-08
        3      | 2026-03-02 | 2026-03-05 | 2026-03-05, 2026-03-08
        3      | 2026-03-02 | 2026-03-06 | 2026-03-08, 2026-03-11
        14     | 2024-02-15 | 2024-02-20 | 2024-02-29, 2024-03-14
        365    | 2024-01-01 | 2024-06-01 | 2024-12-31, 2025-12-31
        3      | 1969-12-30 | 1969-12-30 | 1969-12-30, 1970-01-02
        10000  | 2026-03-02 | 2026-03-03 | 2053-07-18
        """)
    void every_so_many_days_count_from_the_first_date(int days, LocalDate from, LocalDate after, String expected) {
        Schedule schedule = Schedule.everyDays(days, from, ZoneOffset.UTC, EIGHT);
        List<Instant> runs = dates(expected);
        assertThat(schedule.nextAfter(after.atStartOfDay(ZoneOffset.UTC).toInstant(), runs.size()))
                .isEqualTo(runs);
    }

    @ParameterizedTest(name = "every {0} weeks from {1} on {2}, after {3}")
    @CsvSource(delimiter = '|', textBlock = """
        2     | 2026-03-02 | MONDAY           | 1970-01-01 | 2026-03-02, 2026-03-16, 2026-03-30
        2     | 2026-03-08 | MONDAY           | 1970-01-01 | 2026-03-16, 2026-03-30
        2     | 2026-03-08 | SUNDAY           | 1970-01-01 | 2026-03-08, 2026-03-22
        2     | 2026-03-04 | MONDAY,FRIDAY    | 1970-01-01 | 2026-03-06, 2026-03-16, 2026-03-20, 2026-03-30
        3     | 2026-03-04 | TUESDAY,SUNDAY   | 2026-03-09 | 2026-03-24, 2026-03-29, 2026-04-14
        1     | 2026-03-04 | TUESDAY,SUNDAY   | 1970-01-01 | 2026-03-08, 2026-03-10, 2026-03-15
        52    | 2026-03-04 | WEDNESDAY        | 2026-03-05 | 2027-03-03, 2028-03-01
        2     | 1969-12-29 | MONDAY,THURSDAY  | 1969-01-01 | 1969-12-29, 1970-01-01, 1970-01-12
        10000 | 2026-03-02 | MONDAY           | 2026-03-03 | 2217-10-27
        """)
    void weeks_begin_on_monday_and_the_first_date_is_in_the_first_of_them(
            int weeks, LocalDate from, String days, LocalDate after, String expected) {
        Set<DayOfWeek> chosen = EnumSet.noneOf(DayOfWeek.class);
        Stream.of(days.split(",", -1)).map(DayOfWeek::valueOf).forEach(chosen::add);
        Schedule schedule = Schedule.everyWeeks(weeks, from, ZoneOffset.UTC, chosen, EIGHT);
        List<Instant> runs = dates(expected);
        assertThat(schedule.nextAfter(after.atStartOfDay(ZoneOffset.UTC).toInstant(), runs.size()))
                .isEqualTo(runs);
    }

    @Test
    void a_time_that_the_clocks_skip_moves_and_one_they_repeat_runs_once() {
        LocalTime halfPastTwo = LocalTime.of(2, 30);
        Schedule days = Schedule.everyDays(2, LocalDate.of(2026, 3, 27), BERLIN, halfPastTwo);
        assertThat(Runs.of(days, "2026-03-28T00:00:00Z", "2026-03-31T12:00:00Z"))
                .containsExactly(Instant.parse("2026-03-29T01:30:00Z"), Instant.parse("2026-03-31T00:30:00Z"));
        Schedule weeks =
                Schedule.everyWeeks(2, LocalDate.of(2026, 10, 11), BERLIN, EnumSet.of(DayOfWeek.SUNDAY), halfPastTwo);
        assertThat(Runs.of(weeks, "2026-10-01T00:00:00Z", "2026-11-10T00:00:00Z"))
                .containsExactly(
                        Instant.parse("2026-10-11T00:30:00Z"),
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-11-08T01:30:00Z"));
    }

    @Test
    void the_first_date_is_one_of_the_zone() {
        LocalTime early = LocalTime.of(1, 0);
        assertThat(Schedule.everyDays(5, MONDAY, ZoneId.of("Asia/Tokyo"), early).nextAfter(Instant.EPOCH))
                .contains(Instant.parse("2026-03-01T16:00:00Z"));
    }

    @Test
    void it_says_what_it_counts_from() {
        Set<DayOfWeek> days = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        assertThat(Schedule.everyDays(3, MONDAY, BERLIN, EIGHT, LocalTime.NOON))
                .hasToString("every 3 days from 2026-03-02 at 08:00 and 12:00 Europe/Berlin");
        assertThat(Schedule.everyDays(1, MONDAY, BERLIN, EIGHT))
                .hasToString("every day from 2026-03-02 at 08:00 Europe/Berlin");
        assertThat(Schedule.everyWeeks(2, MONDAY, BERLIN, days, EIGHT))
                .hasToString("every 2 weeks on Monday to Friday from 2026-03-02 at 08:00 Europe/Berlin");
        assertThat(Schedule.everyWeeks(1, MONDAY, BERLIN, EnumSet.of(DayOfWeek.SUNDAY), EIGHT))
                .hasToString("every week on Sunday from 2026-03-02 at 08:00 Europe/Berlin");
    }

    @Test
    void equal_numbers_from_equal_dates_make_equal_schedules() {
        assertThat(Schedule.everyDays(3, MONDAY, BERLIN, EIGHT))
                .isEqualTo(Schedule.everyDays(3, MONDAY, BERLIN, EIGHT, EIGHT))
                .isNotEqualTo(Schedule.everyDays(2, MONDAY, BERLIN, EIGHT))
                .isNotEqualTo(Schedule.everyDays(3, MONDAY.plusDays(1), BERLIN, EIGHT))
                .isNotEqualTo(Schedule.everyDays(3, MONDAY, ZoneOffset.UTC, EIGHT));
        Set<DayOfWeek> sunday = EnumSet.of(DayOfWeek.SUNDAY);
        Schedule weeks = Schedule.everyWeeks(2, MONDAY, BERLIN, sunday, EIGHT);
        sunday.add(DayOfWeek.MONDAY);
        assertThat(weeks)
                .isEqualTo(Schedule.everyWeeks(2, MONDAY, BERLIN, EnumSet.of(DayOfWeek.SUNDAY), EIGHT))
                .isNotEqualTo(Schedule.everyWeeks(3, MONDAY, BERLIN, EnumSet.of(DayOfWeek.SUNDAY), EIGHT))
                .isNotEqualTo(Schedule.everyWeeks(2, MONDAY, BERLIN, sunday, EIGHT))
                .isNotEqualTo(Schedule.everyWeeks(2, MONDAY.plusDays(8), BERLIN, EnumSet.of(DayOfWeek.SUNDAY), EIGHT));
    }

    @Test
    void dates_at_the_ends_of_the_calendar_are_no_error() {
        EnumSet<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
        for (LocalDate from : List.of(LocalDate.MIN, LocalDate.MAX)) {
            for (int number : List.of(1, 10_000)) {
                for (Schedule schedule : List.of(
                        Schedule.everyDays(number, from, BERLIN, EIGHT),
                        Schedule.everyWeeks(number, from, BERLIN, all, EIGHT))) {
                    for (Instant end : List.of(Instant.MIN, Instant.MAX)) {
                        for (long rest = end.getEpochSecond(); rest != 0; rest /= 2) {
                            Instant after = Instant.ofEpochSecond(end.getEpochSecond() - rest);
                            assertThat(schedule.nextAfter(after).filter(next -> !next.isAfter(after)))
                                    .isEmpty();
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001})
    void a_number_that_is_too_small_or_too_large_is_refused(int number) {
        refused(
                () -> Schedule.everyDays(number, MONDAY, BERLIN, EIGHT),
                "everyDays: the number of days must be 1 to 10000, but it is " + number);
        refused(
                () -> Schedule.everyWeeks(number, MONDAY, BERLIN, EnumSet.of(DayOfWeek.MONDAY), EIGHT),
                "everyWeeks: the number of weeks must be 1 to 10000, but it is " + number);
    }

    @Test
    @SuppressWarnings("NullAway")
    void missing_arguments_are_refused() {
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.MONDAY);
        refused(() -> Schedule.everyDays(2, null, BERLIN, EIGHT), "everyDays: the first date is null; give one");
        refused(() -> Schedule.everyDays(2, MONDAY, null, EIGHT), "everyDays: the zone is null");
        refused(() -> Schedule.everyDays(2, MONDAY, BERLIN), "everyDays: give at least one time");
        refused(() -> Schedule.everyWeeks(2, null, BERLIN, days, EIGHT), "everyWeeks: the first date is null");
        refused(() -> Schedule.everyWeeks(2, MONDAY, null, days, EIGHT), "everyWeeks: the zone is null");
        refused(() -> Schedule.everyWeeks(2, MONDAY, BERLIN, Set.of(), EIGHT), "everyWeeks: give at least one day");
        refused(() -> Schedule.everyWeeks(2, MONDAY, BERLIN, null, EIGHT), "everyWeeks: give at least one day");
        refused(() -> Schedule.everyWeeks(2, MONDAY, BERLIN, days), "everyWeeks: give at least one time");
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
