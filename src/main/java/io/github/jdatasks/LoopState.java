package io.github.jdatasks;

/** Where a loop is in its life. */
public enum LoopState {
    /** Never started. */
    IDLE,
    /** Started: waiting for the first ready, or in its before-hook. */
    STARTING,
    /** Waiting for its next run. */
    WAITING,
    /** Would be waiting, but is paused by {@link LoopTask#pause()} or by a closed gate. */
    PAUSED,
    /** Its body is running. After a stop or cancel too, this lasts until the body has ended. */
    RUNNING,
    /** An attempt failed with a transient error; waiting for the retry. */
    BACKING_OFF,
    /** Ending: no run is in progress, and its after-hook is about to run or running. */
    STOPPING,
    /** Ended; it may be started again. */
    FINISHED
}
