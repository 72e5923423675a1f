package io.github.jdatasks.internal;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few daemon threads that become more when all of them are blocked, and fewer again when they are idle.
 */
final class ElasticPool implements Workers {
    // The JDK's pool adds threads beyond its core only when its queue is full, which ours never is; so the core itself
    // grows. A stall doubles it: a hundred bodies that block at once are all running after seven stalls. Idle threads
    // time out, core or not, and when the queue has drained the core goes back to its least.
    private static final int LEAST = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool;
    private final StallCheck stallCheck;

    ElasticPool(LoopTimer timer) {
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        this.pool = new ThreadPoolExecutor(
                LEAST,
                Integer.MAX_VALUE,
                KEEP_ALIVE.toNanos(),
                TimeUnit.NANOSECONDS,
                queue,
                ElasticPool::newThread,
                (work, full) -> rescue(work));
        pool.allowCoreThreadTimeOut(true);
        this.stallCheck = new StallCheck(timer, queue, PATIENCE, this::grow, () -> pool.setCorePoolSize(LEAST));
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
        stallCheck.arm();
    }

    @Override
    public void rescue(Runnable work) {
        newThread(work).start();
    }

    @Override
    public void close() {
        pool.shutdown();
    }

    private void grow() {
        int present = pool.getPoolSize();
        pool.setCorePoolSize(
                Math.max(LEAST, present) + Math.min(present + 1, pool.getQueue().size()));
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "jda-tasks-worker-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
