package io.github.jdatasks.schedule;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules from one instant on, up to another, and with a filter: as functions of an instant. */
class LimitedScheduleTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Schedule HOURLY = Schedule.cron("0 * * * *", ZoneOffset.UTC);
    private static final Schedule OF_A_USER = after -> HOURLY.nextAfter(after);
    private static final Predicate<Instant> EVEN = hour -> hour.getEpochSecond() % 7200 == 0;

    private static Instant noon(String duration) {
        return NOON.plus(Duration.parse(duration));
    }

    private static List<Instant> at(String... durations) {
        return Stream.of(durations).map(LimitedScheduleTest::noon).toList();
    }

    static Stream<Schedule> hourly() {
        return Stream.of(
                HOURLY,
                OF_A_USER,
                Schedule.alignedTo(ofHours(1), ZoneOffset.UTC),
                Schedule.every(ofHours(1)).startingAt(noon("PT-100H")),
                Schedule.anyOf(
                        Schedule.cron("0 */2 * * *", ZoneOffset.UTC), Schedule.cron("0 1/2 * * *", ZoneOffset.UTC)),
                HOURLY.filter(any -> true),
                HOURLY.until(Instant.MAX).startingAt(Instant.MIN));
    }

    @ParameterizedTest
    @MethodSource("hourly")
    void the_first_instant_is_at_or_after_the_start(Schedule schedule) {
        Schedule late = schedule.startingAt(NOON);
        assertThat(late.nextAfter(Instant.EPOCH)).contains(NOON);
        assertThat(late.nextAfter(NOON.minusNanos(1))).contains(NOON);
        assertThat(late.nextAfter(NOON)).contains(noon("PT1H"));
        assertThat(schedule.startingAt(NOON.plusNanos(1)).nextAfter(Instant.EPOCH))
                .contains(noon("PT1H"));
        assertThat(late.startingAt(Instant.EPOCH).nextAfter(Instant.EPOCH)).contains(NOON);
        assertThat(late.startingAt(noon("PT2H")).nextAfter(Instant.EPOCH)).contains(noon("PT2H"));
    }

    @ParameterizedTest
    @MethodSource("hourly")
    void the_last_instant_is_at_or_before_the_end(Schedule schedule) {
        Schedule early = schedule.until(NOON);
        assertThat(early.nextAfter(noon("PT-2H"), 5)).isEqualTo(at("PT-1H", "PT0S"));
        assertThat(early.nextAfter(NOON)).isEmpty();
        assertThat(early.nextAfter(Instant.MAX)).isEmpty();
        assertThat(schedule.until(NOON.minusNanos(1)).nextAfter(noon("PT-2H"), 5))
                .isEqualTo(at("PT-1H"));
        assertThat(early.until(noon("PT5H")).nextAfter(NOON)).isEmpty();
        assertThat(early.until(noon("PT-1H")).nextAfter(noon("PT-1H"))).isEmpty();
        assertThat(schedule.startingAt(NOON).until(noon("PT-1H")).nextAfter(Instant.EPOCH))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hourly")
    void a_filter_skips_what_it_does_not_accept(Schedule schedule) {
        Schedule some = schedule.filter(EVEN);
        assertThat(some.nextAfter(NOON, 3)).isEqualTo(at("PT2H", "PT4H", "PT6H"));
        assertThat(some.startingAt(noon("PT1H")).until(noon("PT5H")).nextAfter(Instant.EPOCH, 9))
                .isEqualTo(at("PT2H", "PT4H"));
        assertThat(some.filter(instant -> instant.isAfter(noon("PT3H"))).nextAfter(NOON))
                .contains(noon("PT4H"));
    }

    @Test
    void friday_the_thirteenth() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Schedule evenings = Schedule.dailyAt(berlin, LocalTime.of(20, 0))
                .filter(run -> run.atZone(berlin).getDayOfMonth() == 13
                        && run.atZone(berlin).getDayOfWeek() == DayOfWeek.FRIDAY);
        assertThat(evenings.nextAfter(NOON, 3))
                .containsExactly(
                        Instant.parse("2026-03-13T19:00:00Z"),
                        Instant.parse("2026-11-13T19:00:00Z"),
                        Instant.parse("2027-08-13T18:00:00Z"));
        assertThat(evenings.previousBefore(NOON)).contains(Instant.parse("2026-02-13T19:00:00Z"));
    }

    @Test
    void an_interval_counts_from_its_start() {
        Schedule schedule = Schedule.every(ofMinutes(5)).startingAt(NOON);
        assertThat(schedule.nextAfter(Instant.EPOCH)).contains(NOON);
        assertThat(schedule.nextAfter(noon("PT7M"), 2)).isEqualTo(at("PT10M", "PT15M"));
        assertThat(schedule.nextAfter(noon("PT9M59.999999999S"))).contains(noon("PT10M"));
        assertThat(schedule.nextAfter(noon("PT876000H1S"))).contains(noon("PT876000H5M"));
        assertThat(schedule.nextAfter(Instant.MAX)).isEmpty();
        assertThat(schedule.startingAt(noon("PT7M")).nextAfter(Instant.EPOCH)).contains(noon("PT10M"));
        assertThat(Schedule.every(ofMinutes(5))
                        .until(noon("PT6M"))
                        .startingAt(NOON)
                        .nextAfter(Instant.EPOCH, 9))
                .isEqualTo(at("PT0S", "PT5M"));
        Schedule longAgo = Schedule.every(Duration.ofNanos(7)).startingAt(Instant.MIN);
        assertThat(longAgo.nextAfter(NOON).orElseThrow()).isBetween(NOON.plusNanos(1), NOON.plusNanos(7));
    }

    @Test
    void intervals_in_a_union_count_from_its_start_too() {
        Schedule both = Schedule.anyOf(
                        Schedule.every(ofMinutes(50)),
                        Schedule.every(ofMinutes(45)).until(noon("PT80M")),
                        HOURLY)
                .startingAt(NOON);
        assertThat(both.nextAfter(Instant.EPOCH, 6)).isEqualTo(at("PT0S", "PT45M", "PT50M", "PT1H", "PT100M", "PT2H"));
        assertThat(both.previousBefore(noon("PT1H"))).contains(noon("PT50M"));
        assertThat(both.previousBefore(NOON)).isEmpty();
    }

    @Test
    void intervals_in_a_union_with_limits_that_is_in_another_one_count_from_its_start_too() {
        Schedule inner = Schedule.anyOf(Schedule.every(ofMinutes(45)), HOURLY).until(noon("PT100M"));
        Schedule both = Schedule.anyOf(inner, Schedule.once(noon("PT3H"))).startingAt(NOON);
        assertThat(both.nextAfter(Instant.EPOCH, 9)).isEqualTo(at("PT0S", "PT45M", "PT1H", "PT90M", "PT3H"));
    }

    @Test
    void an_interval_without_a_start_counts_from_the_given_instant_within_its_limits() {
        Schedule rate = Schedule.every(ofHours(1)).until(NOON);
        assertThat(rate.nextAfter(noon("PT-90M"), 5)).isEqualTo(at("PT-30M"));
        assertThat(rate.previousBefore(noon("PT-30M"))).contains(noon("PT-90M"));
        assertThat(rate.previousBefore(noon("PT10H"))).contains(NOON);
        Schedule delay = Schedule.fixedDelay(ofHours(1)).startingAt(NOON);
        assertThat(delay.nextAfter(noon("PT-1M"), 2)).isEqualTo(at("PT0S", "PT1H"));
        assertThat(delay.previousBefore(noon("PT90M"))).contains(noon("PT30M"));
        assertThat(delay.previousBefore(noon("PT30M"))).contains(NOON);
        assertThat(delay.previousBefore(noon("PT1H"))).contains(NOON);
        assertThat(delay.previousBefore(NOON)).isEmpty();
        assertThat(delay.filter(EVEN).nextAfter(Instant.EPOCH, 2)).isEqualTo(at("PT0S", "PT2H"));
    }

    @ParameterizedTest
    @MethodSource("hourly")
    void the_instant_before_is_told_within_the_limits(Schedule schedule) {
        if (schedule == OF_A_USER) {
            return; // does not tell it, see below
        }
        Schedule limited = schedule.startingAt(NOON).until(noon("PT5H"));
        assertThat(limited.previousBefore(Instant.MAX)).contains(noon("PT5H"));
        assertThat(limited.previousBefore(noon("PT5H"))).contains(noon("PT4H"));
        assertThat(limited.previousBefore(noon("PT5H").plusNanos(1))).contains(noon("PT5H"));
        assertThat(limited.previousBefore(noon("PT1H"))).contains(NOON);
        assertThat(limited.previousBefore(NOON)).isEmpty();
        assertThat(limited.filter(EVEN).previousBefore(Instant.MAX)).contains(noon("PT4H"));
        assertThat(limited.filter(EVEN.negate()).previousBefore(noon("PT1H"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hourly")
    @Timeout(30)
    void a_filter_that_lets_nothing_through_is_an_error_that_says_so(Schedule schedule) {
        Schedule none = schedule.filter(any -> false);
        assertThatIllegalStateException()
                .isThrownBy(() -> none.nextAfter(NOON))
                .withMessageStartingWith("the filter of the schedule \"" + none.describe()
                        + "\" has let through none of" + " 1000000 instants from 2026-03-02T12:00:00Z to 2140-")
                .withMessageEndingWith(
                        "let it accept one of them, filter a schedule that has fewer, or end it earlier: until(Instant)");
        assertThat(none.until(noon("PT100H")).nextAfter(NOON)).isEmpty();
    }

    @Test
    @Timeout(30)
    void a_search_backwards_ends_at_the_start_or_with_the_same_error() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Schedule.every(ofMinutes(1)).filter(any -> false).previousBefore(NOON))
                .withMessageContaining("the filter of the schedule \"every minute, filtered\" has let through none of");
        assertThat(Schedule.every(ofMinutes(1))
                        .startingAt(NOON)
                        .filter(any -> false)
                        .previousBefore(noon("PT1H")))
                .isEmpty();
    }

    @Test
    void the_last_of_a_million_instants_is_still_found() {
        Instant last = NOON.plus(ofMinutes(1_000_000));
        Schedule minutes = Schedule.every(ofMinutes(1));
        assertThat(minutes.filter(last::equals).nextAfter(NOON)).contains(last);
        assertThatIllegalStateException()
                .isThrownBy(() -> minutes.filter(last::equals).nextAfter(NOON.minus(ofMinutes(1))));
    }

    @Test
    void a_users_schedule_that_stands_still_or_answers_null_is_named() {
        Schedule still = after -> Optional.of(after);
        assertThatIllegalStateException()
                .isThrownBy(() -> still.filter(any -> false).nextAfter(NOON))
                .withMessageContaining("it must answer an instant strictly after the given one");
        assertThatIllegalStateException().isThrownBy(() -> still.nextAfter(NOON, 3));
    }

    @Test
    void it_says_its_limits() {
        String start = " from 2026-03-02T12:00:00Z on";
        String end = " until 2026-03-02T13:00:00Z";
        says(HOURLY.startingAt(NOON), "hourly at minute 0 UTC" + start);
        says(HOURLY.until(noon("PT1H")), "hourly at minute 0 UTC" + end);
        says(HOURLY.filter(EVEN), "hourly at minute 0 UTC, filtered");
        says(
                Schedule.every(ofMinutes(5)).filter(EVEN).startingAt(NOON).until(noon("PT1H")),
                "every 5 minutes" + start + end + ", filtered");
        says(Schedule.fixedDelay(ofMinutes(5)).startingAt(NOON), "5 minutes after each run" + start);
        says(
                Schedule.anyOf(Schedule.once(NOON), HOURLY).until(noon("PT1H")),
                "(once at 2026-03-02T12:00:00Z or hourly at minute 0 UTC)" + end);
        assertThat(OF_A_USER.until(noon("PT1H")).describe()).isEqualTo("custom schedule" + end);
    }

    private static void says(Schedule schedule, String words) {
        assertThat(schedule.describe()).isEqualTo(words);
        assertThat(schedule).hasToString(words);
    }

    @Test
    void equal_limits_of_equal_schedules_are_equal() {
        Schedule one = Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON);
        Schedule same = Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON);
        assertThat(one.startingAt(NOON).until(noon("PT9H")).filter(EVEN))
                .isEqualTo(same.filter(EVEN).until(noon("PT9H")).startingAt(NOON))
                .hasSameHashCodeAs(same.filter(EVEN).until(noon("PT9H")).startingAt(NOON))
                .isNotEqualTo(same.startingAt(NOON).until(noon("PT9H")))
                .isNotEqualTo(same.startingAt(NOON).filter(EVEN))
                .isNotEqualTo(same.until(noon("PT9H")).filter(EVEN))
                .isNotEqualTo(one);
        assertThat(Schedule.every(ofHours(1)).startingAt(NOON))
                .isEqualTo(Schedule.every(ofMinutes(60)).startingAt(NOON))
                .isNotEqualTo(Schedule.every(ofHours(1)).startingAt(noon("PT1H")))
                .isNotEqualTo(Schedule.every(ofHours(2)).startingAt(NOON));
        assertThat(OF_A_USER.until(NOON)).isEqualTo(OF_A_USER.until(NOON)).isNotEqualTo(HOURLY.until(NOON));
        Schedule other = after -> HOURLY.nextAfter(after);
        assertThat(OF_A_USER.until(NOON)).isNotEqualTo(other.until(NOON));
    }

    @Test
    @SuppressWarnings("NullAway")
    void nothing_is_refused_by_name() {
        for (Schedule schedule : List.of(HOURLY, OF_A_USER)) {
            refused(() -> schedule.until(null), "until was given null");
            refused(() -> schedule.startingAt(null), "startingAt was given null");
            refused(() -> schedule.filter(null), "filter was given null");
        }
    }

    @Test
    void a_fixed_delay_with_limits_still_goes_with_no_other_schedule() {
        refused(
                () -> Schedule.anyOf(HOURLY, Schedule.fixedDelay(ofHours(1)).until(NOON)),
                "anyOf: \"1 hour after each run until 2026-03-02T12:00:00Z\" counts from the end of a run");
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
