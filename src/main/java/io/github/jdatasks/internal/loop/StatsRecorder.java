package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what a loop does. Guarded by the {@link LoopMachine}. */
final class StatsRecorder {
    private static final AtomicLong ERRORS = new AtomicLong(); // of all loops, so that they have an order

    private long runs;
    private long lastDuration;
    private long totalDuration;
    private long lastLateness;
    private long greatestLateness;
    private @Nullable Troubles troubles;

    /** Counts that stay zero for most loops. */
    private static final class Troubles {
        long failures;
        long retries;
        long missed;
        long skipped;

        long lastErrorNumber;

        @Nullable Throwable lastError;

        void add(Throwable error) {
            lastErrorNumber = ERRORS.incrementAndGet();
            lastError = error;
        }
    }

    void recordStart(long lateness) {
        lastLateness = lateness;
        greatestLateness = Math.max(greatestLateness, lateness);
    }

    void recordEnd(@Nullable Throwable error, long duration) {
        runs++;
        recordDuration(duration);
        if (error != null) {
            recordFailure(error);
        }
    }

    void recordFailure(Throwable error) {
        troubles().failures++;
        troubles().add(error);
    }

    void recordRetry(Throwable error) {
        troubles().retries++;
        troubles().add(error);
    }

    void recordMisses(long missed, long skipped) {
        if (missed > 0 || skipped > 0) {
            troubles().missed += missed;
            troubles().skipped += skipped;
        }
    }

    void recordDuration(long duration) {
        lastDuration = duration;
        totalDuration += duration;
    }

    private Troubles troubles() {
        if (troubles == null) {
            troubles = new Troubles();
        }
        return troubles;
    }

    /** Returns the place of the last error among those of all loops; 0 if there was none. */
    long lastErrorNumber() {
        return troubles == null ? 0 : troubles.lastErrorNumber;
    }

    LoopStats snapshot() {
        Troubles had = troubles == null ? new Troubles() : troubles;
        return new LoopStats(
                runs,
                had.failures,
                had.retries,
                had.missed,
                had.skipped,
                Duration.ofNanos(lastDuration),
                Duration.ofNanos(totalDuration),
                Duration.ofNanos(lastLateness),
                Duration.ofNanos(greatestLateness),
                Optional.ofNullable(had.lastError));
    }
}
