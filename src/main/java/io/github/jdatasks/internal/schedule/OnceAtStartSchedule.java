package io.github.jdatasks.internal.schedule;

import java.time.Instant;
import java.util.Optional;

/** The schedule of a loop that runs once, as soon as it may; its count is one. */
public final class OnceAtStartSchedule extends OwnSchedule.Grid {
    public OnceAtStartSchedule() {
        super(Long.MAX_VALUE);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        return Optional.empty();
    }

    @Override
    public String describe() {
        return "once, when it starts";
    }
}
