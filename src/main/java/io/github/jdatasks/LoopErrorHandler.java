package io.github.jdatasks;

/**
 * Called for each failure of a loop, on a worker thread; it may block, and may end the loop by calling
 * {@link LoopTask#stop()}.
 */
@FunctionalInterface
public interface LoopErrorHandler {
    /**
     * Handles a run, a before-hook or a schedule of your own that has failed for good; of a schedule, {@code run} is
     * the one it was to plan.
     *
     * @throws Exception any failure of the handler: it is logged in addition to the original one
     */
    void handle(Throwable error, LoopContext run) throws Exception;
}
