package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the next run of a loop is due, and which ticks were missed before it.
 *
 * <p>Grids (intervals and fixed delays) are planned in nanoseconds of the timer, all others in nanoseconds since 1970.
 * The methods may call a schedule of the user's, so never under a lock.
 */
public final class Planner {
    /** Stands for "no tick yet". */
    public static final long NONE = Long.MIN_VALUE;

    /** Stands for "no further tick". */
    public static final long EXHAUSTED = Long.MAX_VALUE;

    private static final long LEAST_RETRY_CAP = 1_000_000_000L;
    private static final int CATCH_UP_LIMIT = 1_000;

    private Planner() {}

    /**
     * A plan for the next run.
     *
     * @param at when it is due
     * @param missed ticks found to be missed that had not been counted before
     * @param skipped ticks that get no run
     * @param countedTo the newest tick counted as missed so far
     */
    public record Plan(long at, long missed, long skipped, long countedTo) {
        public static Plan at(long at, long countedTo) {
            return new Plan(at, 0, 0, countedTo);
        }
    }

    /** Returns whether the schedule is one of the library's, though it may contain some of the user's. */
    public static boolean isOwn(Schedule schedule) {
        return schedule instanceof OwnSchedule;
    }

    /** Returns whether the schedule is a grid without limits, which can be planned by arithmetic alone. */
    public static boolean isPlainGrid(Schedule schedule) {
        return schedule instanceof OwnSchedule.Grid;
    }

    /** Returns whether the schedule is a grid of which limits leave only some ticks. */
    public static boolean isLimitedGrid(Schedule schedule) {
        return isGrid(schedule) && !isPlainGrid(schedule);
    }

    public static boolean isGrid(Schedule schedule) {
        return grid(schedule) != null;
    }

    private static OwnSchedule.@Nullable Grid grid(Schedule schedule) {
        Schedule base = schedule instanceof LimitedSchedule limited ? limited.base() : schedule;
        return base instanceof OwnSchedule.Grid grid ? grid : null;
    }

    /** Returns the interval of a grid in nanoseconds, 0 for other schedules. */
    public static long interval(Schedule schedule) {
        OwnSchedule.Grid grid = grid(schedule);
        return grid == null ? 0 : grid.nanos();
    }

    /** Returns whether the next run counts from the end of the one before. */
    public static boolean isFixedDelay(Schedule schedule) {
        return grid(schedule) instanceof FixedDelaySchedule;
    }

    /**
     * Returns a schedule as a loop plans with it.
     *
     * @param wallAhead by how many nanoseconds the wall clock is ahead of the time that the loop plans its grid in
     */
    public static Schedule inLoop(Schedule schedule, long wallAhead) {
        return wallAhead != 0 && schedule instanceof LimitedSchedule limited ? limited.ahead(wallAhead) : schedule;
    }

    /** Returns the first tick of a grid from one of its ticks on; {@link #EXHAUSTED} if its limits leave none. */
    public static long onGrid(Schedule schedule, long tick) {
        return schedule instanceof LimitedSchedule limited ? limited.onGrid(tick) : tick;
    }

    /** Returns whether two schedules are not grids, and equal; those of users are so if they are the same object. */
    public static boolean isSameCalendar(Schedule one, Schedule other) {
        return !isGrid(one) && (one == other || (one instanceof OwnSchedule && one.equals(other)));
    }

    /** See {@link OwnSchedule#followsClock}. */
    public static boolean followsClock(Schedule schedule) {
        return schedule instanceof OwnSchedule own && own.followsClock();
    }

    /** Returns the tick after another one; {@link #EXHAUSTED} if there is none. */
    public static long tickAfter(Schedule schedule, long tick) {
        OwnSchedule.Grid grid = grid(schedule);
        return grid == null ? calendarTick(schedule, tick) : onGrid(schedule, EpochNanos.plus(tick, grid.nanos()));
    }

    /** Plans the first run of a life, which became possible now. */
    public static Plan first(Schedule schedule, long now, long startedWall, long initialDelay) {
        boolean grid = isGrid(schedule);
        long from = EpochNanos.plus(grid ? now : startedWall, initialDelay);
        return Plan.at(grid ? onGrid(schedule, from) : calendarTick(schedule, from), NONE);
    }

    /** Plans the run after one that was planned for {@code last} and ended now. */
    public static Plan next(Schedule schedule, long last, long now, Missed policy, long countedTo) {
        return resolve(schedule, tickAfter(schedule, last), now, policy, countedTo);
    }

    /**
     * Plans the next run after the schedule was changed.
     *
     * @param last when the last run was due, in the time of the new schedule, or {@link #NONE}
     */
    public static Plan changed(Schedule schedule, long last, long now) {
        OwnSchedule.Grid grid = grid(schedule);
        if (grid != null) {
            long next = last == NONE ? now : Math.max(now, EpochNanos.plus(last, grid.nanos()));
            return Plan.at(onGrid(schedule, next), NONE);
        }
        return Plan.at(calendarTick(schedule, Math.max(now, last)), NONE);
    }

    /** Plans the next run if {@code candidate} is the next tick, which may have passed. */
    public static Plan resolve(Schedule schedule, long candidate, long now, Missed policy, long countedTo) {
        if (candidate >= now) {
            return Plan.at(candidate, countedTo);
        }
        if (isFixedDelay(schedule)) {
            return resolveDelay(schedule, candidate, now, policy, countedTo);
        }
        return schedule instanceof OwnSchedule.Grid grid
                ? resolveGrid(grid.nanos(), candidate, now, policy, countedTo)
                : resolveTicks(schedule, candidate, now, policy, countedTo);
    }

    /**
     * As {@link #resolve}, if the next run of an interval was postponed to {@code candidate}.
     *
     * @param tick the last tick that is not after it
     */
    public static Plan resolvePostponed(
            Schedule schedule, long tick, long candidate, long now, Missed policy, long countedTo) {
        if (candidate >= now) {
            return Plan.at(candidate, countedTo);
        }
        long following = tickAfter(schedule, tick);
        Plan rest = resolve(schedule, following, now, policy, countedTo);
        boolean runs = switch (policy) {
            case SKIP -> false;
            case RUN_ONCE -> following > now;
            case CATCH_UP -> rest.skipped() == 0;
        };
        return new Plan(
                runs ? candidate : rest.at(),
                rest.missed() + (candidate > countedTo ? 1 : 0),
                rest.skipped() + (runs ? 0 : 1),
                Math.max(candidate, rest.countedTo()));
    }

    /**
     * Returns a plan without the ticks before an instant, which are too late for a run.
     *
     * @param tick the tick that the planned run is for, or stands for
     */
    public static Plan withoutTicksBefore(long earliest, Schedule schedule, Plan plan, long tick) {
        long at = tick;
        long skipped = plan.skipped();
        for (; at < earliest; skipped++) {
            at = tickAfter(schedule, at);
        }
        return new Plan(at, plan.missed(), skipped, plan.countedTo());
    }

    private static Plan resolveDelay(Schedule schedule, long candidate, long now, Missed policy, long countedTo) {
        long missed = candidate > countedTo ? 1 : 0;
        return policy == Missed.SKIP
                ? new Plan(onGrid(schedule, EpochNanos.plus(now, interval(schedule))), missed, 1, candidate)
                : new Plan(candidate, missed, 0, candidate);
    }

    private static Plan resolveGrid(long step, long candidate, long now, Missed policy, long countedTo) {
        long behind = now - candidate;
        long newest = candidate + behind / step * step;
        long newestMissed = newest == now ? newest - step : newest;
        long passed = (newestMissed - candidate) / step + 1;
        long missed = countedTo < candidate ? passed : (newestMissed - countedTo) / step;
        boolean last = step == Long.MAX_VALUE; // there is no next tick to wait for
        return switch (last ? Missed.RUN_ONCE : policy) {
            case SKIP -> new Plan(EpochNanos.plus(newestMissed, step), missed, passed, newestMissed);
            case RUN_ONCE -> new Plan(newest, missed, passed - (newest == now ? 0 : 1), newestMissed);
            case CATCH_UP -> {
                long dropped = Math.max(0, passed - CATCH_UP_LIMIT);
                yield new Plan(candidate + dropped * step, missed, dropped, newestMissed);
            }
        };
    }

    private static Plan resolveTicks(Schedule schedule, long candidate, long now, Missed policy, long countedTo) {
        PassedTicks gap = new PassedTicks(Ticks.of(schedule, candidate), candidate, now);
        long passed = gap.passed();
        long missed = gap.passedAfter(countedTo);
        return switch (policy) {
            case SKIP -> new Plan(gap.next(), missed, passed, gap.newest());
            case RUN_ONCE ->
                gap.isDueNow()
                        ? new Plan(now, missed, passed, gap.newest())
                        : new Plan(gap.newest(), missed, passed - 1, gap.newest());
            case CATCH_UP ->
                new Plan(gap.firstOf(CATCH_UP_LIMIT), missed, Math.max(0, passed - CATCH_UP_LIMIT), gap.newest());
        };
    }

    /**
     * Returns the next tick of a schedule strictly after a time; {@link #EXHAUSTED} if there is none.
     *
     * @throws IllegalStateException if a user's schedule returns an earlier instant
     */
    static long calendarTick(Schedule schedule, long after) {
        Optional<Instant> next = ask(schedule, EpochNanos.toInstant(after));
        return next.isEmpty() ? EXHAUSTED : EpochNanos.of(next.get());
    }

    /**
     * Asks a schedule for its next instant.
     *
     * @throws IllegalStateException if a user's schedule answers an earlier one
     */
    public static Optional<Instant> ask(Schedule schedule, Instant after) {
        Optional<Instant> next = Objects.requireNonNull(
                schedule.nextAfter(after),
                () -> "the schedule \"" + schedule.describe() + "\" answered null for nextAfter(" + after
                        + "); it must answer Optional.empty() if there is no further instant");
        if (next.isPresent() && !next.get().isAfter(after)) {
            throw new IllegalStateException("the schedule \"" + schedule.describe() + "\" answered " + next.get()
                    + " for nextAfter(" + after + "); it must answer an instant strictly after the given one");
        }
        return next;
    }

    /** Returns the longest time that a loop with this schedule waits between two attempts. */
    public static long retryCap(Schedule schedule, long wallNow) {
        return Math.max(LEAST_RETRY_CAP, period(schedule, wallNow));
    }

    /** Returns the interval of a grid, else the time from an instant to the next tick. */
    public static long period(Schedule schedule, long instant) {
        OwnSchedule.Grid grid = grid(schedule);
        return grid == null ? EpochNanos.minus(calendarTick(schedule, instant), instant) : grid.nanos();
    }
}
