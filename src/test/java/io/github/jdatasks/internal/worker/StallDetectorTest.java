package io.github.jdatasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.timer.HandClock;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When work is taken for stalled. */
class StallDetectorTest {
    private static final long PERIOD = 10;

    private final HandClock clock = new HandClock(500);
    private final WorkQueue queue = new WorkQueue(clock.timer, () -> {});
    private int stalls;
    private int calms;
    private final StallDetector check =
            new StallDetector(clock.timer, queue, Duration.ofNanos(PERIOD), () -> stalls++, () -> calms++);

    private void add(int pieces) {
        for (int i = 0; i < pieces; i++) {
            queue.add(() -> {});
            check.arm();
        }
    }

    /** Takes a turn some time later; returns when the next is due. */
    private long turnAfter(long passed) {
        clock.pass(passed);
        return clock.timer.turn();
    }

    @Test
    void work_that_nobody_takes_is_reported_after_the_period_and_after_each_further_one() {
        add(1);
        assertThat(turnAfter(0)).isEqualTo(PERIOD);
        turnAfter(PERIOD - 1);
        assertThat(stalls).isZero();
        assertThat(turnAfter(1)).isEqualTo(2 * PERIOD);
        assertThat(stalls).isEqualTo(1);
        turnAfter(PERIOD);
        assertThat(stalls).isEqualTo(2);
    }

    @Test
    void work_that_goes_on_slowly_has_not_stalled() {
        add(5);
        turnAfter(0);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.runNext(() -> {})).isTrue();
            assertThat(turnAfter(PERIOD)).isEqualTo((i + 2) * PERIOD);
        }
        assertThat(stalls).isZero();
        turnAfter(PERIOD);
        assertThat(stalls).isEqualTo(1);
    }

    @Test
    void a_look_too_early_changes_nothing() {
        add(1);
        turnAfter(0);
        clock.pass(PERIOD / 2);
        clock.timer.signal(check);
        assertThat(clock.timer.turn()).isEqualTo(PERIOD);
        turnAfter(PERIOD / 2);
        assertThat(stalls).isEqualTo(1);
    }

    @Test
    void an_empty_queue_is_told_once_and_ends_the_looks() {
        add(1);
        turnAfter(0);
        queue.runNext(() -> {});
        assertThat(turnAfter(PERIOD)).isEqualTo(Long.MAX_VALUE);
        turnAfter(PERIOD);
        assertThat(calms).isEqualTo(1);
        add(1);
        assertThat(turnAfter(0)).isEqualTo(3 * PERIOD);
    }

    @Test
    void a_timer_that_looks_within_the_period_anyway_is_not_woken() {
        clock.timer.at(new Nothing(), PERIOD);
        clock.timer.turn();
        add(1);
        assertThat(clock.wakes).isZero();
    }

    @Test
    void a_timer_that_sleeps_longer_is_woken_once() {
        clock.timer.at(new Nothing(), 2 * PERIOD);
        clock.timer.turn();
        add(1);
        assertThat(clock.wakes).isEqualTo(1);
        turnAfter(0);
        clock.pass(1);
        queue.runNext(() -> {});
        add(3);
        assertThat(clock.wakes).as("it is armed already").isEqualTo(1);
    }

    private static final class Nothing extends TimerEntry {
        @Override
        protected void examine() {}
    }
}
