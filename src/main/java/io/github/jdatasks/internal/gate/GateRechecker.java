package io.github.jdatasks.internal.gate;

import io.github.jdatasks.internal.timer.NeutralThreads;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread, which ends when idle, that rechecks unsettled gates which no scheduler made. */
public final class GateRechecker {
    private static final ScheduledThreadPoolExecutor POOL =
            new ScheduledThreadPoolExecutor(1, task -> NeutralThreads.newThread(task, "jda-tasks-gate"));

    static {
        POOL.setKeepAliveTime(5, TimeUnit.SECONDS);
        POOL.allowCoreThreadTimeOut(true);
    }

    private GateRechecker() {}

    /** Runs a task on the thread after a second. */
    public static void later(Runnable task) {
        var unused = POOL.schedule(task, 1, TimeUnit.SECONDS);
    }
}
