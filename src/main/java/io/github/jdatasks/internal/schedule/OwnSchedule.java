package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's own schedules, with what {@link Planner} must know of it. All but a
 * {@link Grid} tick at instants of the wall clock, as a user's schedule does.
 *
 * <p>They are no records: on Java 17, a record class on which the generated {@code equals} was called keeps its class
 * loader alive forever, and with it a plugin that was unloaded.
 */
abstract sealed class OwnSchedule implements Schedule
        permits OwnSchedule.Grid, AnchoredSchedule, AnyOfSchedule, LimitedSchedule, LocalSchedule, OnceSchedule {
    /** Returns whether times may repeat when the wall clock is set back; the schedule then follows it at once. */
    boolean followsClock() {
        return false;
    }

    @Override
    public abstract Optional<Instant> previousBefore(Instant before);

    /** Returns the values to compare; none may be a record of the library's, see above. */
    abstract List<Object> parts();

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof OwnSchedule schedule
                && getClass() == schedule.getClass()
                && parts().equals(schedule.parts());
    }

    @Override
    public final int hashCode() {
        return parts().hashCode();
    }

    @Override
    public final String toString() {
        return describe();
    }

    /** Ticks at equal distances, planned in nanoseconds of the timer. */
    abstract static sealed class Grid extends OwnSchedule
            permits IntervalSchedule, FixedDelaySchedule, OnceAtStartSchedule {
        private final long nanos;

        Grid(long nanos) {
            this.nanos = nanos;
        }

        /** Returns the nanoseconds between two ticks; {@link Long#MAX_VALUE} if there is only one tick. */
        public long nanos() {
            return nanos;
        }

        /** For users and unions. */
        @Override
        public Optional<Instant> nextAfter(Instant after) {
            boolean beyond = after.isAfter(Instant.MAX.minusNanos(nanos));
            return beyond ? Optional.empty() : Optional.of(after.plusNanos(nanos));
        }

        @Override
        public Optional<Instant> previousBefore(Instant before) {
            boolean beyond = before.isBefore(Instant.MIN.plusNanos(nanos));
            return beyond ? Optional.empty() : Optional.of(before.minusNanos(nanos));
        }

        @Override
        List<Object> parts() {
            return List.of(nanos);
        }
    }
}
