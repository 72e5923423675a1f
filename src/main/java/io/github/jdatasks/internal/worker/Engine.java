package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.concurrent.CompletableFuture;

/**
 * What a scheduler runs on: clocks, a timer and workers that belong together.
 */
public interface Engine {
    /** Returns where time and chance come from. */
    Clocks clocks();

    /** Returns the timer. */
    LoopTimer timer();

    /** Returns the threads that call user code. */
    Workers workers();

    /**
     * Checks that a thread may block until this engine has done something.
     *
     * @throws IllegalStateException if nothing would be done while the calling thread waits
     */
    void checkMayBlock();

    /** Asks to be closed when the JVM ends; called when there is something that would be lost. */
    void closeAtExit(Runnable close);

    /**
     * Waits for a future.
     *
     * @param timeoutNanos for how long at most
     * @return whether it completed in time
     */
    boolean await(CompletableFuture<?> future, long timeoutNanos);

    /** Lets go of all threads; nothing more is handed over. */
    void close();
}
