package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.concurrent.Executor;

/** Hands work to an executor of the user's, who also closes it. */
final class ExecutorWorkers implements Workers {
    private final HandOvers handOvers;
    private final ElasticPool helpers;

    ExecutorWorkers(Executor executor, LoopTimer timer) {
        this.helpers = new ElasticPool(timer);
        this.handOvers = new HandOvers(executor, timer, helpers::rescue);
    }

    @Override
    public void execute(Runnable work) {
        handOvers.handOver(work);
    }

    @Override
    public void rescue(Runnable work) {
        helpers.rescue(work);
    }

    @Override
    public void report(Runnable line) {
        helpers.execute(line); // the executor may be what hangs
    }

    @Override
    public void close() {
        helpers.close(); // the user's executor outlives the scheduler
    }
}
