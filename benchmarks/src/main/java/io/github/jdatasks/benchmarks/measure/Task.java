package io.github.jdatasks.benchmarks.measure;

/** What a contender runs periodically; never twice at once. */
public interface Task extends Runnable {
    /** Returns the nanoseconds from one run to the next. */
    long period();

    /**
     * Fixes the schedule, before the first run.
     *
     * @param first the {@code System.nanoTime()} of the first run
     * @param catchesUp whether each tick gets a run of its own, however late
     */
    void plan(long first, boolean catchesUp);

    /** Returns the {@code System.nanoTime()} of the next run. */
    long due();
}
