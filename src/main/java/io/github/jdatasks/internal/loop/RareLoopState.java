package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.util.FailureNews;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * State that few loops need, apart from the {@link LoopMachine} to keep all other loops small. Guarded by the machine.
 */
final class RareLoopState {
    @Nullable LoopFuture<@Nullable Void> nowCall; // the waiting call of runNow()

    @Nullable CallChain chain; // the runs of runNow(), if there were any

    @Nullable Throwable failure; // what ended the present or last life

    private @Nullable FailureNews failures; // which of them the log has
    private @Nullable FailureNews retries;

    @Nullable ExceptionTypes exceptionTypes; // which errors are transient, if that was changed

    long interruptAt = LoopFields.NEVER; // the end of the grace of a shutdown
    int attempt = 1; // the number of the present or next attempt
    boolean underWay; // between two attempts at one run
    boolean repeated; // the present run, since the instance of an attempt before had gone
    long retryAt; // when the next attempt is due
    int failuresInARow;

    @Nullable OverlappingRuns overlapping; // the runs of a loop that may have several at once

    long noSlowReportUntil = Long.MIN_VALUE; // since a slow run was just reported

    @Nullable Logger logger; // for lines that may be many

    boolean reportedPaused; // whether the listeners know the loop as paused
    int shutdownsBefore; // how many shutdowns the gate had seen when the life began

    FailureNews failures() {
        if (failures == null) {
            failures = new FailureNews();
        }
        return failures;
    }

    FailureNews retries() {
        if (retries == null) {
            retries = new FailureNews();
        }
        return retries;
    }

    /** Returns what the next life keeps of this one; null if that is nothing. */
    @Nullable RareLoopState ofNextLife() {
        boolean busy = overlapping != null && !overlapping.running.isEmpty(); // with runNow() runs
        if (nowCall == null && exceptionTypes == null && shutdownsBefore == 0 && !busy) {
            return null;
        }
        RareLoopState next = new RareLoopState();
        next.nowCall = nowCall;
        next.exceptionTypes = exceptionTypes;
        next.shutdownsBefore = shutdownsBefore;
        if (overlapping != null && busy) {
            next.overlapping = new OverlappingRuns();
            next.overlapping.running.addAll(overlapping.running);
        }
        return next;
    }
}
