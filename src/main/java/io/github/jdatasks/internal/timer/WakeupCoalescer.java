package io.github.jdatasks.internal.timer;

import java.util.concurrent.TimeUnit;

/** Detects deadlines so close together that one wake-up should serve many of them. In timer turns only. */
public final class WakeupCoalescer {
    private static final long SLOT = TimeUnit.MICROSECONDS.toNanos(850);
    /** This many wake-ups in a row, each within a slot of the one before, mean many loops. */
    private static final int MANY = 16;

    private long lastWoken;
    private int inARow;

    /** Records a wake-up, unless it came because an entry was signaled. */
    public void woken(long planned, long now) {
        if (now < planned) {
            return;
        }
        long gap = now - lastWoken;
        lastWoken = now;
        if (gap < SLOT) {
            inARow++;
        } else if (gap >= 2 * SLOT || inARow < MANY) {
            inARow = 0;
        }
    }

    /** Returns the wake-up, moved to a slot after the last one if there were many in a row. */
    public long rounded(long wake) {
        return isGathering() ? Math.max(wake, lastWoken + SLOT) : wake;
    }

    /** Returns whether one wake-up serves many deadlines now. */
    public boolean isGathering() {
        return inARow >= MANY;
    }
}
