package io.github.jdatasks.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeupCoalescerTest {
    private static final long SLOT = 850_000;

    private final WakeupCoalescer coalescer = new WakeupCoalescer();
    private long now = 1_000_000_000;

    /** Wakes up so often, as planned, each time so long after the time before. */
    private void wakeUps(int count, long apart) {
        for (int i = 0; i < count; i++) {
            now += apart;
            coalescer.woken(now, now);
        }
    }

    private boolean isDense() {
        return coalescer.rounded(now + 1) != now + 1;
    }

    @Test
    void wake_ups_are_as_planned_at_first() {
        assertThat(coalescer.rounded(5)).isEqualTo(5);
    }

    @Test
    void after_sixteen_in_a_row_the_next_is_a_slot_later_or_as_planned_if_that_is_later_still() {
        wakeUps(1, SLOT);
        wakeUps(15, SLOT - 1);
        assertThat(isDense()).isFalse();
        wakeUps(1, SLOT - 1);
        assertThat(coalescer.rounded(now + 1)).isEqualTo(now + SLOT);
        assertThat(coalescer.rounded(now + SLOT + 1)).isEqualTo(now + SLOT + 1);
    }

    @Test
    void a_gap_before_that_begins_the_count_anew() {
        wakeUps(16, SLOT - 1);
        assertThat(isDense()).isFalse();
        wakeUps(1, SLOT);
        wakeUps(15, SLOT - 1);
        assertThat(isDense()).isFalse();
    }

    @Test
    void it_stays_dense_while_wake_ups_are_less_than_two_slots_apart() {
        wakeUps(20, SLOT - 1);
        wakeUps(100, 2 * SLOT - 1);
        assertThat(isDense()).isTrue();
        wakeUps(1, 2 * SLOT);
        assertThat(isDense()).isFalse();
    }

    @Test
    void wake_ups_before_the_planned_time_do_not_count() {
        for (int i = 0; i < 100; i++) {
            now++;
            coalescer.woken(now + 1, now);
        }
        assertThat(isDense()).isFalse();
    }
}
