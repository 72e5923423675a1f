package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalScheduleTest {
    @Test
    void the_next_run_is_one_interval_later() {
        Instant noon = Instant.parse("2024-01-15T12:00:00Z");
        Instant later = Instant.parse("2024-01-15T12:05:00Z");
        assertThat(Schedule.every(Duration.ofMinutes(5)).nextAfter(noon)).contains(later);
        assertThat(Schedule.fixedDelay(Duration.ofMinutes(5)).nextAfter(noon)).contains(later);
    }

    @Test
    void nothing_comes_after_the_last_instant() {
        Duration second = Duration.ofSeconds(1);
        Stream.of(Schedule.every(second), Schedule.fixedDelay(second)).forEach(schedule -> {
            assertThat(schedule.nextAfter(Instant.MAX)).isEmpty();
            assertThat(schedule.nextAfter(Instant.MAX.minus(second).plusNanos(1)))
                    .isEmpty();
            assertThat(schedule.nextAfter(Instant.MAX.minus(second))).contains(Instant.MAX);
            assertThat(schedule.nextAfter(Instant.MIN)).contains(Instant.MIN.plus(second));
        });
    }

    @Test
    void the_longest_interval_is_292_years() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        assertThat(Schedule.every(longest)).isInstanceOfSatisfying(IntervalSchedule.class, schedule -> {
            assertThat(schedule.nanos()).isEqualTo(Long.MAX_VALUE);
            assertThat(Duration.ofNanos(schedule.nanos())).isEqualTo(longest);
        });
        assertThat(Schedule.fixedDelay(longest)).isInstanceOfSatisfying(FixedDelaySchedule.class, schedule -> {
            assertThat(schedule.nanos()).isEqualTo(Long.MAX_VALUE);
            assertThat(Duration.ofNanos(schedule.nanos())).isEqualTo(longest);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PT5M, every 5 minutes, 5 minutes after each run",
        "PT1M, every minute, 1 minute after each run",
        "PT1H30M, every 1 hour 30 minutes, 1 hour 30 minutes after each run",
        "PT24H, every day, 1 day after each run",
        "PT0.25S, every 250 milliseconds, 250 milliseconds after each run",
    })
    void it_says_its_interval_in_words(Duration interval, String every, String fixedDelay) {
        assertThat(Schedule.every(interval).describe()).isEqualTo(every);
        assertThat(Schedule.every(interval)).hasToString(every);
        assertThat(Schedule.fixedDelay(interval).describe()).isEqualTo(fixedDelay);
        assertThat(Schedule.fixedDelay(interval)).hasToString(fixedDelay);
    }

    @Test
    void equal_intervals_are_equal_and_a_rate_is_no_delay() {
        assertThat(Schedule.every(Duration.ofMinutes(1)))
                .isEqualTo(Schedule.every(Duration.ofSeconds(60)))
                .isNotEqualTo(Schedule.every(Duration.ofSeconds(61)))
                .isNotEqualTo(Schedule.fixedDelay(Duration.ofMinutes(1)));
    }

    @Test
    void a_duration_that_is_no_interval_is_refused_with_its_value() {
        refusedByBoth(null, "the duration is null; give a positive one, such as Duration.ofMinutes(5)");
        refusedByBoth(Duration.ZERO, "must be positive, such as Duration.ofMinutes(5), but it is PT0S");
        refusedByBoth(Duration.ofSeconds(-5), "but it is PT-5S");
        refusedByBoth(
                Duration.ofNanos(Long.MAX_VALUE).plusNanos(1),
                "must be at most PT2562047H47M16.854775807S (292 years), but it is PT2562047H47M16.854775808S");
        refusedByBoth(Duration.ofSeconds(Long.MAX_VALUE), "must be at most");
    }

    @SuppressWarnings("NullAway")
    private static void refusedByBoth(@Nullable Duration duration, String message) {
        refused(Schedule::every, duration, "every: ", message);
        refused(Schedule::fixedDelay, duration, "fixedDelay: ", message);
    }

    private static void refused(Function<Duration, Schedule> factory, Duration duration, String who, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.apply(duration))
                .withMessageStartingWith(who)
                .withMessageContaining(message);
    }

    @Test
    void a_lambda_is_a_schedule() {
        Schedule never = after -> Optional.empty();
        assertThat(never.describe()).isEqualTo("custom schedule");
    }
}
