package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;

/** Something that runs periodic tasks. */
public interface Contender extends AutoCloseable {
    /**
     * Starts a task.
     *
     * @param delay nanoseconds from now to the first run
     */
    void start(Task task, long delay);

    /** Waits until all tasks that were started are waiting for their time. */
    default void awaitStarted() {}

    @Override
    void close();
}
