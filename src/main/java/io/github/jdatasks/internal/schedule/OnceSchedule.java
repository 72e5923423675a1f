package io.github.jdatasks.internal.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One instant. */
public final class OnceSchedule extends OwnSchedule {
    private final Instant instant;

    public OnceSchedule(Instant instant) {
        this.instant = instant;
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return after.isBefore(instant) ? Optional.of(instant) : Optional.empty();
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        return before.isAfter(instant) ? Optional.of(instant) : Optional.empty();
    }

    @Override
    public String describe() {
        return "once at " + instant;
    }

    @Override
    List<Object> parts() {
        return List.of(instant);
    }
}
