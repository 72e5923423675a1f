package io.github.jdatasks.internal.timer;

import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeupCompensationTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MOST = ofNanos(50_000).toNanos();

    private final WakeupCompensation compensation = new WakeupCompensation();

    private void wakeUps(int count, long late) {
        for (int i = 0; i < count; i++) {
            compensation.ended(late);
        }
    }

    @Test
    void nothing_is_known_at_first() {
        assertThat(compensation.shortened(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void late_wake_ups_make_it_longer_up_to_a_limit() {
        wakeUps(10, 60_000);
        assertThat(compensation.shortened(SECOND)).isEqualTo(SECOND - 10_000);
        wakeUps(1_000, 60_000);
        assertThat(compensation.shortened(SECOND)).isEqualTo(SECOND - MOST);
    }

    @Test
    void early_wake_ups_make_it_shorter_but_never_less_than_nothing() {
        wakeUps(30, 1);
        wakeUps(1, -1);
        assertThat(compensation.shortened(SECOND)).isEqualTo(SECOND - 10_000);
        wakeUps(5, -1);
        assertThat(compensation.shortened(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void a_wait_that_is_not_longer_is_left_as_it_is() {
        wakeUps(1_000, 60_000);
        assertThat(compensation.shortened(MOST)).isEqualTo(MOST);
        assertThat(compensation.shortened(MOST + 1)).isEqualTo(1);
    }

    @Test
    void with_a_system_that_always_wakes_late_few_wake_ups_are_early() {
        int early = 0;
        for (int i = 0; i < 10_000; i++) {
            long late = 40_000 - (SECOND - compensation.shortened(SECOND));
            early += late < 0 ? 1 : 0;
            compensation.ended(late);
        }
        assertThat(early).isBetween(1, 600);
    }
}
