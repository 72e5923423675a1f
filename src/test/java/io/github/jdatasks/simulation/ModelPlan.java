package io.github.jdatasks.simulation;

import io.github.jdatasks.Missed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the next run is, as the model sees it: tick by tick. Times are nanoseconds since the start of the script.
 */
final class ModelPlan {
    private static final long NONE = Long.MIN_VALUE;
    private static final int CATCH_UP_LIMIT = 1_000;

    /** Why there has to be a plan. */
    private enum Need {
        NOTHING,
        FIRST,
        NEXT,
        CHANGED
    }

    private final Missed policy;
    private final long initialDelay;
    private final long maxLateness;
    private Timing timing;
    private Need need = Need.NOTHING;
    private long born;
    private long planned = NONE;
    private long last = NONE;
    private boolean onGrid; // the planned tick is of an interval or delay
    private long grid; // a tick of the interval
    private long notBefore = NONE; // what a run was last postponed to
    private long tick = NONE; // of the planned run, if that is postponed
    private long counted = NONE; // the newest tick that has been counted as missed
    long missed;
    long skipped;

    ModelPlan(LoopSpec spec) {
        this.policy = spec.missed();
        this.initialDelay = spec.initialDelay();
        this.maxLateness = spec.maxLateness() == 0 ? Long.MAX_VALUE : spec.maxLateness();
        this.timing = spec.timing;
    }

    void beginLife(long now) {
        need = Need.NOTHING;
        planned = NONE;
        last = NONE;
        counted = NONE;
        notBefore = NONE;
        tick = NONE;
        born = now;
    }

    void beginRuns() {
        need = Need.FIRST;
    }

    void change(Timing newTiming, boolean active, long now) {
        if (newTiming.isCalendar() && newTiming.equals(timing)) {
            return;
        }
        timing = newTiming;
        if (active && need != Need.FIRST) {
            need = Need.CHANGED;
        } else {
            born = now; // no tick is missed of a time at which it was not the schedule
        }
    }

    Timing timing() {
        return timing;
    }

    void ran(long now) {
        last = timing.afterRuns() ? now : planned;
        if (need == Need.NOTHING) {
            need = Need.NEXT;
        }
    }

    /** Returns whether the first tick of a grid waits for the first run to be possible. */
    boolean waitsToBegin() {
        return need == Need.FIRST && !timing.isCalendar();
    }

    void plan(long now) {
        switch (need) {
            case NOTHING -> {
                return;
            }
            case FIRST -> planned = timing.isCalendar() ? after(born + initialDelay) : now + initialDelay;
            case NEXT -> {
                planned = after(last);
                if (notBefore == NONE) {
                    resolve(now); // what passed during the run is known to be missed, whether or not there may be
                    // another
                }
            }
            case CHANGED -> {
                planned = changed(now, last, planned);
                counted = NONE;
            }
        }
        if (need != Need.NEXT) {
            grid = planned;
        }
        need = Need.NOTHING;
        onGrid = !timing.isCalendar();
        tick = NONE;
        if (notBefore != NONE) {
            putOff();
        }
    }

    /** The next run is to be so long from now, or at its tick if that is later. */
    void postpone(long nanos, boolean begun, long now) {
        notBefore = now + nanos;
        if (!begun && need == Need.NOTHING && planned != NONE) {
            putOff();
        }
    }

    private void putOff() {
        long own = tick == NONE ? planned : tick;
        tick = notBefore > own ? own : NONE;
        planned = Math.max(own, notBefore);
    }

    private long changed(long now, long lastRun, long before) {
        if (timing.isCalendar()) {
            return after(Math.max(now, lastRun));
        }
        long first = before == NONE || !onGrid ? now : Math.max(now, before);
        return lastRun == NONE ? first : Math.max(now, lastRun + timing.step());
    }

    private long after(long time) {
        if (timing.afterRuns()) {
            return time + timing.step();
        }
        if (!timing.isCalendar()) {
            return grid + (Math.floorDiv(time - grid, timing.step()) + 1) * timing.step();
        }
        Optional<Instant> next = timing.schedule().nextAfter(Timing.instant(time));
        return next.map(Timing::nanos).orElse(ModelLoop.NEVER);
    }

    /** Decides about ticks that have passed, now that a run is possible. */
    void resolve(long now) {
        notBefore = NONE;
        List<Long> passed = new ArrayList<>();
        long next = planned;
        for (; next < now; next = timing.afterRuns() ? now : after(next)) {
            passed.add(next);
            missed += next > counted ? 1 : 0;
        }
        if (passed.isEmpty()) {
            return;
        }
        long newest = passed.get(passed.size() - 1);
        counted = Math.max(counted, newest);
        switch (policy) {
            case SKIP -> {
                skipped += passed.size();
                planned = timing.afterRuns() ? now + timing.step() : next;
            }
            case RUN_ONCE -> {
                boolean another = next == now && !timing.afterRuns(); // one run stands for it and all before it
                skipped += passed.size() - (another ? 0 : 1);
                planned = another ? next : newest;
            }
            case CATCH_UP -> {
                int dropped = Math.max(0, passed.size() - CATCH_UP_LIMIT);
                skipped += dropped;
                planned = passed.get(dropped);
            }
        }
        for (; planned < now && now - planned > maxLateness; planned = after(planned)) {
            skipped++;
        }
        if (planned != passed.get(0)) {
            tick = NONE; // the postponed run was skipped
        }
    }

    long longestRetryDelay(long now) {
        return Math.max(Seconds.nanos("1"), timing.isCalendar() ? after(now) - now : timing.step());
    }

    boolean isExhausted() {
        return planned == ModelLoop.NEVER;
    }

    long planned() {
        return planned;
    }

    /** Returns what users are told of the next run. */
    long preview(boolean running, long now) {
        if (planned == NONE || isExhausted() || (running && timing.afterRuns())) {
            return ModelLoop.NEVER;
        }
        if (!running) {
            return planned;
        }
        return Math.max(notBefore, need == Need.CHANGED ? changed(now, planned, NONE) : after(planned));
    }
}
