package io.github.jdatasks.internal.loop;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.schedule.CalendarClock;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a loop by itself: it plans each run when the one before is over. Guarded by the {@link LoopMachine}.
 */
final class LocalTicks extends NextRun {
    private boolean counted; // the planned tick, as missed
    private @Nullable Rare rare; // null if there is none of it

    /** What few plans have. */
    private static final class Rare {
        @Nullable CalendarClock clock; // null on a grid

        long countedTo = NONE; // the newest tick counted as missed so far, if it is after the planned one
        long jitter; // the random delay of the planned tick
    }

    LocalTicks(LoopTimer timer) {
        super(timer);
    }

    @Override
    void begin(Schedule schedule) {
        super.begin(schedule);
        counted = false;
        rare = null;
        beginCalendar(schedule);
    }

    @Override
    void change(Schedule schedule, boolean hasBegun) {
        if (hasBegun && reason() != Reason.FIRST) {
            setReason(Reason.CHANGED);
        } else {
            beginCalendar(schedule); // ticks before the change are not missed ones of this schedule
        }
    }

    @Override
    Step decide(LoopMachine loop, long now, boolean onTimer) {
        boolean mayRun = !loop.paused && loop.settings.mayRun();
        LoopSettings.Policies policies = loop.settings.policies();
        Reason reason = reason();
        if (reason == Reason.FIRST && Planner.isGrid(loop.schedule) && !mayRun) {
            return LoopRules.blocked(loop); // the grid begins when the first run is possible
        }
        if (reason != Reason.NONE && !planByArithmetic(loop.schedule, now, policies)) {
            return Step.PLAN;
        }
        if (isExhausted(loop.schedule)) {
            return LoopRules.complete(loop);
        }
        if (!isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            noticeSuspend(now, policies.missed());
        }
        if (!mayRun) {
            armed = false;
            return LoopRules.blocked(loop);
        }
        if (!armed) {
            setReason(Reason.MISSED);
            return Step.PLAN;
        }
        if (!LoopRules.isFull(loop)) {
            return Step.RUN;
        }
        if (policies.missed() == Missed.CATCH_UP && planned <= countedTo()) {
            OverlappingRuns others = loop.overlapping(); // a missed tick waits for a place
            return others != null && others.isBackingOff() ? Step.AWAIT_RETRY : Step.REST;
        }
        loop.stats.recordMisses(0, 1); // skipped for good
        RunReport.recordMissed(loop, 0, 1);
        for (ListenerCalls calls : loop.listeners()) {
            calls.addByTimer(listener -> listener.onSkipped(loop.task(), 1));
        }
        ran(loop.schedule, now, true);
        return decide(loop, now, onTimer);
    }

    /** Lets the ticks of a schedule count from now on; before its first run is planned. */
    private void beginCalendar(Schedule schedule) {
        if (!Planner.isGrid(schedule)) {
            rare().clock = new CalendarClock(timer);
        } else if (rare != null) {
            rare.clock = null;
        }
    }

    private Reason reason() {
        CalendarClock clock = noted() == Reason.NONE ? clock() : null;
        // A tick that is due by the new time as well needs no new plan.
        boolean setBack = clock != null && clock.isSetBack() && planned > timer.wallNow();
        return setBack ? Reason.CLOCK_CHANGED : noted();
    }

    /** Returns whether the schedule has no further instant; a grid without limits always has one. */
    private boolean isExhausted(Schedule schedule) {
        return planned == Planner.EXHAUSTED && !(onGrid && Planner.isPlainGrid(schedule));
    }

    @Override
    long due() {
        return planned >= EpochNanos.FAR ? planned : EpochNanos.plus(planned, jitter());
    }

    private @Nullable CalendarClock clock() {
        return rare == null ? null : rare.clock;
    }

    private long jitter() {
        return rare == null ? 0 : rare.jitter;
    }

    /**
     * Returns the newest tick that has been counted as missed; {@link Planner#NONE} if that does not matter any more,
     * since it is before the planned one.
     */
    private long countedTo() {
        return rare != null && rare.countedTo != NONE ? rare.countedTo : counted ? planned : NONE;
    }

    private Rare rare() {
        if (rare == null) {
            rare = new Rare();
        }
        return rare;
    }

    /** Counts the planned tick as missed if the timer sees it so late that the host must have been suspended. */
    private void noticeSuspend(long now, Missed policy) {
        long late = policy == Missed.SKIP ? PASSED_FOR_SURE : PASSED_UNSEEN;
        if (!onGrid && lateness(now) - jitter() > late) {
            armed = false;
        }
    }

    @Override
    void passedDuringOtherRun(long now) {
        if (planned != NONE && present(onGrid, now) > due()) {
            armed = false;
        }
    }

    @Override
    void ran(Schedule schedule, long now, boolean completely) {
        last = Planner.isFixedDelay(schedule) ? present(onGrid, now) : planned;
        if (noted() == Reason.NONE) {
            setReason(Reason.NEXT);
        }
    }

    /**
     * Plans the next run by arithmetic, under the lock.
     *
     * @return false if the schedule has to be asked, or ticks were missed
     */
    private boolean planByArithmetic(Schedule schedule, long now, LoopSettings.Policies policies) {
        if (!Planner.isPlainGrid(schedule) || policies.jitterNanos() > 0) {
            return false;
        }
        if (noted() == Reason.NEXT && onGrid && schedule instanceof IntervalSchedule interval) {
            long next = EpochNanos.plus(last, interval.nanos());
            if (next < now) {
                return false;
            }
            setReason(Reason.NONE);
            planned = next;
            counted = false;
            armed = true;
            return true;
        }
        Question question = question(schedule);
        Planner.Plan plan = answer(question, now, policies);
        if (plan.missed() > 0 || plan.skipped() > 0) {
            return false;
        }
        commit(question, plan, now, 0);
        return true;
    }

    @Override
    long tickAhead(Schedule schedule, long now) {
        boolean settled = noted() == Reason.NONE || noted() == Reason.MISSED;
        if (!settled || !onGrid || jitter() != 0 || !(schedule instanceof IntervalSchedule interval)) {
            return NONE;
        }
        long behind = Math.max(0, now - planned);
        return EpochNanos.plus(planned + behind / interval.nanos() * interval.nanos(), interval.nanos());
    }

    @Override
    Question question(Schedule schedule) {
        Reason why = reason();
        boolean grid = Planner.isGrid(schedule);
        if (!grid && clock() == null) {
            beginCalendar(schedule); // the schedule has changed from a grid
        }
        CalendarClock calendar = grid ? null : clock();
        boolean setBack = calendar != null && calendar.isSetBack();
        long from = setBack && last != NONE ? timer.wallNow() : convert(last, grid);
        // A grid that has not begun keeps its first tick when only its interval changes.
        long keep = why == Reason.CHANGED && grid && onGrid && last == NONE ? planned : NONE;
        long start = calendar == null ? NONE : calendar.started();
        return new Question(why, schedule, grid, from, why == Reason.CHANGED ? keep : planned, countedTo(), start);
    }

    @Override
    void commit(Question asked, Planner.Plan plan, long now, long jitter) {
        setReason(Reason.NONE);
        CalendarClock clock = asked.grid() ? null : clock();
        onGrid = asked.grid();
        last = asked.last();
        planned = plan.at();
        rare = null;
        if (clock != null) {
            clock.planned(asked.schedule());
            rare().clock = clock;
        }
        if (jitter > 0) {
            rare().jitter = jitter;
        }
        counted = plan.countedTo() == planned;
        if (plan.countedTo() > planned) { // else no object is needed, which counts when a gate opens for many loops
            rare().countedTo = plan.countedTo();
        }
        // Only the first calendar tick may have passed, while the loop waited for its bot.
        armed = asked.reason() != Reason.FIRST || planned >= now;
    }

    @Override
    @Nullable Question preview(Schedule schedule, boolean running) {
        boolean fixedDelay = Planner.isFixedDelay(schedule);
        if (planned == NONE || isExhausted(schedule) || (running && fixedDelay)) {
            return null; // a fixed delay begins when the run ends
        }
        if (reason() == Reason.NEXT) { // a worker is about to plan the run after the planned one, which is over
            return new Question(Reason.NEXT, schedule, onGrid, last, NONE, NONE, NONE);
        }
        if (reason() == Reason.CHANGED) {
            Question now = question(schedule);
            return running
                    ? new Question(
                            now.reason(), schedule, now.grid(), convert(planned, now.grid()), NONE, NONE, now.start())
                    : now;
        }
        return new Question(running ? Reason.NEXT : Reason.NONE, schedule, onGrid, planned, due(), NONE, NONE);
    }

    private long convert(long time, boolean toGrid) {
        if (time == NONE || toGrid == onGrid) {
            return time;
        }
        long offset = EpochNanos.minus(timer.wallNow(), timer.now());
        return toGrid ? EpochNanos.minus(time, offset) : EpochNanos.plus(time, offset);
    }
}
