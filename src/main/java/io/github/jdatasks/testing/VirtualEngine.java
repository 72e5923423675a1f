package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * The engine of a virtual scheduler: the real timer and loops on a clock that the test moves. Its workers work only
 * while the test waits for them: one piece of work at a time, until it ends or blocks in a wait of the library. The
 * threads are touched by one thread only, the test's.
 */
final class VirtualEngine implements Engine, Workers {
    private volatile long ticks;
    private volatile Instant wallAtTickZero;
    private final Clocks clocks;
    private final LoopTimer timer;
    private volatile Thread driver = Thread.currentThread();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Deque<BodyThread> idle = new ArrayDeque<>();
    private final List<BodyThread> blocked = new ArrayList<>();
    private int threads;

    VirtualEngine(Instant start, long seed) {
        this.wallAtTickZero = start;
        this.clocks = new Clocks(this::wall, () -> ticks, new SplittableRandom(seed));
        this.timer = new LoopTimer(clocks, () -> {}); // there is no thread to wake: the test takes the turns
    }

    Instant wall() {
        return EpochNanos.later(wallAtTickZero, ticks);
    }

    void stepWall(Duration step) {
        wallAtTickZero = wallAtTickZero.plus(step);
    }

    /** Does everything that is due now; returns when there will be more to do, {@link Long#MAX_VALUE} for never. */
    long runPending() {
        checkIsDriver();
        long wake;
        do {
            wake = timer.turn();
        } while (step() || (wake != Long.MAX_VALUE && wake <= timer.now()));
        return wake;
    }

    /** Lets time pass, and does everything on the way when it is due. */
    void advance(Duration duration) {
        passUntil(() -> false, duration.toNanos());
    }

    private void passUntil(BooleanSupplier enough, long atMostNanos) {
        long target = EpochNanos.plus(ticks, atMostNanos);
        long next = runPending();
        while (!enough.getAsBoolean() && next <= target && next != Long.MAX_VALUE) {
            ticks = next;
            next = runPending();
        }
        if (!enough.getAsBoolean()) {
            ticks = target; // a thread that waits has then waited the whole time
        }
    }

    /** Lets one piece of work, new or blocked until now, go on as far as it can; returns false if none can. */
    private boolean step() {
        Runnable next = work.poll();
        if (next == null) {
            var ready = blocked.stream().filter(BodyThread::mayGoOn).findFirst();
            ready.ifPresent(this::go);
            return ready.isPresent();
        }
        if (next instanceof Wake) {
            next.run();
            return true;
        }
        BodyThread thread;
        do {
            thread = idle.poll();
        } while (thread != null && !thread.take());
        if (thread == null) {
            thread = new BodyThread(timer, "jda-tasks-test-" + ++threads);
        }
        thread.assign(next);
        go(thread);
        return true;
    }

    private void go(BodyThread thread) {
        blocked.remove(thread);
        if (thread.runUntilItStops()) {
            idle.push(thread);
        } else {
            blocked.add(thread);
            timer.signal(new Wake(thread));
        }
    }

    void checkIsDriver() {
        if (Thread.currentThread() instanceof BodyThread) {
            throw new IllegalStateException("A body or hook cannot move the time it runs in;"
                    + " call advance(), runPending() and close() from the test, or sleep() from the body");
        }
        driver = Thread.currentThread();
    }

    @Override
    public void checkMayBlock() {
        if (Thread.currentThread() == driver) {
            throw new IllegalStateException("Nothing happens while the test waits: let time pass with advance() or"
                    + " runPending(), then look whether the future is done");
        }
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        checkIsDriver();
        passUntil(future::isDone, timeoutNanos);
        return future.isDone();
    }

    @Override
    public Clocks clocks() {
        return clocks;
    }

    @Override
    public LoopTimer timer() {
        return timer;
    }

    @Override
    public Workers workers() {
        return this;
    }

    @Override
    public void execute(Runnable task) {
        work.add(task);
    }

    @Override
    public void rescue(Runnable task) {
        work.add(task);
    }

    @Override
    public void closeAtExit(Runnable close) {
        // a test that ends without closing loses nothing: idle threads end by themselves
    }

    /** Ends idle threads. A body that is still blocked has been given up, and stays blocked. */
    @Override
    public void close() {
        idle.forEach(BodyThread::finish);
        idle.clear();
        blocked.clear();
    }

    /** The end of a wait: it takes its turn among all that is due at that instant. */
    private final class Wake extends TimerEntry implements Runnable {
        private final BodyThread thread;
        private final long deadline;

        Wake(BodyThread thread) {
            this.thread = thread;
            this.deadline = thread.deadline;
        }

        private boolean isAwaited() {
            return blocked.contains(thread) && thread.deadline == deadline;
        }

        @Override
        protected void examine() {
            if (timer.now() >= deadline) {
                work.add(this);
            } else if (isAwaited() && deadline != Long.MAX_VALUE) {
                timer.at(this, deadline);
            }
        }

        @Override
        public void run() {
            if (isAwaited()) {
                go(thread);
            }
        }
    }
}
