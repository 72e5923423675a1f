package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several instants of a schedule, and the one before another. */
class InstantSearchTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId HOWE = ZoneId.of("Australia/Lord_Howe");

    /** Schedules that are sets of instants. */
    static Stream<Schedule> sets() {
        return Stream.of(
                Schedule.dailyAt(BERLIN, LocalTime.of(2, 30), LocalTime.of(3, 0)),
                Schedule.dailyAt(AmbiguousTime.LATER, HOWE, LocalTime.of(1, 45)),
                Schedule.weeklyAt(ZoneId.of("Pacific/Apia"), EnumSet.of(DayOfWeek.FRIDAY), LocalTime.NOON),
                Schedule.monthlyAt(ZoneId.of("Africa/Cairo"), 31, LocalTime.MIDNIGHT),
                Schedule.everyDays(3, LocalDate.of(2000, 2, 29), BERLIN, LocalTime.of(2, 30)),
                Schedule.everyWeeks(
                        2, LocalDate.of(2000, 1, 1), HOWE, EnumSet.of(DayOfWeek.SUNDAY), LocalTime.of(2, 15)),
                Schedule.cron("*/20 * * * *", BERLIN),
                Schedule.cron("* * 2 * * *", BERLIN),
                Schedule.cron("0 0 29 2 *", BERLIN),
                Schedule.cron("0 0 */28 2 SUN#5", BERLIN),
                Schedule.alignedTo(Duration.ofNanos(1_000), HOWE),
                Schedule.alignedTo(Duration.ofHours(6), HOWE),
                Schedule.once(NOON),
                Schedule.every(Duration.ofNanos(987_654_321)).startingAt(Instant.parse("2000-01-01T00:00:00.5Z")),
                Schedule.anyOf(Schedule.dailyAt(BERLIN, LocalTime.of(2, 30)), Schedule.once(NOON)),
                Schedule.cron("30 * * * *", BERLIN).startingAt(NOON).until(NOON.plus(Duration.ofDays(1000))),
                Schedule.cron("30 * * * *", BERLIN).filter(run -> run.getEpochSecond() % 17 == 0));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void the_instant_before_the_next_one_is_not_after_the_given_one_and_nothing_is_between_them(Schedule schedule) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int told = 0;
        for (int i = 0; i < 500; i++) {
            Instant given = Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(3));
            Optional<Instant> next = schedule.nextAfter(given);
            Optional<Instant> previous = schedule.previousBefore(next.orElse(given.plusNanos(1)));
            assertThat(previous.filter(one -> one.isAfter(given)))
                    .as("after %s, seed %d", given, seed)
                    .isEmpty();
            previous.ifPresent(one -> assertThat(schedule.nextAfter(one))
                    .as("after %s, seed %d", one, seed)
                    .isEqualTo(next));
            previous.ifPresent(
                    one -> assertThat(schedule.previousBefore(one.plusNanos(1))).contains(one));
            told += previous.isPresent() ? 1 : 0;
        }
        assertThat(told).isPositive();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void backwards_it_names_the_same_instants_as_forwards(Schedule schedule) {
        List<Instant> forwards = schedule.nextAfter(Instant.parse("2026-03-01T00:00:00Z"), 200);
        List<Instant> backwards = new ArrayList<>();
        Optional<Instant> last = Optional.of(forwards.get(forwards.size() - 1));
        while (last.isPresent() && backwards.size() < forwards.size()) {
            backwards.add(0, last.get());
            last = schedule.previousBefore(last.get());
        }
        assertThat(backwards).isEqualTo(forwards);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void extreme_instants_are_no_error(Schedule schedule) {
        assertThat(schedule.previousBefore(Instant.MIN)).isEmpty();
        assertThat(schedule.nextAfter(Instant.MAX, 3)).isEmpty();
        if (!schedule.describe().contains("filtered")) {
            Optional<Instant> last = schedule.previousBefore(Instant.MAX);
            assertThat(last).isPresent();
            assertThat(last.flatMap(schedule::nextAfter)).isEmpty();
        }
    }

    @Test
    void before_its_first_date_a_schedule_has_none() {
        Schedule days = Schedule.everyDays(3, LocalDate.of(2026, 3, 2), ZoneOffset.UTC, LocalTime.NOON);
        assertThat(days.previousBefore(NOON)).isEmpty();
        assertThat(days.previousBefore(NOON.plusNanos(1))).contains(NOON);
    }

    @Test
    void an_interval_tells_the_instant_one_interval_earlier() {
        for (Schedule schedule :
                List.of(Schedule.every(Duration.ofMinutes(5)), Schedule.fixedDelay(Duration.ofMinutes(5)))) {
            assertThat(schedule.previousBefore(NOON)).contains(NOON.minusSeconds(300));
            assertThat(schedule.previousBefore(Instant.MIN.plusSeconds(300))).contains(Instant.MIN);
            assertThat(schedule.previousBefore(Instant.MIN.plusSeconds(299))).isEmpty();
        }
        assertThat(new OnceAtStartSchedule().previousBefore(NOON)).isEmpty();
    }

    @Test
    void a_schedule_of_a_user_says_what_to_override() {
        Schedule own = after -> Optional.of(after.plusSeconds(1));
        for (Schedule schedule : List.of(own, own.until(NOON), Schedule.anyOf(own, Schedule.once(NOON)))) {
            assertThatThrownBy(() -> schedule.previousBefore(NOON))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith(
                            "The schedule \"custom schedule\" does not tell the instant before 2026-03-02T12")
                    .hasMessageContaining(
                            "override previousBefore(Instant) in " + getClass().getName());
        }
    }

    @Test
    void several_instants_are_told_in_their_order_as_far_as_there_are_any() {
        Schedule hours = Schedule.every(Duration.ofHours(1)).startingAt(NOON);
        assertThat(hours.nextAfter(NOON, 2)).containsExactly(NOON.plusSeconds(3600), NOON.plusSeconds(7200));
        assertThat(hours.until(NOON.plusSeconds(3600)).nextAfter(NOON, 2)).containsExactly(NOON.plusSeconds(3600));
        assertThat(hours.nextAfter(NOON, 0)).isEmpty();
        assertThat(Schedule.once(NOON).nextAfter(NOON, 5)).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_negative_number_of_instants_and_none_to_begin_from_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.once(NOON).nextAfter(NOON, -1))
                .withMessage("nextAfter: the number of instants must be 0 or more, but it is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.once(NOON).nextAfter(null, 1))
                .withMessage("nextAfter was given null");
    }
}
