package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;

/**
 * What a calendar loop remembers of the wall clock: when its life began, and how often the clock had been set back by
 * its last plan. Guarded by its loop.
 */
public final class CalendarClock {
    private final LoopTimer timer;
    private final long startedWall;
    private final long startedTick;
    private boolean followsClock; // then every setback matters, else only a correction
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

    /** Records that a plan is made now. */
    public void planned(Schedule schedule) {
        followsClock = Planner.followsClock(schedule);
        changes = changesNow();
    }

    /** Returns whether the clock has been set back since the last plan, by enough to matter to the schedule. */
    public boolean isSetBack() {
        return changes != changesNow();
    }

    /** Returns when the life began, by the present wall clock if that was set back meanwhile. */
    public long started() {
        return isSetBack() ? EpochNanos.minus(timer.wallNow(), timer.now() - startedTick) : startedWall;
    }
}
