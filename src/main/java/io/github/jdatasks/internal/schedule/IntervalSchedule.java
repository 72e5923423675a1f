package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fixed rate. Loops plan by {@link #nanos()} on monotonic time; {@link #nextAfter} is for users and unions. */
public record IntervalSchedule(long nanos) implements OwnSchedule.Grid {
    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return later(after, nanos);
    }

    static Optional<Instant> later(Instant instant, long nanos) {
        boolean beyond = instant.isAfter(Instant.MAX.minusNanos(nanos));
        return beyond ? Optional.empty() : Optional.of(instant.plusNanos(nanos));
    }

    @Override
    public String describe() {
        return "every " + DurationWords.afterEvery(nanos);
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public boolean countsFromRunEnd() {
        return false;
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
