package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlignedScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");

    @ParameterizedTest(name = "{0} after {1}")
    @CsvSource({
        "PT15M, 2024-01-15T08:00:00Z, 2024-01-15T08:15:00Z",
        "PT15M, 2024-01-15T08:14:59.999999999Z, 2024-01-15T08:15:00Z",
        "PT15M, 2024-01-15T08:15:00.000000001Z, 2024-01-15T08:30:00Z",
        "PT1H, 2024-01-15T08:15:00Z, 2024-01-15T09:00:00Z",
        "PT90S, 2024-01-15T08:00:00Z, 2024-01-15T08:01:30Z",
        "PT0.25S, 2024-01-15T08:00:00Z, 2024-01-15T08:00:00.250Z",
        "PT1H, 1969-12-31T22:59:59Z, 1969-12-31T23:00:00Z",
    })
    void it_runs_at_full_steps(Duration step, Instant after, Instant next) {
        assertThat(Schedule.alignedTo(step, ZoneOffset.UTC).nextAfter(after)).contains(next);
    }

    @Test
    void full_hours_are_those_of_the_zone() {
        Schedule hourly = Schedule.alignedTo(Duration.ofHours(1), KATHMANDU); // UTC+05:45
        assertThat(hourly.nextAfter(Instant.parse("2024-01-15T08:00:00Z")))
                .contains(Instant.parse("2024-01-15T08:15:00Z"));
    }

    @Test
    void steps_of_up_to_an_hour_go_on_when_the_clocks_change() {
        Schedule schedule = Schedule.alignedTo(Duration.ofMinutes(30), BERLIN);
        assertThat(Runs.of(schedule, "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z"))
                .isEqualTo(Runs.on("2026-10-25", "00:00", "00:30", "01:00", "01:30", "02:00"));
        assertThat(Runs.of(schedule, "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"))
                .isEqualTo(Runs.on("2026-03-29", "00:30", "01:00", "01:30", "02:00"));
    }

    @Test
    void steps_of_hours_are_times_of_day() {
        assertThat(Schedule.alignedTo(Duration.ofHours(6), BERLIN))
                .isEqualTo(Schedule.dailyAt(
                        BERLIN, LocalTime.MIDNIGHT, LocalTime.of(6, 0), LocalTime.NOON, LocalTime.of(18, 0)));
        assertThat(Schedule.alignedTo(Duration.ofDays(1), BERLIN))
                .isEqualTo(Schedule.dailyAt(BERLIN, LocalTime.MIDNIGHT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT7M", "PT50M", "PT90M", "PT5H", "PT48H", "PT25H", "PT0.7S"})
    void a_step_that_leaves_a_rest_is_refused(Duration step) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.alignedTo(step, BERLIN))
                .withMessageContaining("alignedTo: the step must go into an hour")
                .withMessageContaining(step.toString());
    }

    @Test
    @SuppressWarnings("NullAway")
    void missing_arguments_are_refused() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMinutes(-15))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Schedule.alignedTo(wrong, BERLIN))
                    .withMessageContaining("alignedTo: the duration must be positive");
        }
        for (Duration step : List.of(Duration.ofMinutes(15), Duration.ofHours(6))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Schedule.alignedTo(step, null))
                    .withMessageContaining("alignedTo: the zone is null");
        }
    }
}
