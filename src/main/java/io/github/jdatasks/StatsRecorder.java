package io.github.jdatasks;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a loop does. Guarded by the machine.
 */
final class StatsRecorder {
    private long runs;
    private long failures;
    private long retries;
    private long missed;
    private long skipped;
    private long lastDuration;
    private long totalDuration;
    private long lastLateness;
    private long greatestLateness;
    private @Nullable Throwable lastError;

    void started(long lateness) {
        lastLateness = lateness;
        greatestLateness = Math.max(greatestLateness, lateness);
    }

    void finished(@Nullable Throwable error, long duration) {
        runs++;
        took(duration);
        if (error != null) {
            failed(error);
        }
    }

    void failed(Throwable error) {
        failures++;
        lastError = error;
    }

    void retried(Throwable error, long duration) {
        retries++;
        lastError = error;
        took(duration);
    }

    void missed(long ticks, long unmade) {
        missed += ticks;
        skipped += unmade;
    }

    private void took(long duration) {
        lastDuration = duration;
        totalDuration += duration;
    }

    LoopStats snapshot() {
        return new LoopStats(
                runs,
                failures,
                retries,
                missed,
                skipped,
                Duration.ofNanos(lastDuration),
                Duration.ofNanos(totalDuration),
                Duration.ofNanos(lastLateness),
                Duration.ofNanos(greatestLateness),
                Optional.ofNullable(lastError));
    }
}
