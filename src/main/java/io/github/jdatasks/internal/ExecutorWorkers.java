package io.github.jdatasks.internal;

import java.util.concurrent.Executor;

/**
 * Work handed to an executor of the user's, who also closes it.
 */
final class ExecutorWorkers implements Workers {
    private final Executor executor;

    ExecutorWorkers(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @Override
    public void rescue(Runnable work) {
        Thread thread = new Thread(work, "jda-tasks-rescue");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        // the user's executor outlives the scheduler
    }
}
