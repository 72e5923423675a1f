package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The ticks of a schedule in the time that its runs are planned in: all of them, and those that pass its filters. */
final class Ticks {
    private final LongUnaryOperator after;
    private final LongUnaryOperator passingAfter;
    private final @Nullable LimitedSchedule filtered; // null if all ticks pass

    private Ticks(LongUnaryOperator after, LongUnaryOperator passingAfter, @Nullable LimitedSchedule filtered) {
        this.after = after;
        this.passingAfter = passingAfter;
        this.filtered = filtered;
    }

    /**
     * Returns the ticks of a schedule that is no plain grid.
     *
     * @param first one of them; if it is a grid with limits, they count from it
     */
    static Ticks of(Schedule schedule, long first) {
        LimitedSchedule filtered = schedule instanceof LimitedSchedule one && one.hasFilters() ? one : null;
        if (schedule instanceof LimitedSchedule grid && Planner.isGrid(grid)) {
            LimitedSchedule all = grid.withoutFilters();
            long step = Planner.interval(grid);
            LongUnaryOperator next = time -> time < first ? first : EpochNanos.plus(time - (time - first) % step, step);
            return new Ticks(
                    time -> all.onGrid(next.applyAsLong(time)), time -> grid.onGrid(next.applyAsLong(time)), filtered);
        }
        Schedule all = filtered == null ? schedule : filtered.withoutFilters();
        return new Ticks(
                time -> Planner.calendarTick(all, time), time -> Planner.calendarTick(schedule, time), filtered);
    }

    /** Returns the first tick strictly after a time; {@link Planner#EXHAUSTED} if there is none. */
    long after(long time) {
        return after.applyAsLong(time);
    }

    boolean areFiltered() {
        return filtered != null;
    }

    boolean passes(long tick) {
        return filtered == null || filtered.passes(filtered.wall(tick));
    }

    /** As {@link #after}, of those that pass. */
    long passingAfter(long time) {
        return passingAfter.applyAsLong(time);
    }
}
