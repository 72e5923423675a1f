package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import io.github.jdatasks.internal.timer.TimerThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The engine that uses the machine's time and threads. */
public final class RealEngine implements Engine {
    private final Clocks clocks;
    private final LoopTimer timer;
    private final Workers workers;
    private final Runnable endTimer;
    private final AtomicReference<@Nullable Thread> exitHook = new AtomicReference<>();

    /**
     * Creates an engine, which starts threads when needed. Without an executor it uses virtual threads from Java 24 on,
     * and a pool before that, since {@code synchronized} pinned their carriers.
     */
    public RealEngine(Clocks clocks, @Nullable Executor executor) {
        this.clocks = clocks;
        if (executor == null && !VirtualThreads.areUsable()) {
            Timekeepers keepers = new Timekeepers(clocks);
            this.timer = keepers.timer();
            this.workers = keepers.pool();
            this.endTimer = keepers::close;
        } else {
            TimerThread thread = new TimerThread(clocks, "jda-tasks-timer");
            this.timer = thread.timer();
            this.workers = executor == null ? new VirtualThreads(timer) : Workers.of(executor, timer);
            this.endTimer = thread::close;
        }
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
    public void closeAtExit(Runnable close) {
        if (exitHook.get() != null) {
            return;
        }
        Thread hook = NeutralThreads.newThread(close, "jda-tasks-shutdown");
        if (exitHook.compareAndSet(null, hook)) {
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) { // the JVM is already shutting down: it accepts no more hooks
                exitHook.set(null);
            }
        }
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        boolean interrupted = false;
        long deadline = timer().now() + timeoutNanos;
        try {
            while (true) {
                try {
                    future.get(Math.max(0, deadline - timer().now()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) { // shutdown goes on, so that after-hooks still run
                    interrupted = true;
                } catch (TimeoutException e) {
                    return false;
                } catch (ExecutionException e) { // it has ended; its owner reports the failure
                    return true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        Thread hook = exitHook.get();
        if (hook != null && hook != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) { // the JVM is ending: the hook finds nothing to close
                exitHook.set(null);
            }
        }
        workers.close();
        endTimer.run();
    }
}
