package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;

/** Runs no task: what is left is the process itself. */
final class Nothing implements Contender {
    @Override
    public void start(Task task, long delay) {
        // that is all
    }

    @Override
    public void close() {
        // there is nothing
    }
}
