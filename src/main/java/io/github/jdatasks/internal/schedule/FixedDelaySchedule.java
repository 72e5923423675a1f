package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delay from the end of each run, which {@link #nextAfter} takes as its argument. */
public record FixedDelaySchedule(long nanos) implements OwnSchedule.Grid {
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
