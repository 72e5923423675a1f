package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.Checks;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those instants of a schedule that are not before a first one, not after a last one, and pass filters. A grid with
 * limits is still a grid: {@link #onGrid} says which of its ticks there are.
 */
public final class LimitedSchedule extends OwnSchedule {
    /** After so many instants in a row that no filter lets through, there may be none at all. */
    private static final int MOST_REJECTED = 1_000_000;

    private final Schedule base; // no limited one, and with a start no interval
    private final @Nullable Instant start;
    private final @Nullable Instant end;
    private final List<Predicate<Instant>> filters;
    private final long wallAhead; // by which the wall clock is ahead of the time of the grid

    private LimitedSchedule(
            Schedule base,
            @Nullable Instant start,
            @Nullable Instant end,
            List<Predicate<Instant>> filters,
            long wallAhead) {
        this.base = base;
        this.start = start;
        this.end = end;
        this.filters = filters;
        this.wallAhead = wallAhead;
    }

    private static LimitedSchedule of(Schedule schedule) {
        return schedule instanceof LimitedSchedule limited
                ? limited
                : new LimitedSchedule(schedule, null, null, List.of(), 0);
    }

    public static Schedule until(Schedule schedule, @Nullable Instant last) {
        Instant end = Checks.notNull("until", last);
        LimitedSchedule old = of(schedule);
        boolean isLater = old.end != null && old.end.isBefore(end);
        return new LimitedSchedule(old.base, old.start, isLater ? old.end : end, old.filters, 0);
    }

    public static Schedule startingAt(Schedule schedule, @Nullable Instant first) {
        Instant start = Checks.notNull("startingAt", first);
        LimitedSchedule old = of(schedule);
        if (old.base instanceof IntervalSchedule interval) {
            Schedule anchored = new AnchoredSchedule(start, interval.nanos());
            return old == schedule ? new LimitedSchedule(anchored, null, old.end, old.filters, 0) : anchored;
        }
        boolean isEarlier = old.start != null && old.start.isAfter(start);
        Schedule base = old.base instanceof AnyOfSchedule union ? union.withIntervalsFrom(start) : old.base;
        return new LimitedSchedule(base, isEarlier ? old.start : start, old.end, old.filters, 0);
    }

    public static Schedule filter(Schedule schedule, @Nullable Predicate<Instant> wanted) {
        LimitedSchedule old = of(schedule);
        List<Predicate<Instant>> filters = new ArrayList<>(old.filters);
        filters.add(Checks.notNull("filter", wanted));
        return new LimitedSchedule(old.base, old.start, old.end, List.copyOf(filters), 0);
    }

    /** Returns whether startingAt makes it another schedule: its instants depend on the one that it is asked for. */
    static boolean hasInterval(Schedule schedule) {
        Schedule base = of(schedule).base;
        return base instanceof IntervalSchedule || (base instanceof AnyOfSchedule union && union.hasInterval());
    }

    Schedule base() {
        return base;
    }

    boolean hasFilters() {
        return !filters.isEmpty();
    }

    /** Returns whether the filters let an instant through. */
    boolean passes(Instant instant) {
        for (Predicate<Instant> filter : filters) {
            if (!filter.test(instant)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same schedule for a loop with a grid, whose time the wall clock is ahead of. */
    LimitedSchedule ahead(long nanos) {
        return new LimitedSchedule(base, start, end, filters, nanos);
    }

    LimitedSchedule withoutFilters() {
        return new LimitedSchedule(base, start, end, List.of(), wallAhead);
    }

    /** Returns the wall clock's instant of a tick of the grid. */
    Instant wall(long tick) {
        return EpochNanos.toInstant(EpochNanos.plus(tick, wallAhead));
    }

    /**
     * Returns the first tick of the grid not before one of its ticks, all in the time of the grid;
     * {@link Planner#EXHAUSTED} if there is none.
     */
    long onGrid(long first) {
        long step = Planner.interval(this);
        long tick = start == null ? first : Math.max(first, EpochNanos.minus(EpochNanos.of(start), wallAhead));
        for (int rejected = 0; rejected < MOST_REJECTED; rejected++) {
            if (tick >= EpochNanos.FAR || isAfterEnd(wall(tick))) {
                return Planner.EXHAUSTED;
            }
            if (passes(wall(tick))) {
                return tick;
            }
            tick = EpochNanos.plus(tick, step);
        }
        throw allRejected(wall(first), wall(tick));
    }

    private boolean isAfterEnd(Instant instant) {
        return end != null && instant.isAfter(end);
    }

    @Override
    boolean followsClock() {
        return Planner.followsClock(base);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        Optional<Instant> next = firstAfter(after);
        for (int rejected = 0; rejected < MOST_REJECTED; rejected++) {
            if (next.isEmpty() || isAfterEnd(next.get())) {
                return Optional.empty();
            }
            if (passes(next.get())) {
                return next;
            }
            next = Planner.ask(base, next.get());
        }
        throw allRejected(after, next.orElse(after));
    }

    private Optional<Instant> firstAfter(Instant after) {
        if (start == null || !after.isBefore(start)) {
            return Planner.ask(base, after);
        }
        return base instanceof Grid ? Optional.of(start) : Planner.ask(base, start.minusNanos(1));
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        Optional<Instant> previous = lastBefore(before);
        for (int rejected = 0; rejected < MOST_REJECTED; rejected++) {
            if (previous.isEmpty() || (start != null && previous.get().isBefore(start))) {
                return Optional.empty();
            }
            if (passes(previous.get())) {
                return previous;
            }
            previous = base.previousBefore(previous.get());
        }
        throw allRejected(before, previous.orElse(before));
    }

    private Optional<Instant> lastBefore(Instant before) {
        Instant last = end;
        if (!(base instanceof Grid)) {
            return base.previousBefore(last != null && before.isAfter(last) ? last.plusNanos(1) : before);
        }
        // It has no instants of its own, so its limits are the first and the last.
        Optional<Instant> previous = base.previousBefore(before);
        if (start != null
                && before.isAfter(start)
                && previous.filter(start::isBefore).isEmpty()) {
            return Optional.of(start);
        }
        return previous.map(one -> last != null && one.isAfter(last) ? last : one);
    }

    private IllegalStateException allRejected(Instant from, Instant to) {
        return new IllegalStateException("the filter of the schedule \"" + describe() + "\" has let through none of "
                + MOST_REJECTED + " instants from " + from + " to " + to
                + "; let it accept one of them, filter a schedule that has fewer, or end it earlier: until(Instant)");
    }

    @Override
    public String describe() {
        String words = base.describe();
        return (base instanceof AnyOfSchedule ? "(" + words + ")" : words)
                + (start == null ? "" : " from " + start + " on")
                + (end == null ? "" : " until " + end)
                + (filters.isEmpty() ? "" : ", filtered");
    }

    /** Compares what is the user's by identity, since its {@code equals} is user code. */
    @Override
    List<Object> parts() {
        Set<Object> users = Collections.newSetFromMap(new IdentityHashMap<>());
        users.addAll(filters);
        boolean own = base instanceof OwnSchedule;
        if (!own) {
            users.add(base);
        }
        return List.of(own ? base : "", users, start == null ? "" : start, end == null ? "" : end);
    }
}
