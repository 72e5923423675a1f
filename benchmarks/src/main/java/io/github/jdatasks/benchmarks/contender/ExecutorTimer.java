package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code scheduleAtFixedRate} of an executor of the JDK, with a bare runnable. */
final class ExecutorTimer implements Contender {
    private final ScheduledExecutorService executor;

    ExecutorTimer(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public void start(Task task, long delay) {
        task.plan(System.nanoTime() + delay, true);
        var unused = executor.scheduleAtFixedRate(task, delay, task.period(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
