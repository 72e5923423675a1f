package io.github.jdatasks;

import io.github.jdatasks.internal.NeutralThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What a gate uses that was created without a scheduler: the shared one's workers, and one daemon thread that looks
 * again at unsettled gates, gone when idle.
 */
final class GateDefaults {
    private GateDefaults() {}

    static Executor workers() {
        return task -> LoopScheduler.shared().workers().execute(task);
    }

    /** Runs tasks on the thread, a second after they are handed over. */
    static Executor later() {
        return task -> {
            Future<?> unused = Holder.POOL.schedule(task, 1, TimeUnit.SECONDS);
        };
    }

    private static final class Holder {
        static final ScheduledThreadPoolExecutor POOL = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor pool =
                    new ScheduledThreadPoolExecutor(1, task -> NeutralThreads.newThread(task, "jda-tasks-gate"));
            pool.setKeepAliveTime(5, TimeUnit.SECONDS);
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
