package io.github.jdatasks.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few daemon threads that become more when all of them are blocked, and fewer again when they are idle.
 */
final class ElasticPool implements Workers {
    // A thread that takes work while there is more wakes another one first, so blocked work holds nobody up as long as
    // there is an idle thread, or may be one more. If all threads are blocked, a stall doubles them: a hundred bodies
    // that block at once are all running after seven stalls. If all processors are busy, more threads would only be in
    // each other's way, unless a body spins for ever: then one is added now and then. Idle threads leave after a while,
    // and when the queue has drained there are no new ones beyond the least.
    //
    // A thread says that it waits and then looks at the queue once more; whoever adds work looks for a waiting thread
    // after that. One of the two sees the other, so no work is left lying. A thread that leaves is out of the number of
    // threads before it is out of the number of those that wait, for the same reason.
    private static final int LEAST = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final long KEEP_ALIVE = Duration.ofSeconds(10).toNanos();
    /** How many stalls in a row with all processors busy add a thread. */
    private static final int STALLS_OF_SPINNERS = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final WorkQueue queue;
    private final StallCheck stallCheck;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger size = new AtomicInteger();
    private volatile int limit = LEAST;
    private int busyStalls; // turns only

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger(); // threads that nobody has woken; changed under the lock
    private int woken; // threads that have been and do not know yet; under the lock
    private volatile boolean closed;

    ElasticPool(LoopTimer timer) {
        this.queue = new WorkQueue(timer, this::attend);
        this.stallCheck = new StallCheck(timer, queue, PATIENCE, this::grow, this::shrink);
    }

    @Override
    public void execute(Runnable work) {
        queue.add(work);
    }

    @Override
    public void rescue(Runnable work) {
        newThread(work).start();
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            wakeUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void attend() {
        stallCheck.arm();
        wakeOne();
    }

    private void wakeOne() {
        if (waiting.get() > 0) {
            lock.lock();
            try {
                if (waiting.get() > 0) {
                    waiting.decrementAndGet();
                    woken++;
                    wakeUp.signal();
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
        startOne();
    }

    private void startOne() {
        int present = size.get();
        while (present < limit) {
            if (size.compareAndSet(present, present + 1)) {
                newThread(this::work).start();
                return;
            }
            present = size.get();
        }
    }

    private void work() {
        threads.add(Thread.currentThread());
        try {
            do {
                takeAll();
            } while (awaitMore());
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private void takeAll() {
        for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
            if (!queue.isEmpty()) {
                wakeOne();
            }
            work.run();
        }
    }

    /** Waits for work; returns false if the calling thread is to leave. */
    private boolean awaitMore() {
        lock.lock();
        try {
            waiting.incrementAndGet();
            long left = KEEP_ALIVE;
            while (woken == 0 && queue.isEmpty()) {
                if (closed || left <= 0) {
                    size.decrementAndGet();
                    waiting.decrementAndGet();
                    return false;
                }
                try {
                    left = wakeUp.awaitNanos(left);
                } catch (InterruptedException e) { // nobody has business interrupting an idle thread
                    left = KEEP_ALIVE;
                }
            }
            if (woken > 0) {
                woken--;
            } else {
                waiting.decrementAndGet();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        long busy = threads.stream()
                .filter(thread -> thread.getState() == Thread.State.RUNNABLE)
                .count();
        int present = size.get();
        int more = 0;
        if (busy < LEAST) {
            busyStalls = 0;
            more = Math.min(present + 1, queue.size());
        } else if (++busyStalls % STALLS_OF_SPINNERS == 0) {
            more = 1;
        }
        limit = Math.max(limit, present + more);
        for (int i = 0; i < more; i++) {
            startOne();
        }
    }

    private void shrink() {
        busyStalls = 0;
        limit = LEAST;
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "jda-tasks-worker-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
