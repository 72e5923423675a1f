package io.github.jdatasks;

/**
 * What is to be done next about a loop: {@link LoopMachine} decides it, {@link LoopWorker} does it.
 */
enum Step {
    /** Call the before-hook. */
    BEFORE(true),
    /** Ask the schedule for the next run. */
    PLAN(true),
    /** Report that the schedule has failed. */
    REPORT(true),
    /** Make an attempt at the scheduled run. */
    RUN(true),
    /** Make the run somebody asked for with {@link LoopTask#runNow()}. */
    RUN_NOW(true),
    /** End the run whose stage has completed. */
    FINISH_RUN(true),
    /** Call the after-hook. */
    AFTER(true),
    /** Nothing before the next tick. */
    AWAIT_TICK(false),
    /** Nothing before the retry. */
    AWAIT_RETRY(false),
    /** Nothing before the gate changes. */
    AWAIT_GATE(false),
    /** Nothing before somebody calls a method or a stage completes. */
    REST(false),
    /** Let other loops have this thread. */
    YIELD(false);

    /** Whether a worker has something to do. */
    final boolean isWork;

    Step(boolean isWork) {
        this.isWork = isWork;
    }
}
