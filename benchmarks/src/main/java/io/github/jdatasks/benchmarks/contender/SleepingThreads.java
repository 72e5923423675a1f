package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/** One virtual thread for each task, which sleeps between the runs. */
final class SleepingThreads implements Contender {
    private final ThreadFactory factory = Threads.virtual();
    private volatile boolean closed;

    @Override
    public void start(Task task, long delay) {
        long first = System.nanoTime() + delay;
        task.plan(first, true);
        factory.newThread(() -> repeat(task, first)).start();
    }

    private void repeat(Task task, long first) {
        for (long due = first; !closed; due = task.due()) {
            for (long wait = due - System.nanoTime(); wait > 0 && !closed; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            task.run();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
