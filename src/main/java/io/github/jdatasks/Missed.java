package io.github.jdatasks;

/**
 * What a loop does about ticks that passed while it could not run: it was paused, disconnected or running late, or the
 * host was suspended.
 *
 * <p>Missed ticks are counted in {@link LoopStats#missed()} whatever the policy. None that is older than
 * {@link LoopBuilder#maxLateness} is made up for.
 */
public enum Missed {
    /** Continue at the next planned instant, as if nothing had been missed. */
    SKIP,
    /** Any number of missed ticks make one run at once, then the loop continues as planned. The default. */
    RUN_ONCE,
    /**
     * Run every missed tick, back to back, the newest 1,000 at most; where runs may {@linkplain LoopBuilder#overlap
     * overlap}, as places become free.
     */
    CATCH_UP
}
