package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.concurrent.Executor;

/** The threads that call user code: loop bodies, hooks, handlers and callbacks. */
public interface Workers extends Executor {
    /**
     * Runs work soon; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if an executor given by the user takes no more work
     */
    @Override
    void execute(Runnable work);

    /** Runs work that must not be lost, even if all ordinary threads are blocked; any thread. */
    void rescue(Runnable work);

    /** Runs code that logs, which may be slow; any thread. */
    default void report(Runnable line) {
        execute(line);
    }

    /** Ends idle threads; work that was handed over still runs. */
    void close();

    /** Returns workers that use an executor of the user's. */
    static Workers of(Executor executor, LoopTimer timer) {
        return new ExecutorWorkers(executor, timer);
    }
}
