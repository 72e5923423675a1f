package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's own schedules, with what {@link Planner} must know of it. A user's schedule is planned like a
 * {@link Calendar} that does not follow the clock.
 *
 * <p>Implementations do not use the generated {@code equals} of records: on Java 17, a record class on which it was
 * called keeps its class loader alive forever, and with it a plugin that was unloaded.
 */
sealed interface OwnSchedule extends Schedule {
    /** Returns the values to compare; none may be a record of the library's, see above. */
    List<Object> parts();

    default boolean hasPartsOf(@Nullable Object other) {
        return other instanceof OwnSchedule schedule
                && getClass() == schedule.getClass()
                && parts().equals(schedule.parts());
    }

    /** Ticks at equal distances, planned in nanoseconds of the timer. */
    sealed interface Grid extends OwnSchedule permits IntervalSchedule, FixedDelaySchedule, OnceAtStartSchedule {
        /** Returns the nanoseconds between two ticks; {@link Long#MAX_VALUE} if there is only one tick. */
        long nanos();

        /** Returns whether a tick counts from the end of the last run, not from its planned start. */
        boolean countsFromRunEnd();
    }

    /** Ticks at instants of the wall clock. */
    sealed interface Calendar extends OwnSchedule
            permits AlignedSchedule, AnyOfSchedule, CronSchedule, OnceSchedule, TimesSchedule {
        /** Returns whether times may repeat when the wall clock is set back; the schedule then follows it at once. */
        boolean followsClock();
    }
}
