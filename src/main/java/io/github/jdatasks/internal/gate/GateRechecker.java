package io.github.jdatasks.internal.gate;

import io.github.jdatasks.internal.timer.NeutralThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread, which ends when idle, that rechecks unsettled gates which no scheduler made. */
public final class GateRechecker {
    private GateRechecker() {}

    /** Returns an executor that runs tasks on the thread, after a second. */
    public static Executor later() {
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
