package io.github.jdatasks;

/** A hook before the first or after the last run of a loop's life, called on a worker thread; it may block. */
@FunctionalInterface
public interface LoopHook {
    /**
     * Does the work of the hook, in the loop's context outside of any run.
     *
     * @throws Exception any failure: it is reported, and a before-hook's ends the loop
     */
    void run(LoopContext run) throws Exception;
}
