package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Whether the database can be reached: one line in the log when it goes, one when it is back. */
final class Outage {
    static final String LOGGER = "io.github.jdatasks.DurableLoops";

    private static final Logger LOG = Loggers.get(LOGGER);
    private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();

    private final long longestPause;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long since;
    private volatile long pause = FIRST_PAUSE;
    private volatile long askAgainAt;
    private volatile long overAt = Long.MIN_VALUE / 2; // long ago

    Outage(long longestPause) {
        this.longestPause = longestPause;
    }

    boolean isAway() {
        return away.get();
    }

    /** Returns whether the database may be asked: it is there, or it is time to try again. */
    boolean isOver(long now) {
        return !away.get() || now >= askAgainAt;
    }

    long askAgainAt() {
        return askAgainAt;
    }

    /** The database has not answered. */
    void failed(Throwable error, long now) {
        if (away.compareAndSet(false, true)) {
            since = now;
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

    /** The database has answered; returns whether it was away. */
    boolean answered(long now) {
        boolean wasAway = away.compareAndSet(true, false);
        if (wasAway) {
            overAt = now;
            LOG.info("The database of the durable loops answers again, after {} ms", (now - since) / 1_000_000);
        }
        return wasAway;
    }
}
