package io.github.jdatasks;

/** How a life of a loop ended. */
public enum LoopOutcome {
    /** It made its {@code count} of runs, or its schedule has no further instant. */
    COMPLETED,
    /** {@link LoopTask#stop()} ended it. */
    STOPPED,
    /** {@link LoopTask#cancel()}, an unload or a shutdown ended it. */
    CANCELLED,
    /** A failure ended it: see {@link LoopTask#failure()}. */
    FAILED
}
