package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import io.github.jdatasks.internal.timer.ThreadStarter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A pool of daemon threads that grows while all of them are blocked and shrinks when they are idle. */
final class ElasticPool implements Workers {
    // A thread that takes work while there is more wakes another thread first, so work that blocks delays no other work
    // while a thread is idle or may be started. If all threads are blocked, a stall doubles their number: of a hundred
    // bodies that block at once, all run after seven stalls. If all processors are busy, more threads do not help,
    // unless a body spins forever, so every tenth stall adds one. The thread that became idle last is woken first, so
    // threads that are not needed stay idle and end after a while.
    //
    // A thread first counts itself as waiting and then checks the queue again; a thread that adds work checks for
    // waiting threads after adding. One of the two sees the other, so no work is left in the queue. For the same
    // reason, a thread that ends leaves the count of threads before the count of waiting ones.
    private static final int LEAST = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final long KEEP_ALIVE = Duration.ofSeconds(10).toNanos();
    /** How many stalls in a row with all processors busy add a thread. */
    private static final int STALLS_OF_SPINNERS = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadStarter starter;
    private final Runnable wakeOne = this::wakeOne;
    private final WorkQueue queue;
    private final StallDetector stallCheck;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger size = new AtomicInteger();
    private volatile int limit = LEAST;
    private int busyStalls; // in timer turns only

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Seat> idle = new ArrayDeque<>(); // guarded by the lock; the last one first
    private final AtomicInteger waiting = new AtomicInteger(); // how many are idle; its changes guarded by the lock
    private int woken; // threads called that do not run yet; guarded by the lock
    private volatile boolean closed;

    /** Where a thread waits for work; guarded by the lock. */
    private final class Seat {
        final Condition call = lock.newCondition();
        boolean called;
    }

    ElasticPool(LoopTimer timer) {
        this(timer, ElasticPool::newThread, false);
    }

    /** {@code leavesOne} as in {@link WorkQueue}. */
    ElasticPool(LoopTimer timer, ThreadFactory factory, boolean leavesOne) {
        this.starter = new ThreadStarter(factory);
        this.queue = new WorkQueue(timer, wakeOne, leavesOne);
        this.stallCheck = new StallDetector(timer, queue, PATIENCE, this::grow, this::shrink);
    }

    WorkQueue queue() {
        return queue;
    }

    @Override
    public void execute(Runnable work) {
        queue.add(work);
    }

    @Override
    public void rescue(Runnable work) {
        if (starter.start(work) == null) {
            queue.add(work);
        }
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            idle.forEach(seat -> seat.call.signal());
        } finally {
            lock.unlock();
        }
    }

    /** Has a thread take work; if all are busy, the stall check looks after it. */
    private void wakeOne() {
        boolean coming = (waiting.get() > 0 && callOne()) || startOne();
        if (!coming) {
            stallCheck.arm();
        }
    }

    private boolean callOne() {
        lock.lock();
        try {
            Seat seat = idle.poll();
            if (seat == null) {
                return false;
            }
            waiting.decrementAndGet();
            woken++;
            seat.called = true;
            seat.call.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean startOne() {
        int present = size.get();
        while (present < limit) {
            if (size.compareAndSet(present, present + 1)) {
                if (starter.start(this::work) != null) {
                    return true;
                }
                size.decrementAndGet(); // the stall detector tries again
                return false;
            }
            present = size.get();
        }
        return false;
    }

    private void work() {
        threads.add(Thread.currentThread());
        Seat seat = new Seat();
        boolean failed = true;
        try {
            do {
                queue.runAll(wakeOne);
            } while (awaitMore(seat));
            failed = false;
        } finally {
            threads.remove(Thread.currentThread());
            if (failed) { // an exception from work ends this thread, and another one takes over
                size.decrementAndGet();
                wakeOne();
            }
        }
    }

    /** Waits for work; returns false if the calling thread is to end. */
    private boolean awaitMore(Seat seat) {
        lock.lock();
        try {
            seat.called = false;
            idle.push(seat);
            waiting.incrementAndGet();
            long left = KEEP_ALIVE;
            while (!seat.called && queue.isEmpty()) {
                if (closed || left <= 0) {
                    size.decrementAndGet();
                    leave(seat);
                    return false;
                }
                try {
                    left = seat.call.awaitNanos(left);
                } catch (InterruptedException e) { // an idle thread ignores interrupts
                    left = KEEP_ALIVE;
                }
            }
            if (seat.called) {
                woken--;
            } else {
                leave(seat);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Seat seat) {
        idle.remove(seat);
        waiting.decrementAndGet();
    }

    /** Returns whether a woken thread does not run yet: it may be waiting for a processor. */
    private boolean isOneComing() {
        lock.lock();
        try {
            return woken > 0;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        if (isOneComing()) {
            return;
        }
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
            var unused = startOne();
        }
    }

    private void shrink() {
        busyStalls = 0;
        limit = LEAST;
    }

    static Thread newThread(Runnable work) {
        return NeutralThreads.newThread(work, "jda-tasks-worker-" + NUMBER.incrementAndGet());
    }
}
