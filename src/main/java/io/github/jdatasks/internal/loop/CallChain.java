package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.time.Duration;

/**
 * The {@link LoopTask#runNow()} runs of a loop. A body, handler, listener or another loop may request the next run each
 * time, without end. Then failures are logged less often. Guarded by the {@link LoopMachine}.
 */
final class CallChain {
    /** A body may well request another run or two when there is more to do. */
    private static final int LONG = 10;

    /** A run that begins later than this after the one before does not follow from it. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

    boolean requestedInside; // the next run, inside user code of this loop
    private boolean wasRequestedInside; // the newest run
    private int length;
    private long begunAt;
    private long lastAt; // when the newest run began or ended
    private long lineAt; // when a failure was logged
    private int unlogged; // failures since then
    private boolean reported;

    CallChain(long now) {
        lastAt = now;
        lineAt = now - LINE_EVERY;
    }

    void begin(long now) {
        wasRequestedInside = requestedInside;
        length = requestedInside || now - lastAt < PAUSE ? length + 1 : 0;
        requestedInside = false;
        begunAt = now;
        lastAt = now;
    }

    /** Ends the run that began then; returns whether the user is to be warned now that there are many. */
    boolean end(long begun, long now) {
        if (begun == begunAt) { // else a newer run overlaps it, which does not follow from it
            lastAt = now;
        }
        return isWarningDue(length >= LONG);
    }

    /**
     * Returns whether a failure is not to be logged. For a loop that requests its own runs, this is one like an earlier
     * one. Once there are many runs, it is any failure.
     */
    boolean suppresses(boolean isNews, long now) {
        boolean tooMany = length >= LONG || (wasRequestedInside && !isNews);
        boolean suppressed = tooMany && now - lineAt < LINE_EVERY;
        if (suppressed) {
            unlogged++;
        }
        return suppressed;
    }

    /** Notes that a failure is logged; returns how many were suppressed since the one before. */
    int logged(long now) {
        lineAt = now;
        int before = unlogged;
        unlogged = 0;
        return before;
    }

    /** Returns true once per chain, the first time that there are many runs. */
    boolean isWarningDue(boolean many) {
        boolean due = many && !reported;
        reported |= due;
        return due;
    }
}
