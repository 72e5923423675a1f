package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.time.Duration;

/**
 * The {@link LoopTask#runNow()} runs of a loop. A body, handler, listener or another loop may request the next run each
 * time, without end, and the user is to know of that. Guarded by the {@link LoopMachine}.
 */
final class CallChain {
    /** A body may well request another run or two when there is more to do. */
    private static final int LONG = 10;

    /** A run that begins later than this after the one before does not follow from it. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    boolean requestedInside; // the next run, inside user code of this loop
    private int length;
    private long begunAt;
    private long lastAt; // when the newest run began or ended
    private boolean reported;

    CallChain(long now) {
        lastAt = now;
    }

    void begin(long now) {
        length = requestedInside || now - lastAt < PAUSE ? length + 1 : 0;
        requestedInside = false;
        begunAt = now;
        lastAt = now;
    }

    /** Ends the run that began then; returns true once, the first time that there are many runs. */
    boolean end(long begun, long now) {
        if (begun == begunAt) { // else a newer run overlaps it, which does not follow from it
            lastAt = now;
        }
        boolean due = length >= LONG && !reported;
        reported |= due;
        return due;
    }
}
