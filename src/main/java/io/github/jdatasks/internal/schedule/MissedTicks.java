package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.EpochNanos;

/**
 * The ticks of a calendar schedule from a first one until now. However many there are, the schedule is asked a limited
 * number of times: the oldest ticks are counted, and the newest are searched from the end.
 */
final class MissedTicks {
    /** This many ticks are counted one by one; the others are assumed to be as dense. */
    private static final int COUNTED = 100_000;

    /** A leap over evenly spaced ticks ends this many ticks before now: more than a loop may catch up. */
    private static final int AFTER_LEAP = 2_000;

    private final Schedule schedule;
    private final long first;
    private final long now;
    private final Walk newest;
    private final long passed;

    /** A walk from tick to tick: how many there were before now, the last of these, and the tick after that. */
    private record Walk(long from, long ticks, long last, long next) {}

    MissedTicks(Schedule schedule, long first, long now) {
        this.schedule = schedule;
        this.first = first;
        this.now = now;
        Walk oldest = walk(first);
        if (oldest.next >= now) {
            newest = oldest;
            passed = oldest.ticks;
        } else {
            newest = newestAfter(oldest);
            double span = EpochNanos.minus(oldest.next, first);
            double share = EpochNanos.minus(newest.from, oldest.next) / span;
            passed = oldest.ticks + Math.round(share * oldest.ticks) + newest.ticks;
        }
    }

    private Walk walk(long from) {
        long ticks = 0;
        long last = from;
        long next = from;
        while (next < now && ticks < COUNTED) {
            ticks++;
            last = next;
            next = Planner.calendarTick(schedule, last);
        }
        return new Walk(from, ticks, last, next);
    }

    private Walk newestAfter(Walk oldest) {
        long span = oldest.next - first;
        long interval = span / oldest.ticks;
        long leap = (EpochNanos.minus(now, oldest.next) / interval - AFTER_LEAP) * interval;
        if (span == interval * oldest.ticks && leap > 0) {
            // The ticks may be evenly spaced. The leap then starts from the oldest, because a schedule that counts from
            // the instant it is asked for has other ticks when asked for another one.
            long end = oldest.next + leap;
            Walk rest = Planner.calendarTick(schedule, end - interval) == end ? walk(end) : oldest;
            if (rest.next >= now) {
                return rest;
            }
        }
        return walk(newest(1));
    }

    /** Returns how many ticks have passed; an estimate if there are very many. */
    long passed() {
        return passed;
    }

    /** Returns how many of them are later than the given tick. */
    long passedAfter(long tick) {
        if (tick < first) {
            return passed;
        }
        long after = Planner.calendarTick(schedule, tick);
        return after < now ? new MissedTicks(schedule, after, now).passed : 0;
    }

    long newest() {
        return newest.last;
    }

    /** Returns the first tick that is not before now. */
    long next() {
        return newest.next;
    }

    /** Returns the first of the {@code number} newest ticks; the first of all if there are fewer. */
    long firstOf(int number) {
        if (newest.ticks < number && newest.ticks < passed) {
            return newest(number);
        }
        long tick = newest.from;
        for (long rest = newest.ticks; rest > number; rest--) {
            tick = Planner.calendarTick(schedule, tick);
        }
        return tick;
    }

    /** Returns the first of the {@code number} newest ticks by bisection; there must be more than that. */
    private long newest(int number) {
        long before = first;
        long at = now;
        while (before + 1 < at) {
            long middle = (before & at) + ((before ^ at) >> 1); // the mean without overflow
            if (hasAfter(middle, number)) {
                before = middle;
            } else {
                at = middle;
            }
        }
        return at;
    }

    private boolean hasAfter(long time, int number) {
        long tick = time;
        for (int i = 0; i < number; i++) {
            tick = Planner.calendarTick(schedule, tick);
            if (tick >= now) {
                return false;
            }
        }
        return true;
    }
}
