package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon threads of one mock Discord. */
final class MockThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MockThreads.class);
    private static final long END_SECONDS = 2;

    // Not a fixed number: a reconnecting client keeps its thread for as long as the gateway is down.
    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("worker"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemons("timer"));

    ExecutorService workers() {
        return workers;
    }

    /** Runs a task on a worker after a delay; does nothing once the mock is closed. */
    void after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> unused =
                    timer.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Closed before a delayed task could start", closed);
        }
    }

    /** Runs a task on a daemon thread, so that threads that the task starts are daemons too. */
    void runAsDaemon(Callable<?> task) {
        try {
            workers.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting the mock Discord", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The mock Discord cannot start", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        try {
            if (!timer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)
                    || !workers.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A thread of the mock Discord is still busy {} s after the end", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "mock-discord-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
