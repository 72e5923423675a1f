package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Whether the database can be reached: one line in the log when it goes, one when it is back. */
final class Outage {
    static final String LOGGER = "io.github.jdatasks.DurableLoops";

    private static final Logger LOG = Loggers.get(LOGGER);
    private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();

    private static final long THERE = Long.MIN_VALUE;

    private final long longestPause;
    private final AtomicLong awaySince = new AtomicLong(THERE);
    private volatile long pause = FIRST_PAUSE;
    private volatile long askAgainAt;
    private volatile long overAt = Long.MIN_VALUE / 2; // long ago

    Outage(long longestPause) {
        this.longestPause = longestPause;
    }

    boolean isAway() {
        return awaySince.get() != THERE;
    }

    /** Returns whether the database may be asked: it is there, or it is time to try again. */
    boolean isOver(long now) {
        return !isAway() || now >= askAgainAt;
    }

    long askAgainAt() {
        return askAgainAt;
    }

    /** The database has not answered. */
    void failed(Throwable error, long now) {
        if (awaySince.compareAndSet(THERE, now)) {
            if (now - overAt >= longestPause) { // else it only seemed to be over: it may answer, but not write
                pause = FIRST_PAUSE;
            }
            FailureLog.write(
                    LOG,
                    "The database of the durable loops cannot be used",
                    error,
                    () -> LOG.warn(
                            "The database of the durable loops cannot be used: {}. Durable loops wait, runs in progress"
                                    + " go on, and this process tries again until the database answers",
                            UserExceptions.text(ExceptionUnwrapper.rootCause(error))));
        }
        if (now >= askAgainAt) {
            askAgainAt = now + pause;
            pause = Math.min(2 * pause, longestPause);
        }
    }

    /**
     * The database has answered; returns whether it was away.
     *
     * @param askedAt what was asked before it went away may be answered after that, and tells nothing
     */
    boolean answered(long askedAt, long now) {
        long since = awaySince.get();
        if (since == THERE || askedAt < since || !awaySince.compareAndSet(since, THERE)) {
            return false;
        }
        overAt = now;
        FailureLog.quietly(() ->
                LOG.info("The database of the durable loops answers again, after {} ms", (now - since) / 1_000_000));
        return true;
    }
}
