package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.time.Duration;

/**
 * The {@link LoopTask#runNow()} runs of a loop, of which there may be no end, nor of lines in the log if each fails: when
 * each asks for the next one, or has something else ask, as another loop or a listener. Guarded by the
 * {@link LoopMachine}.
 */
final class CallChain {
    /** A body may well ask for another run or two when there is more to do. */
    private static final int LONG = 10;

    /** What begins later than this after the run before does not follow from it. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

    private boolean askedInside;
    private boolean wasAskedInside;
    private int length;
    private long begunAt;
    private long lastAt; // when the newest run began or ended
    private long lineAt; // when a failure was logged
    private int unsaid; // failures since then
    private boolean told;

    CallChain(long now) {
        lastAt = now;
        lineAt = now - LINE_EVERY;
    }

    /** A run is asked for. */
    void ask(boolean inside) {
        askedInside |= inside;
    }

    void begin(long now) {
        wasAskedInside = askedInside;
        length = askedInside || now - lastAt < PAUSE ? length + 1 : 0;
        askedInside = false;
        begunAt = now;
        lastAt = now;
    }

    /** A run ends that began then; returns whether it is time to say that there are many, which it is once. */
    boolean end(long begun, long now) {
        if (begun == begunAt) { // else there is a newer one beside it, which does not follow from it
            lastAt = now;
        }
        return isToBeTold(length >= LONG);
    }

    /**
     * Returns whether a failure of a run is not to be logged. Of a loop that asks for itself that is any like one before;
     * of others any at all, once there are many.
     */
    boolean withholds(boolean isNews, long now) {
        boolean tooMany = length >= LONG || (wasAskedInside && !isNews);
        boolean withheld = tooMany && now - lineAt < LINE_EVERY;
        if (withheld) {
            unsaid++;
        }
        return withheld;
    }

    /** A failure is logged; returns how many were not since the one before. */
    int log(long now) {
        lineAt = now;
        int before = unsaid;
        unsaid = 0;
        return before;
    }

    boolean isToBeTold(boolean many) {
        boolean tell = many && !told;
        told |= tell;
        return tell;
    }
}
