package io.github.jdatasks.internal.timer;

import java.util.function.BooleanSupplier;

/**
 * A thread whose waits inside this library are driven by a virtual clock instead of the machine's. Every wait of the
 * library asks {@code Thread.currentThread() instanceof CooperativeThread} first.
 */
public interface CooperativeThread {
    /**
     * Blocks the calling thread, which is this one, until a condition holds.
     *
     * @param condition re-evaluated whenever something may have changed; cheap and without side effects
     * @param timeoutNanos how long to wait in virtual nanoseconds; {@link Long#MAX_VALUE} for ever
     * @return false if the time ran out first
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean await(BooleanSupplier condition, long timeoutNanos) throws InterruptedException;
}
