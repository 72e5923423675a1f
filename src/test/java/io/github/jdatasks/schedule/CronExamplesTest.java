package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each form of a cron expression means, and what becomes of it on the days the clocks change. */
class CronExamplesTest {
    private static final long LAST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    /** Columns: expression | after | the next runs; all in UTC, midnight being left out. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        0 0 L * *           | 2024-01-31       | 2024-02-29, 2024-03-31, 2024-04-30
        0 0 L * *           | 2023-02-01       | 2023-02-28, 2023-03-31
        0 0 L 2 *           | 2099-03-01       | 2100-02-28, 2101-02-28
        0 0 L-2 * *         | 2024-02-01       | 2024-02-27, 2024-03-29
        0 0 L-30 * *        | 2024-01-15       | 2024-03-01, 2024-05-01, 2024-07-01
        0 0 1,L * *         | 2024-01-01       | 2024-01-31, 2024-02-01, 2024-02-29
        0 0 LW * *          | 2024-06-01       | 2024-06-28, 2024-07-31, 2024-08-30
        0 0 15W * *         | 2024-06-01       | 2024-06-14, 2024-07-15, 2024-08-15, 2024-09-16
        0 0 1W * *          | 2024-05-31T12:00 | 2024-06-03, 2024-07-01, 2024-08-01, 2024-09-02
        0 0 31W * *         | 2024-03-01       | 2024-03-29, 2024-05-31, 2024-07-31, 2024-08-30
        0 0 30W * *         | 2024-06-01       | 2024-06-28, 2024-07-30, 2024-08-30
        0 0 1w,15W * *      | 2024-06-01       | 2024-06-03, 2024-06-14, 2024-07-01
        0 0 ? * MON#2       | 2024-01-01       | 2024-01-08, 2024-02-12, 2024-03-11
        0 0 * * 1#1         | 2024-01-01       | 2024-02-05, 2024-03-04, 2024-04-01
        0 0 * * mon#5       | 2024-01-01       | 2024-01-29, 2024-04-29, 2024-07-29
        0 0 * * SUN#1,SUN#3 | 2024-01-01       | 2024-01-07, 2024-01-21, 2024-02-04
        0 0 ? 2 FRI#5       | 2008-03-01       | 2036-02-29, 2064-02-29, 2092-02-29, 2104-02-29
        0 0 * * FRIL        | 2024-01-01       | 2024-01-26, 2024-02-23, 2024-03-29
        0 0 * * 5L          | 2024-01-01       | 2024-01-26, 2024-02-23, 2024-03-29
        0 0 * * 0L          | 2024-01-01       | 2024-01-28, 2024-02-25, 2024-03-31
        0 0 * * 7l          | 2024-01-01       | 2024-01-28, 2024-02-25, 2024-03-31
        0 0 * * FRI-SUN     | 2024-01-01       | 2024-01-05, 2024-01-06, 2024-01-07, 2024-01-12
        0 0 * * 5-7         | 2024-01-01       | 2024-01-05, 2024-01-06, 2024-01-07, 2024-01-12
        0 0 * * 0,7         | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * SUN-SUN     | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * 7/2         | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * 3/2         | 2024-01-01       | 2024-01-03, 2024-01-05, 2024-01-07, 2024-01-10
        0 0 * * 1/2         | 2024-01-01       | 2024-01-03, 2024-01-05, 2024-01-07, 2024-01-08
        0 0 * * MON/2       | 2024-01-01       | 2024-01-03, 2024-01-05, 2024-01-07, 2024-01-08
        0 0 * * 6/1         | 2024-01-01       | 2024-01-06, 2024-01-07, 2024-01-13
        0 0 * * fri/2       | 2024-01-01       | 2024-01-05, 2024-01-07, 2024-01-12
        0 0 * * 2/5         | 2024-01-01       | 2024-01-02, 2024-01-07, 2024-01-09
        0 0 * * 6/2         | 2024-01-01       | 2024-01-06, 2024-01-13
        0 0 * * 0/3         | 2024-01-01       | 2024-01-03, 2024-01-06, 2024-01-07, 2024-01-10
        0 0 * * SUN/2       | 2024-01-01       | 2024-01-02, 2024-01-04, 2024-01-06, 2024-01-07, 2024-01-09
        0 0 * * SUN/7       | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * 7/1         | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * */7         | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * */2         | 2024-01-01       | 2024-01-02, 2024-01-04, 2024-01-06, 2024-01-07
        0 0 * * 1-5/2,6/1   | 2024-01-01       | 2024-01-03, 2024-01-05, 2024-01-06, 2024-01-07, 2024-01-08
        0 0 * * */3         | 2024-01-01       | 2024-01-03, 2024-01-06, 2024-01-07, 2024-01-10
        0 0 * * FRI-MON     | 2024-01-01       | 2024-01-05, 2024-01-06, 2024-01-07, 2024-01-08, 2024-01-12
        0 0 * * 2,SAT-MON   | 2024-01-01       | 2024-01-02, 2024-01-06, 2024-01-07, 2024-01-08, 2024-01-09
        0 0 * * 7-2         | 2024-01-01       | 2024-01-02, 2024-01-07, 2024-01-08, 2024-01-09
        0 0 * * 6-0         | 2024-01-01       | 2024-01-06, 2024-01-07, 2024-01-13
        0 0 * * 7-0         | 2024-01-01       | 2024-01-07, 2024-01-14
        0 0 * * FRI-MON/2   | 2024-01-01       | 2024-01-05, 2024-01-07, 2024-01-12
        0 0 * * 6-1/2       | 2024-01-01       | 2024-01-06, 2024-01-08, 2024-01-13
        0 0 * * MON-FRI#1   | 2024-01-01       | 2024-01-02, 2024-01-03, 2024-01-04, 2024-01-05, 2024-02-01, 2024-02-02, 2024-02-05
        0 0 * * SAT-SUN#5   | 2024-01-01       | 2024-03-30, 2024-03-31, 2024-06-29, 2024-06-30
        0 0 * * FRI-MON/3#2 | 2024-01-01       | 2024-01-08, 2024-01-12, 2024-02-09, 2024-02-12
        0 0 * * SAT-SUNL    | 2024-01-01       | 2024-01-27, 2024-01-28, 2024-02-24, 2024-02-25
        0 0 1 NOV-FEB *     | 2024-01-01       | 2024-02-01, 2024-11-01, 2024-12-01, 2025-01-01, 2025-02-01, 2025-11-01
        0 0 1 11-2/3 *      | 2024-01-01       | 2024-02-01, 2024-11-01, 2025-02-01
        0 0 30-2 * *        | 2024-01-01       | 2024-01-02, 2024-01-30, 2024-01-31, 2024-02-01, 2024-02-02, 2024-03-01
        0 22-2 * * *        | 2024-01-01       | 2024-01-01T01:00, 2024-01-01T02:00, 2024-01-01T22:00, 2024-01-01T23:00, 2024-01-02
        57-5/3 8 * * *      | 2024-01-01       | 2024-01-01T08:00, 2024-01-01T08:03, 2024-01-01T08:57, 2024-01-02T08:00
        40-20/25 8 * * *    | 2024-01-01       | 2024-01-01T08:05, 2024-01-01T08:40, 2024-01-02T08:05
        58-1 0 8 * * *      | 2024-01-01       | 2024-01-01T08:00, 2024-01-01T08:00:01, 2024-01-01T08:00:58, 2024-01-01T08:00:59, 2024-01-02T08:00
        5-4 8 * * *         | 2024-01-01T08:03 | 2024-01-01T08:04, 2024-01-01T08:05, 2024-01-01T08:06
        0 0 29-L * *        | 2024-01-31       | 2024-02-29, 2024-03-29, 2024-03-30, 2024-03-31, 2024-04-29
        0 0 20-l/4,5 * *    | 2024-01-01       | 2024-01-05, 2024-01-20, 2024-01-24, 2024-01-28, 2024-02-05
        0 0 L-3W * *        | 2024-06-01       | 2024-06-27, 2024-07-29, 2024-08-28, 2024-09-27
        0 0 L-1W,LW * *     | 2024-06-01       | 2024-06-28, 2024-07-30, 2024-07-31, 2024-08-30
        0 0 L-30W * *       | 2024-06-02       | 2024-07-01, 2024-08-01, 2024-10-01
        0 0 13 * FRI        | 2024-01-01       | 2024-01-05, 2024-01-12, 2024-01-13, 2024-01-19
        0 0 13 * ?          | 2024-01-01       | 2024-01-13, 2024-02-13
        0 0 */13 * FRI      | 2024-01-01       | 2024-03-01, 2024-06-14, 2024-09-27
        0 0 31 2 MON        | 2024-01-01       | 2024-02-05, 2024-02-12
        0 0 31 * *          | 2024-01-31       | 2024-03-31, 2024-05-31
        0 0 29 2 *          | 2024-03-01       | 2028-02-29, 2032-02-29
        0 0 29 2 *          | 2096-03-01       | 2104-02-29
        0 0 1 jan,JUL *     | 2024-01-01       | 2024-07-01, 2025-01-01
        0 0 1 3-9/3 *       | 2024-01-01       | 2024-03-01, 2024-06-01, 2024-09-01, 2025-03-01
        10-40/15 8 * * *    | 2024-01-01       | 2024-01-01T08:10, 2024-01-01T08:25, 2024-01-01T08:40, 2024-01-02T08:10
        5/20 * * * *        | 2024-01-01       | 2024-01-01T00:05, 2024-01-01T00:25, 2024-01-01T00:45, 2024-01-01T01:05
        */25 * * * *        | 2024-01-01       | 2024-01-01T00:25, 2024-01-01T00:50, 2024-01-01T01:00
        */60 */24 * * *     | 2024-01-01       | 2024-01-02, 2024-01-03
        15 30 8 * * *       | 2024-01-01       | 2024-01-01T08:30:15, 2024-01-02T08:30:15
        15 0-1 8 * * *      | 2024-01-01       | 2024-01-01T08:00:15, 2024-01-01T08:01:15, 2024-01-02T08:00:15
        15 5 8,9 * * *      | 2024-01-01       | 2024-01-01T08:05:15, 2024-01-01T09:05:15, 2024-01-02T08:05:15
        */30 * * * * *      | 2024-01-01       | 2024-01-01T00:00:30, 2024-01-01T00:01, 2024-01-01T00:01:30
        59 59 23 31 12 *    | 2023-12-31       | 2023-12-31T23:59:59, 2024-12-31T23:59:59
        @hourly             | 2024-01-01       | 2024-01-01T01:00, 2024-01-01T02:00
        @daily              | 2024-01-01       | 2024-01-02, 2024-01-03
        @midnight           | 2024-01-01       | 2024-01-02, 2024-01-03
        @weekly             | 2024-01-01       | 2024-01-07, 2024-01-14
        @Monthly            | 2024-01-01       | 2024-02-01, 2024-03-01
        @yearly             | 2024-01-01       | 2025-01-01, 2026-01-01
        @annually           | 2024-01-01       | 2025-01-01, 2026-01-01
        """)
    void an_expression_runs_at(String expression, String after, String expected) {
        assertRuns(Schedule.cron(expression, ZoneId.of("UTC")), after, expected.split(", ", -1));
        assertRuns(
                Schedule.cron("  " + expression.replace(" ", "\t ") + " ", ZoneId.of("UTC")),
                after,
                expected.split(", ", -1));
    }

    /** Columns: expression | zone | after | the next runs; in UTC. */
    @ParameterizedTest(name = "{0} in {1} after {2}")
    @CsvSource(delimiter = '|', textBlock = """
        30 2 * * *     | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T01:30, 2026-03-30T00:30
        30 2,3 * * *   | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T01:30, 2026-03-30T00:30
        0,45 2,3 * * * | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T01:00, 2026-03-29T01:45, 2026-03-30T00:00
        30 2 * * *     | Europe/Berlin       | 2026-10-24T12:00 | 2026-10-25T00:30, 2026-10-26T01:30
        30 0-4 * * *   | Europe/Berlin       | 2026-10-24T22:00 | 2026-10-24T22:30, 2026-10-24T23:30, 2026-10-25T00:30, 2026-10-25T02:30
        30 * * * *     | Europe/Berlin       | 2026-10-24T23:00 | 2026-10-24T23:30, 2026-10-25T00:30, 2026-10-25T01:30, 2026-10-25T02:30
        30 * * * *     | Europe/Berlin       | 2026-03-29T00:00 | 2026-03-29T00:30, 2026-03-29T01:30, 2026-03-29T02:30
        */30 2 * * *   | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-30T00:00, 2026-03-30T00:30
        */30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00 | 2026-10-25T00:00, 2026-10-25T00:30, 2026-10-25T01:00, 2026-10-25T01:30, 2026-10-26T01:00
        30 */2 * * *   | Europe/Berlin       | 2026-03-28T22:00 | 2026-03-28T23:30, 2026-03-29T02:30, 2026-03-29T04:30
        0 30 2 * * *   | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T01:30, 2026-03-30T00:30
        */30 0 2 * * * | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-30T00:00, 2026-03-30T00:00:30
        0 0 * * *      | Africa/Cairo        | 2023-04-27T12:00 | 2023-04-27T22:00, 2023-04-28T21:00
        0 0 L * *      | Africa/Cairo        | 2023-04-27T12:00 | 2023-04-29T21:00
        15 2 * * SUN   | Australia/Lord_Howe | 2022-10-01T12:00 | 2022-10-01T15:45, 2022-10-08T15:15
        0 12 30 12 *   | Pacific/Apia        | 2011-12-01T00:00 | 2011-12-30T22:00, 2012-12-29T22:00
        @daily         | America/Havana      | 2024-11-02T12:00 | 2024-11-03T04:00, 2024-11-04T05:00
        @daily         | Asia/Kathmandu      | 2024-01-15T00:00 | 2024-01-15T18:15, 2024-01-16T18:15
        """)
    void fixed_times_run_once_when_the_clocks_change_and_others_follow_elapsed_time(
            String expression, String zone, String after, String expected) {
        assertRuns(Schedule.cron(expression, ZoneId.of(zone)), after, expected.split(", ", -1));
    }

    @Test
    void a_blank_that_breaks_no_line_is_a_blank() {
        assertRuns(Schedule.cron("30\u00a08 * * *", ZoneId.of("UTC")), "2024-01-01", "2024-01-01T08:30");
    }

    @Test
    void equal_expressions_in_equal_zones_make_equal_schedules() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(Schedule.cron("0 8 * * *", berlin))
                .isEqualTo(Schedule.cron(" 0 8 * * * ", berlin))
                .hasSameHashCodeAs(Schedule.cron("0 8 * * *", berlin))
                .isNotEqualTo(Schedule.cron("0 9 * * *", berlin))
                .isNotEqualTo(Schedule.cron("0 8 * * *", ZoneId.of("UTC")))
                .isNotEqualTo(Schedule.cron(AmbiguousTime.LATER, "0 8 * * *", berlin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 29 2 *", "* * ? 2 FRI#5", "30 2 * * *", "* * * * * *"})
    void every_instant_has_an_answer_in_every_zone(String expression) {
        for (String id : ZoneId.getAvailableZoneIds()) {
            Schedule schedule = Schedule.cron(expression, ZoneId.of(id));
            for (String date : List.of("1970-01-01", "2011-12-30", "2099-12-31", "2199-12-31")) {
                Instant after = Instant.parse(date + "T00:00:00Z");
                assertThat(schedule.nextAfter(after).orElseThrow())
                        .as(id)
                        .isBetween(after.plusNanos(1), after.plus(Duration.ofDays(41 * 366)));
            }
        }
    }

    /** Columns: expression | how many years apart its runs are at most. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        * * * * * *         |  1
        30 2 * * *          |  1
        59 59 23 31 12 *    |  1
        0 0 L-30 1 ?        |  1
        0 0 29 2 *          |  8
        */10 8 29 2 *       |  8
        * * 29 2 FRI#5      |  8
        0 0 29 2 */7        | 40
        * * */28 2 SUN#5    | 40
        0 12 */28 2 TUE#5   | 40
        """)
    @Timeout(60)
    void any_instant_from_1970_to_2200_has_an_answer(String expression, int years) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> zones = List.copyOf(ZoneId.getAvailableZoneIds());
        NaiveCron naive = new NaiveCron(expression);
        for (int i = 0; i < 2_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant after = Instant.ofEpochSecond((long) (random.nextDouble() * LAST), random.nextInt(1_000_000_000));
            Instant next = Schedule.cron(expression, zone).nextAfter(after).orElseThrow();
            assertThat(next)
                    .as("%s in %s after %s, seed %d", expression, zone, after, seed)
                    .isBetween(after.plusNanos(1), after.plus(Duration.ofDays(years * 366L + 1)));
            LocalDate date = next.atZone(zone).toLocalDate();
            assertThat(naive.matches(date) || naive.matches(date.minusDays(1))) // moved beyond midnight by a gap
                    .as("%s in %s at %s, seed %d", expression, zone, next, seed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 29 2 *", "* * ? 2 FRI#5", "30 2 * * *", "* * * * * *"})
    void extreme_instants_are_no_error(String expression) {
        for (String id : List.of("UTC", "Europe/Berlin", "Asia/Tokyo", "Pacific/Apia", "Africa/Cairo")) {
            Schedule schedule = Schedule.cron(expression, ZoneId.of(id));
            for (Instant end : List.of(Instant.MIN, Instant.MAX)) {
                for (long rest = end.getEpochSecond(); rest != 0; rest /= 2) {
                    Instant after = Instant.ofEpochSecond(end.getEpochSecond() - rest);
                    assertThat(schedule.nextAfter(after).map(next -> next.isAfter(after)))
                            .as("%s in %s after %s", expression, id, after)
                            .isIn(Optional.empty(), Optional.of(true));
                }
                assertThat(schedule.nextAfter(end)).isEmpty();
            }
        }
    }

    private static void assertRuns(Schedule schedule, String after, String... expected) {
        List<Instant> runs = new ArrayList<>();
        Instant last = instant(after);
        for (int i = 0; i < expected.length; i++) {
            last = schedule.nextAfter(last).orElseThrow();
            runs.add(last);
        }
        assertThat(runs)
                .isEqualTo(
                        Arrays.stream(expected).map(CronExamplesTest::instant).toList());
    }

    private static Instant instant(String text) {
        return Instant.parse(text.contains("T") ? text + (text.length() == 16 ? ":00Z" : "Z") : text + "T00:00:00Z");
    }
}
