package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** A wall clock and a ticker that move only on request. */
final class VirtualTime {
    private volatile long ticks;
    private volatile Instant wallAtTickZero;

    VirtualTime(Instant start) {
        this.wallAtTickZero = start;
    }

    Clocks clocks(long seed) {
        return new Clocks(this::wall, this::ticks, new SplittableRandom(seed));
    }

    Instant wall() {
        return EpochNanos.later(wallAtTickZero, ticks);
    }

    long ticks() {
        return ticks;
    }

    /** Moves both clocks. */
    void moveTo(long newTicks) {
        ticks = newTicks;
    }

    void stepWall(Duration step) {
        wallAtTickZero = wallAtTickZero.plus(step);
    }
}
