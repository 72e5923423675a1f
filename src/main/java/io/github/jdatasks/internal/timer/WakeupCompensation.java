package io.github.jdatasks.internal.timer;

import java.util.concurrent.TimeUnit;

/**
 * How much earlier than planned the timer asks to be woken, because the operating system never wakes it in time.
 */
final class WakeupCompensation {
    // Linux delays the timers of ordinary threads by up to 50 µs to batch them, and a woken thread needs a while to
    // get a processor. The part of that delay that recurs is learned here: a wake-up that was late adds a little, one
    // that was early takes away much more. So about one in twenty is early, finds nothing due and waits again. No run
    // is early. Used by one thread only.
    private static final long MOST = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long MORE = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long LESS = 20 * MORE;

    private long nanos;

    /** Returns how long to ask for, of a wait. */
    long shortened(long wait) {
        return wait > nanos ? wait - nanos : wait;
    }

    /** Records when a wait of this length ended by itself, counted from when it should have. */
    void ended(long late) {
        nanos = late < 0 ? Math.max(0, nanos - LESS) : Math.min(MOST, nanos + MORE);
    }
}
