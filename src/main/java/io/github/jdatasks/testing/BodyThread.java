package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.CooperativeThread;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.BorrowedThread;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that calls bodies and hooks while the test waits, and lets the test go on when they end or block. */
final class BodyThread extends Thread implements CooperativeThread {
    private static final long PATIENCE_SECONDS = 10;

    /** A test may never close its scheduler. */
    private static final long IDLE_SECONDS = 2;

    // Two semaphores pass the right to run back and forth; the thread that has it sees all that the other has written.
    // They guard the fields.
    private final Semaphore go = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private final LoopTimer timer;
    private @Nullable Runnable task;
    private @Nullable BooleanSupplier condition;
    long deadline; // of the wait
    private @Nullable Throwable deathCause;
    private volatile boolean finished;
    private final AtomicBoolean taken = new AtomicBoolean(true); // by a task, or by the end of the thread
    private volatile boolean interruptedWait; // it ends when the test lets the thread go on

    BodyThread(LoopTimer timer, String name) {
        super(NeutralThreads.topGroup(), null, name, 0, false);
        this.timer = timer;
        NeutralThreads.neutral(this);
    }

    // ---- called by the test ----

    /** Returns false if the idle thread has ended meanwhile. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void assign(Runnable newTask) {
        task = newTask;
        if (getState() == State.NEW) {
            start();
        }
    }

    /** Lets the thread run until its task ends, and returns true, or until it waits. */
    boolean runUntilItStops() {
        go.release();
        boolean interrupted = false;
        while (true) {
            try {
                if (stopped.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    break;
                }
                AssertionError error = new AssertionError("A body has been blocked for " + PATIENCE_SECONDS
                        + " s outside of this library's waits; in virtual time it may wait with"
                        + " VirtualLoopScheduler.sleep, a gate or another loop's future. It is here:");
                error.setStackTrace(getStackTrace());
                throw error;
            } catch (InterruptedException e) { // of the test itself: restored when the step is done
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (deathCause != null) {
            throw new AssertionError("Work on the thread " + getName() + " died of " + deathCause, deathCause);
        }
        return condition == null;
    }

    boolean mayGoOn() {
        BooleanSupplier awaited = condition;
        return interruptedWait || timer.now() >= deadline || (awaited != null && awaited.getAsBoolean());
    }

    /** Lets the idle thread end. */
    void finish() {
        finished = true;
        go.release();
    }

    // ---- called by the bodies ----

    @Override
    public long now() {
        return timer.now();
    }

    @Override
    public boolean await(BooleanSupplier newCondition, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (newCondition.getAsBoolean()) {
            return true;
        }
        interruptedWait = false;
        deadline = EpochNanos.plus(timer.now(), Math.max(0, timeoutNanos));
        condition = newCondition;
        stopped.release();
        go.acquireUninterruptibly();
        condition = null;
        if (interruptedWait) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        return newCondition.getAsBoolean();
    }

    @Override
    public void interrupt() {
        interruptedWait = true;
        super.interrupt();
    }

    @Override
    public void run() {
        while (awaitTask()) {
            Runnable next = task;
            if (finished || next == null) {
                return;
            }
            task = null;
            try {
                BorrowedThread.call(next);
            } catch (Throwable t) { // a bug in the library: its loop catches what a body throws
                deathCause = t;
                return;
            } finally {
                taken.set(false);
                stopped.release();
            }
        }
    }

    private boolean awaitTask() {
        while (true) {
            try {
                if (go.tryAcquire(IDLE_SECONDS, TimeUnit.SECONDS)) {
                    return true;
                }
                if (take()) {
                    return false;
                }
            } catch (InterruptedException e) {
                // by what has ended; it has nothing to stop any more
            }
        }
    }
}
