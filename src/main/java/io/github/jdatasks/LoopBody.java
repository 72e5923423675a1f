package io.github.jdatasks;

/** The work of a loop, done once per run on a worker thread; it may block. */
@FunctionalInterface
public interface LoopBody {
    /**
     * Does the work of one run.
     *
     * @throws Exception any failure: transient ones are retried, others are reported
     */
    void run(LoopContext run) throws Exception;
}
