package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;

/**
 * What a loop of the calendar remembers of the wall clock: when its life began, and how often the clock had been set
 * back by the time of its last plan. Guarded by its loop.
 */
public final class CalendarClock {
    private final LoopTimer timer;
    private final long startedWall;
    private final long startedTick;
    private boolean followsClock; // any setback of the wall clock concerns the schedule, not only a correction
    private int changes;

    public CalendarClock(LoopTimer timer) {
        this.timer = timer;
        this.startedWall = timer.wallNow();
        this.startedTick = timer.now();
        this.changes = changesNow();
    }

    private int changesNow() {
        return followsClock ? timer.setbacks() : timer.corrections();
    }

    /** Takes note of a plan made now. */
    public void planned(Schedule schedule) {
        followsClock = Planner.followsClock(schedule);
        changes = changesNow();
    }

    /** Returns whether the clock has been set back since the last plan, by as much as concerns the schedule. */
    public boolean isSetBack() {
        return changes != changesNow();
    }

    /** Returns when the life began; by a clock that has been set back, that was before or after what the wrong one said. */
    public long started() {
        return isSetBack() ? EpochNanos.minus(timer.wallNow(), timer.now() - startedTick) : startedWall;
    }
}
