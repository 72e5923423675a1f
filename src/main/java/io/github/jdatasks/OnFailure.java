package io.github.jdatasks;

/** What a loop does when a run has failed for good: its error was not transient, or its attempts are used up. */
public enum OnFailure {
    /** Keep the schedule; the next run starts as planned. The default. */
    CONTINUE,
    /** End the loop with {@link LoopOutcome#FAILED}. */
    STOP
}
