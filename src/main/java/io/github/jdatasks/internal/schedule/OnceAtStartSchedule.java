package io.github.jdatasks.internal.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedule of a loop that runs once, as soon as it may; its count is one. */
public record OnceAtStartSchedule() implements OwnSchedule.Grid {
    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return Optional.empty();
    }

    @Override
    public String describe() {
        return "once, when it starts";
    }

    @Override
    public long nanos() {
        return Long.MAX_VALUE; // a grid of one tick
    }

    @Override
    public boolean countsFromRunEnd() {
        return false;
    }

    @Override
    public List<Object> parts() {
        return List.of();
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
