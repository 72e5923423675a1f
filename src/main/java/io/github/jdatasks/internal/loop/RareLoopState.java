package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.util.LoggedFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * State that few loops need, apart from the {@link LoopMachine} to keep all other loops small. Guarded by the machine.
 */
final class RareLoopState {
    /** How many kinds of failures may alternate before their stacks are logged again. */
    private static final int KINDS = 8;

    @Nullable LoopFuture<@Nullable Void> nowCall; // the waiting call of runNow()

    @Nullable CallChain chain; // the runs of runNow(), if there were any

    @Nullable Throwable failure; // what ended the present or last life

    private List<LoggedFailure> loggedFailures = List.of(); // the last with their stacks, one of each kind, latest last

    @Nullable ExceptionTypes exceptionTypes; // which errors are transient, if that was changed

    long interruptAt = LoopFields.NEVER; // the end of the grace of a shutdown
    int attempt = 1; // the number of the present or next attempt
    boolean underWay; // between two attempts at one run
    long retryAt; // when the next attempt is due
    int failuresInARow;

    @Nullable OverlappingRuns overlapping; // the runs of a loop that may have several at once

    long noSlowReportUntil = Long.MIN_VALUE; // since a slow run was just reported

    @Nullable Logger logger; // for lines that may be many

    boolean reportedPaused; // whether the listeners know the loop as paused
    int shutdownsBefore; // how many shutdowns the gate had seen when the life began

    /** Returns whether a failure is to be logged with its stack: no failure like it was within the last hour. */
    boolean isNews(LoggedFailure failure) {
        return loggedFailures.stream().noneMatch(failure::repeats);
    }

    void logged(LoggedFailure failure) {
        if (loggedFailures.isEmpty()) {
            loggedFailures = new ArrayList<>(1);
        }
        loggedFailures.removeIf(failure::isLike);
        if (loggedFailures.size() == KINDS) {
            loggedFailures.remove(0);
        }
        loggedFailures.add(failure);
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
