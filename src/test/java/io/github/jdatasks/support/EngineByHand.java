package io.github.jdatasks.support;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.internal.durable.DurableSettings;
import io.github.jdatasks.internal.durable.DurableTicker;
import io.github.jdatasks.internal.durable.MemoryTickTable;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.worker.BorrowedThread;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An engine without threads: whoever tests it takes the timer's turns, one at a time, and does the work that is handed
 * over, on any threads. Time stands still unless told otherwise.
 */
public final class EngineByHand implements Engine, Workers {
    private final AtomicLong ticks = new AtomicLong();
    private final Clocks clocks = new Clocks(() -> Instant.EPOCH.plusNanos(ticks.get()), ticks::get, () -> 0);
    private final AtomicInteger wakes = new AtomicInteger();
    private final LoopTimer timer = new LoopTimer(clocks, wakes::incrementAndGet);
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final int copies;
    private final Workers workers;

    /**
     * Creates an engine.
     *
     * @param copies how often everything is handed over: work that is late is handed over again, to a rescuer
     */
    public EngineByHand(int copies) {
        this.copies = copies;
        this.workers = this;
    }

    /** Creates an engine that hands everything over to an executor, as for one of the user's. */
    public EngineByHand(Executor executor) {
        this.copies = 1;
        this.workers = Workers.of(executor, timer);
    }

    public LoopScheduler scheduler() {
        return new LoopScheduler(
                this,
                Duration.ZERO,
                timer -> new DurableTicker(
                        timer, new MemoryTickTable(), DurableSettings.DEFAULTS, workers(), () -> {})) {};
    }

    public void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    /** Returns how often the timer would have been woken. */
    public int wakes() {
        return wakes.get();
    }

    /** Takes a turn of the timer. */
    public void turn() {
        var unused = timer.turn();
    }

    /** Does one piece of work; returns whether there was one. */
    public boolean step() {
        Runnable next = work.poll();
        if (next != null) {
            BorrowedThread.call(next);
        }
        return next != null;
    }

    /** Takes turns and does work until nothing is left to do now. */
    public void settle() {
        do {
            turn();
        } while (step() || timer.turn() <= timer.now());
    }

    @Override
    public void execute(Runnable task) {
        for (int i = 0; i < copies; i++) {
            work.add(task);
        }
    }

    @Override
    public void rescue(Runnable task) {
        work.add(task);
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        settle();
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
        return workers;
    }

    @Override
    public void checkMayBlock() {}

    @Override
    public void closeAtExit(Runnable close) {}

    @Override
    public void close() {}
}
