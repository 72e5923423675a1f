package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
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

    /** The waiting call of {@link LoopTask#runNow()}. */
    @Nullable LoopFuture<@Nullable Void> nowCall;

    /** The runs of {@link LoopTask#runNow()}, if there were any. */
    @Nullable CallChain chain;

    /** What ended the present or last life. */
    @Nullable Throwable failure;

    /** The failures last logged with their stacks, one of each kind, the latest last. */
    private List<LoggedFailure> loggedFailures = List.of();

    /** Which errors are transient, if that was changed. */
    @Nullable ExceptionTypes exceptionTypes;

    /** The end of the grace of a shutdown. */
    long interruptAt = LoopFields.NEVER;

    /** The number of the present or next attempt. */
    int attempt = 1;

    /** Whether the loop is between two attempts at one run. */
    boolean underWay;

    /** When the next attempt is due. */
    long retryAt;

    int failuresInARow;

    /** The runs of a loop that may have several at once. */
    @Nullable OverlappingRuns overlapping;

    /** No slow run is reported before this, since one was just reported. */
    long noSlowReportUntil = Long.MIN_VALUE;

    /** The loop's logger, for lines that may be many. */
    @Nullable Logger logger;

    /** Whether the listeners know the loop as paused. */
    boolean reportedPaused;

    /** How many shutdowns the gate had seen when the life began. */
    int shutdownsBefore;

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
