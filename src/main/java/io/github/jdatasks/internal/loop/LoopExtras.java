package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.util.LoggedFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a loop needs only while something out of the ordinary goes on, apart from the {@link LoopMachine} so that all
 * others are small. Guarded by the machine.
 */
final class LoopExtras {
    /** Failures of so many kinds may come by turns without a stack each time. */
    private static final int KINDS = 8;

    /** The call of {@link LoopTask#runNow()} that waits. */
    @Nullable LoopFuture<@Nullable Void> nowCall;

    /** The calls of {@link LoopTask#runNow()}, if there were any. */
    @Nullable CallChain chain;

    /** What ended the present or last life. */
    @Nullable Throwable failure;

    /** The failures of a kind each that were logged with their stacks last, the latest last. */
    private List<LoggedFailure> loggedFailures = List.of();

    /** Which errors are transient, if that was changed. */
    @Nullable ExceptionTypes exceptionTypes;

    /** The end of the grace of a shutdown. */
    long interruptAt = LoopFields.NEVER;

    /** The number of the attempt that is under way or next. */
    int attempt = 1;

    /** Whether the loop is between two attempts at one run. */
    boolean underWay;

    /** When the next attempt is due. */
    long retryAt;

    int failuresInARow;

    /** The runs of a loop that may have several at once. */
    @Nullable OverlappingRuns overlapping;

    /** Until when no slow run is reported: one was just before. */
    long slowToldUntil = Long.MIN_VALUE;

    /** The loop's logger, for lines that may be many. */
    @Nullable Logger logger;

    /** Whether the listeners know the loop as paused. */
    boolean toldPaused;

    /** How many bots the gate had seen go when the life began. */
    int botsGoneBefore;

    /** Returns whether a failure is to be logged with its stack: one like it has not been, or that was an hour ago. */
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

    /** Returns what outlives the life before; null if nothing does. */
    @Nullable LoopExtras ofNextLife() {
        boolean busy = overlapping != null && !overlapping.running.isEmpty(); // with calls of runNow()
        if (nowCall == null && exceptionTypes == null && botsGoneBefore == 0 && !busy) {
            return null;
        }
        LoopExtras next = new LoopExtras();
        next.nowCall = nowCall;
        next.exceptionTypes = exceptionTypes;
        next.botsGoneBefore = botsGoneBefore;
        if (overlapping != null && busy) {
            next.overlapping = new OverlappingRuns();
            next.overlapping.running.addAll(overlapping.running);
        }
        return next;
    }
}
