package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.EpochNanos;

/**
 * The ticks of a schedule from a first one until now that pass its filters. However many there are, the schedule and its
 * filters are asked a limited number of times: the oldest ticks are counted, and the newest are searched from the end.
 */
final class PassedTicks {
    /** This many ticks are counted one by one; the others are assumed to be as dense. */
    private static final int COUNTED = 100_000;

    /** A leap over evenly spaced ticks ends this many ticks before now: more than a loop may catch up. */
    private static final int AFTER_LEAP = 2_000;

    /** From how many ticks that pass filters it is concluded how many others there are. */
    private static final int SAMPLE = 10;

    /** The newest ones that pass filters are searched among about this many ticks. */
    private static final int SEARCHED = 1_000_000;

    private final Ticks ticks;
    private final long first;
    private final long now;
    private final Walk newest;
    private final long passed;

    /**
     * A walk from tick to tick.
     *
     * @param seen how many there were before the end of the walk
     * @param passed how many of them passed the filters
     * @param last the last one that did; the first tick of the walk if none did
     * @param next the tick after those seen
     */
    private record Walk(long from, long seen, long passed, long last, long next) {}

    PassedTicks(Ticks ticks, long first, long now) {
        this.ticks = ticks;
        this.first = first;
        this.now = now;
        Walk oldest = walk(first, now);
        if (oldest.next >= now) {
            newest = oldest;
            passed = oldest.passed;
        } else {
            Walk found = ticks.areFiltered() ? newestPassing(oldest.next, SAMPLE) : newestAfter(oldest);
            double span = EpochNanos.minus(oldest.next, first);
            double between = EpochNanos.minus(found.from, oldest.next) / span * oldest.seen;
            // The first passes the filters in any case, so it says nothing about the others.
            double share = (double) (oldest.passed - 1 + found.passed) / (oldest.seen - 1 + found.seen);
            passed = oldest.passed + Math.round(between * share) + found.passed;
            newest = found.passed > 0 ? found : new Walk(found.from, 0, 0, oldest.last, found.next);
        }
    }

    private Walk walk(long from, long end) {
        long seen = 0;
        long passing = 0;
        long last = from;
        long next = from;
        while (next < end && seen < COUNTED) {
            seen++;
            if (ticks.passes(next)) {
                passing++;
                last = next;
            }
            next = ticks.after(next);
        }
        return new Walk(from, seen, passing, last, next);
    }

    private Walk newestAfter(Walk oldest) {
        long span = oldest.next - first;
        long interval = span / oldest.seen;
        long leap = (EpochNanos.minus(now, oldest.next) / interval - AFTER_LEAP) * interval;
        if (span == interval * oldest.seen && leap > 0) {
            // The ticks may be evenly spaced. The leap then starts from the oldest, because a schedule that counts from
            // the instant it is asked for has other ticks when asked for another one.
            long end = oldest.next + leap;
            Walk rest = ticks.after(end - interval) == end ? walk(end, now) : oldest;
            if (rest.next >= now) {
                return rest;
            }
        }
        return walk(newest(1), now);
    }

    /**
     * Walks over windows that begin earlier and earlier, until so many ticks have passed the filters, or a limit is
     * reached. Returns the walk from there until now.
     */
    private Walk newestPassing(long earliest, long number) {
        Walk found = new Walk(now, 0, 0, now, now);
        long width = 1;
        for (long searched = 0; found.from > earliest && found.passed < number && searched < SEARCHED; ) {
            long start = Math.max(earliest, EpochNanos.minus(found.from, width));
            Walk window = walk(ticks.after(start - 1), found.from);
            searched += window.seen;
            if (window.next < found.from) { // too many at once
                width = Math.max(1, width / 4);
                continue;
            }
            long last = found.passed > 0 ? found.last : window.last;
            found = new Walk(start, found.seen + window.seen, found.passed + window.passed, last, found.next);
            width = EpochNanos.plus(width, width);
        }
        return found;
    }

    /** Returns how many ticks have passed; an estimate if there are very many. The first counts whatever filters say. */
    long passed() {
        return Math.max(1, passed);
    }

    /** Returns how many of them are later than the given tick. */
    long passedAfter(long tick) {
        if (tick < first) {
            return passed();
        }
        long after = ticks.after(tick);
        return after < now ? new PassedTicks(ticks, after, now).passed : 0;
    }

    long newest() {
        return newest.last;
    }

    /** Returns whether there is a tick just now, which is not missed. */
    boolean isDueNow() {
        return ticks.areFiltered() ? ticks.after(now - 1) == now && ticks.passes(now) : newest.next == now;
    }

    /** Returns the first tick that is not before now. */
    long next() {
        return ticks.areFiltered() ? ticks.passingAfter(now - 1) : newest.next;
    }

    /** Returns the first of the {@code number} newest ticks; the first of all if there are fewer. */
    long firstOf(int number) {
        boolean isShort = newest.passed < number && newest.passed < passed;
        if (isShort && !ticks.areFiltered()) {
            return newest(number);
        }
        Walk walk = isShort ? newestPassing(first, number) : newest;
        if (walk.passed == 0) {
            return newest.last;
        }
        long tick = ticks.areFiltered() ? ticks.passingAfter(walk.from - 1) : walk.from;
        for (long rest = walk.passed; rest > number; rest--) {
            tick = ticks.passingAfter(tick);
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
            tick = ticks.after(tick);
            if (tick >= now) {
                return false;
            }
        }
        return true;
    }
}
