package io.github.jdatasks.internal.timer;

import java.util.function.BooleanSupplier;

/**
 * A thread whose waits inside this library use a virtual clock. Every wait of the library checks first whether
 * {@code Thread.currentThread() instanceof CooperativeThread}.
 */
public interface CooperativeThread {
    /** Returns the virtual time in nanoseconds, from an arbitrary origin. */
    long now();

    /**
     * Blocks this thread, which must be the caller, until a condition holds.
     *
     * @param condition evaluated whenever something may have changed; must be cheap and without side effects
     * @param timeoutNanos how long to wait in virtual nanoseconds; {@link Long#MAX_VALUE} for no limit
     * @return false if the time ran out first
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean await(BooleanSupplier condition, long timeoutNanos) throws InterruptedException;
}
