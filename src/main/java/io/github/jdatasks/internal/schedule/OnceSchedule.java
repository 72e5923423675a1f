package io.github.jdatasks.internal.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One instant. */
public record OnceSchedule(Instant instant) implements OwnSchedule.Calendar {
    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return after.isBefore(instant) ? Optional.of(instant) : Optional.empty();
    }

    @Override
    public String describe() {
        return "once at " + instant;
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public boolean followsClock() {
        return false;
    }

    @Override
    public List<Object> parts() {
        return List.of(instant);
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
