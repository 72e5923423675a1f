package io.github.jdatasks.internal.timer;

import java.util.concurrent.TimeUnit;

/** How much earlier than planned the timer asks to be woken, because the operating system wakes it late. */
public final class WakeupCompensation {
    // Linux delays the timers of ordinary threads by up to 50 µs to batch them, and a woken thread needs time to get a
    // processor. This class learns the usual delay: a late wake-up adds a little, an early one subtracts much more. So
    // about one in twenty is early, finds nothing due and waits again. No run is early. In timer turns only.
    private static final long MOST = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long MORE = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long LESS = 20 * MORE;

    private long nanos;

    /** Returns the time to ask for instead of a wait. */
    public long shortened(long wait) {
        return wait > nanos ? wait - nanos : wait;
    }

    /** Records how late a wait ended that was not cut short by a signal; negative if it was early. */
    public void ended(long late) {
        nanos = late < 0 ? Math.max(0, nanos - LESS) : Math.min(MOST, nanos + MORE);
    }
}
