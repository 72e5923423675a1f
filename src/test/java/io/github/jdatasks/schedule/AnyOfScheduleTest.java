package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnyOfScheduleTest {
    private static final Schedule NEW_YORK = Schedule.dailyAt(ZoneId.of("America/New_York"), LocalTime.of(8, 0));
    private static final Schedule LONDON = Schedule.dailyAt(ZoneId.of("Europe/London"), LocalTime.of(13, 0));
    private static final Schedule NEVER = after -> Optional.empty();

    @Test
    void the_earliest_instant_wins_and_equal_instants_run_once() {
        Schedule both = Schedule.anyOf(NEW_YORK, LONDON);
        // The United States change their clocks two weeks before Britain does.
        assertThat(Runs.of(both, "2024-03-09T00:00:00Z", "2024-03-10T23:59:59Z"))
                .containsExactly(
                        Instant.parse("2024-03-09T13:00:00Z"),
                        Instant.parse("2024-03-10T12:00:00Z"),
                        Instant.parse("2024-03-10T13:00:00Z"));
    }

    @Test
    void a_member_without_an_answer_does_not_count() {
        Instant now = Instant.parse("2024-01-15T00:00:00Z");
        assertThat(Schedule.anyOf(NEVER, LONDON).nextAfter(now)).isEqualTo(LONDON.nextAfter(now));
        assertThat(Schedule.anyOf(NEVER, after -> Optional.empty()).nextAfter(now))
                .isEmpty();
        assertThat(Schedule.anyOf(NEW_YORK, LONDON).nextAfter(Instant.MAX)).isEmpty();
    }

    @Test
    void order_nesting_and_repetition_make_no_difference() {
        Schedule hourly = Schedule.every(Duration.ofHours(1));
        assertThat(Schedule.anyOf(NEW_YORK, LONDON))
                .isEqualTo(Schedule.anyOf(LONDON, NEW_YORK, LONDON))
                .hasSameHashCodeAs(Schedule.anyOf(LONDON, NEW_YORK));
        assertThat(Schedule.anyOf(Schedule.anyOf(NEW_YORK, LONDON), hourly))
                .isEqualTo(Schedule.anyOf(hourly, LONDON, NEW_YORK));
        assertThat(Schedule.anyOf(LONDON, LONDON)).isSameAs(LONDON);
    }

    @Test
    void it_says_its_members() {
        assertThat(Schedule.anyOf(NEW_YORK, LONDON, NEVER))
                .hasToString("daily at 08:00 America/New_York or daily at 13:00 Europe/London or custom schedule");
    }

    @Test
    @SuppressWarnings("NullAway")
    void what_cannot_be_combined_is_refused() {
        refused(() -> Schedule.anyOf(), "give at least one schedule");
        refused(() -> Schedule.anyOf((Schedule[]) null), "give at least one schedule");
        refused(() -> Schedule.anyOf(LONDON, null), "a schedule is null");
        refused(
                () -> Schedule.anyOf(LONDON, Schedule.fixedDelay(Duration.ofSeconds(5))),
                "\"5 seconds after each run\" counts from the end of a run and cannot be combined");
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
