package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The engine of a virtual scheduler: the real timer and loops on a clock that the test moves. */
final class VirtualEngine implements Engine {
    private volatile long ticks;
    private volatile Instant wallAtTickZero;
    private final Clocks clocks;
    private final LoopTimer timer;
    private final LockStep workers;
    private volatile Thread driver = Thread.currentThread();

    VirtualEngine(Instant start, long seed) {
        this.wallAtTickZero = start;
        this.clocks = new Clocks(this::wall, () -> ticks, new SplittableRandom(seed));
        this.timer = new LoopTimer(clocks, () -> {}); // there is no thread to wake: the test takes the turns
        this.workers = new LockStep(timer);
    }

    Instant wall() {
        return EpochNanos.later(wallAtTickZero, ticks);
    }

    void stepWall(Duration step) {
        wallAtTickZero = wallAtTickZero.plus(step);
    }

    /**
     * Does everything that is due now.
     *
     * @return when there will be something to do; {@link Long#MAX_VALUE} for never
     */
    long runPending() {
        checkIsDriver();
        long wake;
        do {
            wake = timer.turn();
        } while (workers.step() || (wake != Long.MAX_VALUE && wake <= timer.now()));
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
        return workers;
    }

    @Override
    public void closeAtExit(Runnable close) {
        // a test that ends without closing loses nothing
    }

    @Override
    public void close() {
        workers.close();
    }
}
