package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.concurrent.CompletableFuture;

/** The clocks, timer and workers of one scheduler. */
public interface Engine {
    Clocks clocks();

    LoopTimer timer();

    Workers workers();

    /**
     * Checks that the calling thread may wait for this engine.
     *
     * @throws IllegalStateException if the engine does nothing while this thread waits
     */
    void checkMayBlock();

    /** Runs {@code close} when the JVM ends; called once there is something to lose. */
    void closeAtExit(Runnable close);

    /** Waits for a future; returns whether it completed in time. */
    boolean await(CompletableFuture<?> future, long timeoutNanos);

    /** Ends all threads; no work follows. */
    void close();
}
