package io.github.jdatasks.internal;

import java.util.concurrent.Executor;

/**
 * Work handed to an executor of the user's, who also closes it.
 */
final class ExecutorWorkers implements Workers {
    private final Executor executor;
    private final ElasticPool helpers;

    ExecutorWorkers(Executor executor, LoopTimer timer) {
        this.executor = executor;
        this.helpers = new ElasticPool(timer);
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(() -> BorrowedThread.callOnForeign(work));
    }

    @Override
    public void rescue(Runnable work) {
        helpers.rescue(work);
    }

    @Override
    public void close() {
        helpers.close(); // the user's executor outlives the scheduler
    }
}
