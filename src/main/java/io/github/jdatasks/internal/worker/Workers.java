package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.concurrent.Executor;

/**
 * The threads that call user code: loop bodies, hooks, handlers and callbacks.
 */
public interface Workers extends Executor {
    /**
     * Has some work done soon; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if an executor given by the user takes no more work
     */
    @Override
    void execute(Runnable work);

    /** Has some work done whatever the state of the ordinary threads, for what must not be lost; any thread. */
    void rescue(Runnable work);

    /** Has a line written to the log, which may take its time; any thread. */
    default void report(Runnable line) {
        execute(line);
    }

    /** Lets idle threads go; work that was handed over is still done. */
    void close();

    /**
     * Returns this machine's best workers: virtual threads from Java 24 on, a pool that grows
     * with blocked work before, since there {@code synchronized} would pin the virtual threads' carriers.
     */
    static Workers best(LoopTimer timer) {
        return VirtualThreads.areUsable() ? new VirtualThreads(timer) : new ElasticPool(timer);
    }

    /** Returns workers that hand everything to an executor. */
    static Workers of(Executor executor, LoopTimer timer) {
        return new ExecutorWorkers(executor, timer);
    }
}
