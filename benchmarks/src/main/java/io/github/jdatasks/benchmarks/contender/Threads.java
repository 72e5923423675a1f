package io.github.jdatasks.benchmarks.contender;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/** The threads that contenders run their tasks on: two, where they can be told. */
final class Threads {
    static final int COUNT = 2;

    static final ThreadFactory DAEMONS = work -> {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    };

    private Threads() {}

    static ExecutorService pool() {
        return Executors.newFixedThreadPool(COUNT, DAEMONS);
    }

    static ScheduledExecutorService scheduled() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(COUNT, DAEMONS);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** From 25 on this pool is a {@link ScheduledExecutorService} too. */
    static ScheduledExecutorService forkJoin() {
        Object pool = new ForkJoinPool(COUNT);
        return (ScheduledExecutorService) pool;
    }

    static ThreadFactory virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no virtual threads", e);
        }
    }
}
