package io.github.jdatasks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What a gate uses that was created without a scheduler: one daemon thread for all of them, gone when idle.
 */
final class GateDefaults {
    private GateDefaults() {}

    static Executor workers() {
        return Holder.WORKERS;
    }

    /** Runs tasks on the workers, a second after they are handed over. */
    static Executor later() {
        return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Holder.WORKERS);
    }

    private static final class Holder {
        static final Executor WORKERS = create();

        private static Executor create() {
            ThreadPoolExecutor pool =
                    new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread thread = new Thread(task, "jda-tasks-gate");
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
