package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code describe()} says. */
class ScheduleWordsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime EIGHT = LocalTime.of(8, 0);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        0 8 * * *             | daily at 08:00 Europe/Berlin
        @daily                | daily at 00:00 Europe/Berlin
        0,30 8,20 * * ?       | daily at 08:00, 08:30, 20:00 and 20:30 Europe/Berlin
        30 0 8 * * *          | daily at 08:00:30 Europe/Berlin
        0 8 * * MON-FRI       | every Monday to Friday at 08:00 Europe/Berlin
        0 8 * * FRI-MON       | every Friday to Monday at 08:00 Europe/Berlin
        0 8 * * SAT-MON       | every Saturday to Monday at 08:00 Europe/Berlin
        0 8 * * FRI-WED       | every Friday to Wednesday at 08:00 Europe/Berlin
        0 8 * * FRI-MON/2     | every Friday and Sunday at 08:00 Europe/Berlin
        0 8 * * 1,2,4,5       | every Monday, Tuesday, Thursday and Friday at 08:00 Europe/Berlin
        0 8 * * MON-FRI#1     | cron "0 8 * * MON-FRI#1" Europe/Berlin
        0 22-2 * * *          | cron "0 22-2 * * *" Europe/Berlin
        0 23-1 * * *          | daily at 00:00, 01:00 and 23:00 Europe/Berlin
        0 8 L-3W * *          | cron "0 8 L-3W * *" Europe/Berlin
        0 8 ? * 6,0           | every Saturday and Sunday at 08:00 Europe/Berlin
        @weekly               | every Sunday at 00:00 Europe/Berlin
        0 8 15 * *            | monthly on the 15th at 08:00 Europe/Berlin
        0 8 28 * *            | monthly on the 28th at 08:00 Europe/Berlin
        0 8 L * *             | monthly on the last day at 08:00 Europe/Berlin
        0 8 * * MON#1         | monthly on the first Monday at 08:00 Europe/Berlin
        0 8 * * SUN#5         | monthly on the fifth Sunday at 08:00 Europe/Berlin
        0 8 * * FRIL          | monthly on the last Friday at 08:00 Europe/Berlin
        @yearly               | yearly on 1 January at 00:00 Europe/Berlin
        0 18 24 DEC *         | yearly on 24 December at 18:00 Europe/Berlin
        * * * * *             | every minute on the clock of Europe/Berlin
        */5 * * * *           | every 5 minutes on the clock of Europe/Berlin
        0,30 * * * *          | every 30 minutes on the clock of Europe/Berlin
        * * * * * *           | every second on the clock of Europe/Berlin
        */10 * * * * *        | every 10 seconds on the clock of Europe/Berlin
        0 */6 * * *           | every 6 hours on the clock of Europe/Berlin
        @hourly               | hourly at minute 0 Europe/Berlin
        5,50 * * * *          | hourly at minutes 5 and 50 Europe/Berlin
        1,2,5,50 * * * *      | hourly at minutes 1, 2, 5 and 50 Europe/Berlin
        1,2,3,5,50 * * * *    | cron "1,2,3,5,50 * * * *" Europe/Berlin
        0,20,41 * * * *       | hourly at minutes 0, 20 and 41 Europe/Berlin
        20,30,40 * * * *      | hourly at minutes 20, 30 and 40 Europe/Berlin
        */7 * * * *           | cron "*/7 * * * *" Europe/Berlin
        30 */6 * * *          | cron "30 */6 * * *" Europe/Berlin
        */30 2 * * *          | cron "*/30 2 * * *" Europe/Berlin
        0-59 0-23 * * *       | cron "0-59 0-23 * * *" Europe/Berlin
        0 */5 * * *           | cron "0 */5 * * *" Europe/Berlin
        10 * * * * *          | cron "10 * * * * *" Europe/Berlin
        0 8 13 * FRI          | cron "0 8 13 * FRI" Europe/Berlin
        0 8 */2 * *           | cron "0 8 */2 * *" Europe/Berlin
        0 8 */10 * FRI        | cron "0 8 */10 * FRI" Europe/Berlin
        0 8 31 * *            | cron "0 8 31 * *" Europe/Berlin
        0 8 1,15 * *          | cron "0 8 1,15 * *" Europe/Berlin
        0 8 1,L * *           | cron "0 8 1,L * *" Europe/Berlin
        0 8 15W * *           | cron "0 8 15W * *" Europe/Berlin
        0 8 L-1 * *           | cron "0 8 L-1 * *" Europe/Berlin
        0 8 * * MON,FRIL      | cron "0 8 * * MON,FRIL" Europe/Berlin
        0 8 * * MON#1,MON#3   | cron "0 8 * * MON#1,MON#3" Europe/Berlin
        0 8 * * MON#1,FRIL    | cron "0 8 * * MON#1,FRIL" Europe/Berlin
        0 8 * JUN-AUG *       | cron "0 8 * JUN-AUG *" Europe/Berlin
        0 8 1 JAN MON         | cron "0 8 1 JAN MON" Europe/Berlin
        0 8 1,LW 1 *          | cron "0 8 1,LW 1 *" Europe/Berlin
        0 8 1 1,7 *           | cron "0 8 1 1,7 *" Europe/Berlin
        0 0-4 * * *           | cron "0 0-4 * * *" Europe/Berlin
        """)
    void a_cron_expression_is_said_in_words_where_that_is_simple(String expression, String words) {
        assertThat(Schedule.cron(expression, BERLIN)).hasToString(words);
        assertThat(Schedule.cron(expression, BERLIN).describe()).isEqualTo(words);
    }

    @Test
    void the_choice_for_ambiguous_times_is_said_if_it_is_not_the_usual_one() {
        String words = " at 08:00 Europe/Berlin (the later one when the clocks go back)";
        Set<DayOfWeek> monday = EnumSet.of(DayOfWeek.MONDAY);
        says(Schedule.cron(AmbiguousTime.LATER, "0 8 * * *", BERLIN), "daily" + words);
        says(Schedule.weeklyAt(AmbiguousTime.LATER, BERLIN, monday, EIGHT), "every Monday" + words);
        says(Schedule.monthlyAt(AmbiguousTime.LATER, BERLIN, 1, EIGHT), "monthly on the 1st" + words);
    }

    @Test
    void days_of_the_week_are_said_in_their_order() {
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.WEDNESDAY, DayOfWeek.MONDAY);
        LocalTime noon = LocalTime.NOON;
        says(weekly(days, noon, EIGHT), "every Monday, Wednesday and Sunday at 08:00 and 12:00 Europe/Berlin");
        says(
                weekly(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), EIGHT),
                "every Monday to Friday at 08:00 Europe/Berlin");
        says(weekly(EnumSet.allOf(DayOfWeek.class), EIGHT), "daily at 08:00 Europe/Berlin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1  | monthly on the 1st at 08:00 UTC
        2  | monthly on the 2nd at 08:00 UTC
        3  | monthly on the 3rd at 08:00 UTC
        4  | monthly on the 4th at 08:00 UTC
        11 | monthly on the 11th at 08:00 UTC
        12 | monthly on the 12th at 08:00 UTC
        13 | monthly on the 13th at 08:00 UTC
        21 | monthly on the 21st at 08:00 UTC
        28 | monthly on the 28th at 08:00 UTC
        29 | monthly on the 29th, or the last day, at 08:00 UTC
        30 | monthly on the 30th, or the last day, at 08:00 UTC
        31 | monthly on the last day at 08:00 UTC
        """)
    void days_of_the_month_are_said_as_people_do(int day, String words) {
        says(Schedule.monthlyAt(ZoneOffset.UTC, day, EIGHT), words);
    }

    @Test
    void one_instant_is_said_in_UTC() {
        Instant instant = Instant.parse("2026-12-24T17:00:00Z");
        says(Schedule.once(instant), "once at 2026-12-24T17:00:00Z");
    }

    @Test
    void steps_are_said_with_the_clock_they_are_read_from() {
        says(Schedule.alignedTo(Duration.ofMinutes(15), BERLIN), "every 15 minutes on the clock of Europe/Berlin");
        says(Schedule.alignedTo(Duration.ofHours(1), ZoneOffset.UTC), "every hour on the clock of UTC");
        says(
                Schedule.alignedTo(Duration.ofHours(8), ZoneOffset.ofHours(2)),
                "daily at 00:00, 08:00 and 16:00 UTC+02:00");
    }

    @Test
    void a_function_has_no_words_of_its_own_unless_it_is_given_some() {
        Schedule function = after -> Optional.empty();
        assertThat(function.describe()).isEqualTo("custom schedule");
        Schedule named = new Schedule() {
            @Override
            public Optional<Instant> nextAfter(Instant after) {
                return Optional.empty();
            }

            @Override
            public String describe() {
                return "at full moon";
            }
        };
        assertThat(Schedule.anyOf(function, named).describe()).isEqualTo("custom schedule or at full moon");
    }

    private static Schedule weekly(Set<DayOfWeek> days, LocalTime... times) {
        return Schedule.weeklyAt(BERLIN, days, times);
    }

    private static void says(Schedule schedule, String words) {
        assertThat(schedule.describe()).isEqualTo(words);
        assertThat(schedule).hasToString(words);
    }
}
