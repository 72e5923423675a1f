package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's own schedules: a value. What {@link Planner} has to know of it is asked here, so that the compiler
 * demands an answer for each new type; a user's schedule is planned like a {@link Calendar} that does not follow the clock.
 *
 * <p>The {@code equals} that the compiler makes for a record is not used: on Java 17, a record on which it has been
 * called keeps its class loader alive forever, and with it a plugin that was unloaded.
 */
sealed interface OwnSchedule extends Schedule {
    /** Returns what it consists of, none of it of a record class of ours. */
    List<Object> parts();

    default boolean hasPartsOf(@Nullable Object other) {
        return other instanceof OwnSchedule schedule
                && getClass() == schedule.getClass()
                && parts().equals(schedule.parts());
    }

    /** A schedule whose ticks are equally far apart, planned in nanoseconds of the timer. */
    sealed interface Grid extends OwnSchedule permits IntervalSchedule, FixedDelaySchedule, OnceAtStartSchedule {
        /** Returns the nanoseconds between two ticks; {@link Long#MAX_VALUE} if there is one tick only. */
        long nanos();

        /** Returns whether a tick is counted from the end of the last run rather than from its planned start. */
        boolean countsFromRunEnd();
    }

    /** A schedule whose ticks are instants of the wall clock. */
    sealed interface Calendar extends OwnSchedule
            permits AlignedSchedule, AnyOfSchedule, CronSchedule, OnceSchedule, TimesSchedule {
        /**
         * Returns whether a wall clock that was set back is followed at once: the schedule has no times that must not
         * repeat.
         */
        boolean followsClock();
    }
}
