package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DailyScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void it_says_its_times_and_its_zone() {
        assertThat(daily(BERLIN, "20:30", "08:00").describe()).isEqualTo("daily at 08:00 and 20:30 Europe/Berlin");
        assertThat(daily(BERLIN, "08:00:30").toString()).isEqualTo("daily at 08:00:30 Europe/Berlin");
        assertThat(daily(ZoneOffset.UTC, "00:00", "08:00", "16:00").describe())
                .isEqualTo("daily at 00:00, 08:00 and 16:00 UTC");
        assertThat(daily(ZoneOffset.ofHours(9), "08:00").describe()).isEqualTo("daily at 08:00 UTC+09:00");
        assertThat(Schedule.dailyAt(AmbiguousTime.LATER, BERLIN, LocalTime.of(2, 30))
                        .describe())
                .isEqualTo("daily at 02:30 Europe/Berlin (the later one when the clocks go back)");
    }

    @Test
    void it_equals_another_with_the_same_times_in_any_order() {
        assertThat(daily(BERLIN, "08:00", "20:30", "08:00"))
                .isEqualTo(daily(BERLIN, "20:30", "08:00"))
                .hasSameHashCodeAs(daily(BERLIN, "20:30", "08:00"))
                .isNotEqualTo(daily(ZoneOffset.UTC, "20:30", "08:00"))
                .isNotEqualTo(daily(BERLIN, "08:00"))
                .isNotEqualTo(Schedule.dailyAt(AmbiguousTime.LATER, BERLIN, LocalTime.of(8, 0), LocalTime.of(20, 30)));
    }

    @Test
    void fractions_of_a_second_count() {
        Schedule schedule = daily(BERLIN, "08:00:00.000000001");
        assertThat(schedule.nextAfter(Instant.parse("2024-01-15T07:00:00Z")))
                .contains(Instant.parse("2024-01-15T07:00:00.000000001Z"));
        assertThat(schedule.nextAfter(Instant.parse("2024-01-15T07:00:00.000000001Z")))
                .contains(Instant.parse("2024-01-16T07:00:00.000000001Z"));
    }

    @Test
    void in_every_zone_the_next_run_is_within_two_days_and_extreme_instants_are_no_error() {
        List<Instant> samples = List.of(
                Instant.EPOCH, Instant.parse("1969-12-31T23:59:59.999999999Z"), Instant.parse("2200-12-31T23:59:59Z"));
        for (String id : ZoneId.getAvailableZoneIds()) {
            Schedule schedule = daily(ZoneId.of(id), "00:00", "23:59:59.999999999");
            for (Instant sample : samples) {
                assertThat(schedule.nextAfter(sample).orElseThrow())
                        .as(id)
                        .isBetween(sample.plusNanos(1), sample.plus(Duration.ofDays(2)));
            }
            assertThat(schedule.nextAfter(Instant.MIN)).isEmpty();
            assertThat(schedule.nextAfter(Instant.MAX)).isEmpty();
            assertAnswersUpToTheEnds(schedule);
        }
    }

    /** Closing in on both ends of the calendar from the middle, half of the rest at a time. */
    private static void assertAnswersUpToTheEnds(Schedule schedule) {
        for (Instant end : List.of(Instant.MIN, Instant.MAX)) {
            for (long rest = end.getEpochSecond(); rest != 0; rest /= 2) {
                Instant instant = Instant.ofEpochSecond(end.getEpochSecond() - rest);
                Optional<Instant> next = schedule.nextAfter(instant);
                assertThat(next.isEmpty() || next.get().isAfter(instant))
                        .as("%s after %s", schedule, instant)
                        .isTrue();
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void missing_arguments_are_refused() {
        refused(() -> Schedule.dailyAt(BERLIN), "dailyAt: give at least one time, such as LocalTime.of(8, 0)");
        refused(() -> Schedule.dailyAt(BERLIN, (LocalTime[]) null), "dailyAt: give at least one time");
        refused(() -> Schedule.dailyAt(BERLIN, (LocalTime) null), "dailyAt: a time is null");
        refused(() -> Schedule.dailyAt((ZoneId) null, LocalTime.NOON), "dailyAt: the zone is null; give one such as");
        refused(() -> Schedule.dailyAt((AmbiguousTime) null, BERLIN, LocalTime.NOON), "give EARLIER or LATER");
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }

    private static Schedule daily(ZoneId zone, String... times) {
        LocalTime[] parsed = List.of(times).stream().map(LocalTime::parse).toArray(LocalTime[]::new);
        return Schedule.dailyAt(zone, parsed);
    }
}
