package io.github.jdatasks.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few daemon threads that become more when all of them are blocked, and fewer again when they are idle.
 */
final class ElasticPool implements Workers {
    // The JDK's pool adds threads beyond its core only when its queue is full, which ours never is; so the core itself
    // grows. If threads are blocked, a stall doubles it: a hundred bodies that block at once are all running after
    // seven
    // stalls. If all processors are busy, more threads would only be in each other's way, unless a body spins for ever:
    // then one is added now and then. Idle threads time out, core or not, and when the queue has drained the core goes
    // back to its least.
    private static final int LEAST = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    /** How many stalls in a row with all processors busy add a thread. */
    private static final int STALLS_OF_SPINNERS = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final StallCheck stallCheck;
    private int busyStalls; // timer thread only

    ElasticPool(LoopTimer timer) {
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        this.pool = new ThreadPoolExecutor(
                LEAST,
                Integer.MAX_VALUE,
                KEEP_ALIVE.toNanos(),
                TimeUnit.NANOSECONDS,
                queue,
                this::newPoolThread,
                (work, full) -> rescue(work));
        pool.allowCoreThreadTimeOut(true);
        this.stallCheck = new StallCheck(timer, queue, PATIENCE, this::grow, this::shrink);
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
        long busy = threads.stream()
                .filter(thread -> thread.getState() == Thread.State.RUNNABLE)
                .count();
        int present = pool.getPoolSize();
        if (busy < LEAST) {
            busyStalls = 0;
            pool.setCorePoolSize(present + Math.min(present + 1, pool.getQueue().size()));
        } else if (++busyStalls % STALLS_OF_SPINNERS == 0) {
            pool.setCorePoolSize(present + 1);
        }
    }

    private void shrink() {
        busyStalls = 0;
        pool.setCorePoolSize(LEAST);
    }

    private Thread newPoolThread(Runnable work) {
        return newThread(() -> {
            threads.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "jda-tasks-worker-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
