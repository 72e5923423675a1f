package io.github.jdatasks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a loop has done since it was built, over all its lives.
 *
 * @param runs runs that have ended, failed ones and those of {@link LoopTask#runNow()} included
 * @param failures runs, and before-hooks, that failed for good
 * @param retries attempts that failed with a transient error and were followed by another
 * @param missed ticks that passed while the loop could not run: paused, disconnected, running late or suspended. In a
 *     gap, those after the first 100,000 are estimated, unless the schedule is an interval or a fixed delay
 * @param skipped ticks that no run was made for: missed ones because of the {@link Missed} policy or
 *     {@link LoopBuilder#maxLateness}, others because the limit of {@linkplain LoopBuilder#overlap overlapping} runs had been
 *     reached; estimated where {@code missed} is
 * @param lastDuration how long the last attempt took
 * @param totalDuration how long all attempts took together
 * @param lastLateness how long after its planned instant the last attempt started
 * @param greatestLateness the greatest such lateness
 * @param lastError what failed last, retried or not
 */
public record LoopStats(
        long runs,
        long failures,
        long retries,
        long missed,
        long skipped,
        Duration lastDuration,
        Duration totalDuration,
        Duration lastLateness,
        Duration greatestLateness,
        Optional<Throwable> lastError) {

    // As the compiler would make them, but for a plugin that is reloaded: see OwnSchedule.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoopStats stats && components().equals(stats.components());
    }

    @Override
    public int hashCode() {
        return components().hashCode();
    }

    private List<Object> components() {
        return List.of(
                List.of(runs, failures, retries, missed, skipped),
                List.of(lastDuration, totalDuration, lastLateness, greatestLateness),
                lastError);
    }
}
