package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;

/**
 * What is to be done next about a loop: {@link LoopMachine} decides it, {@link LoopWorker} does it.
 */
enum Step {
    /** Call the before-hook. */
    BEFORE(true, false),
    /** Ask the schedule for the next run. */
    PLAN(true, false),
    /** Report that the schedule has failed. */
    REPORT(true, false),
    /** Make an attempt at the scheduled run. */
    RUN(true, true),
    /** Make the run somebody asked for with {@link LoopTask#runNow()}. */
    RUN_NOW(true, true),
    /** End the run whose stage has completed. */
    FINISH_RUN(true, true),
    /** Call the after-hook. */
    AFTER(true, false),
    /** Nothing before the next tick. */
    AWAIT_TICK(false, false),
    /** Nothing before the retry. */
    AWAIT_RETRY(false, false),
    /** Nothing before the gate changes. */
    AWAIT_GATE(false, false),
    /** Nothing before somebody calls a method or a stage completes. */
    REST(false, false),
    /** Let other loops have this thread. */
    YIELD(false, false);

    /** Whether a worker has something to do. */
    final boolean isWork;

    /** Whether that is to call the body, or to go on after it. */
    final boolean callsBody;

    Step(boolean isWork, boolean callsBody) {
        this.isWork = isWork;
        this.callsBody = callsBody;
    }
}
