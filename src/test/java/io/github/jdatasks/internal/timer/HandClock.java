package io.github.jdatasks.internal.timer;

import java.time.Instant;

/** Time that a test sets by hand, and a timer that lives by it. */
public final class HandClock {
    long nanos;
    Instant wall = Instant.parse("2026-03-01T00:00:00Z");
    public int wakes;
    public final LoopTimer timer;

    /** A clock whose ticker is at this value when the timer is made. */
    public HandClock(long begin) {
        nanos = begin;
        timer = new LoopTimer(new Clocks(() -> wall, () -> nanos, () -> 0), () -> wakes++);
    }

    /** Lets time pass, by both clocks. */
    public void pass(long passed) {
        nanos += passed;
        wall = wall.plusNanos(passed);
    }
}
