package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An endless set of local date-times in one zone. */
abstract sealed class LocalSchedule extends OwnSchedule.Calendar permits AlignedSchedule, CronSchedule, TimesSchedule {
    private final AmbiguousTime ambiguous;
    private final ZoneId zone;

    /** Refuses null; the message begins with the name of the method that the user has called. */
    LocalSchedule(String method, @Nullable AmbiguousTime ambiguous, @Nullable ZoneId zone) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    method + ": the choice for ambiguous times is null; give EARLIER or LATER");
        }
        if (zone == null) {
            throw new IllegalArgumentException(
                    method + ": the zone is null; give one such as ZoneId.of(\"Europe/Berlin\")");
        }
        this.ambiguous = ambiguous;
        this.zone = zone;
    }

    /** Returns the first date-time strictly after another. */
    abstract LocalDateTime firstAfter(LocalDateTime local);

    /** Returns the words to go before the name of the zone. */
    abstract String words();

    /** Returns what tells the date-times from those of another schedule of the class, for {@link #parts}. */
    abstract Object rule();

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return followsClock()
                ? LocalTimeResolver.nextShown(after, this::firstAfter, zone)
                : LocalTimeResolver.nextOnce(after, this::firstAfter, zone, ambiguous);
    }

    @Override
    public String describe() {
        return words() + " " + Zones.name(zone)
                + (ambiguous == AmbiguousTime.LATER ? " (the later one when the clocks go back)" : "");
    }

    @Override
    List<Object> parts() {
        return List.of(ambiguous, zone, rule());
    }
}
