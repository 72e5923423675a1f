package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delay from the end of each run. Loops keep it on monotonic time by {@link #nanos()}; {@link #nextAfter} takes its
 * argument for the end of a run.
 *
 * @param nanos the delay, positive
 */
public record FixedDelaySchedule(long nanos) implements OwnSchedule.Grid {
    Duration interval() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return IntervalSchedule.later(after, nanos);
    }

    @Override
    public String describe() {
        return DurationWords.of(nanos) + " after each run";
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public boolean countsFromRunEnd() {
        return true;
    }

    @Override
    public List<Object> parts() {
        return List.of(nanos);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return hasPartsOf(other);
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
