package io.github.jdatasks.internal.loop;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.NextStep.Step;
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

        @Nullable Postponed postponed; // null if the next run was not
    }

    /** A run that a user has put off. */
    private static final class Postponed {
        long until = NONE; // in the timer's time, for a run that is to come
        long tick = NONE; // that of the planned run, if it is at another instant
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
    void change(Schedule old, Schedule schedule, boolean hasBegun) {
        if (hasBegun && reason() != Reason.FIRST) {
            boolean isFirst = last == NONE && onGrid && noted() != Reason.CHANGED && !isPostponed();
            if (isFirst && Planner.isLimitedGrid(old)) {
                planned = Math.min(planned, timer.now()); // a first tick that waits for the old limits
            }
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
            return NextStep.blocked(loop); // the grid begins when the first run is possible
        }
        if (reason != Reason.NONE && !planByArithmetic(loop.schedule, now, policies)) {
            return Step.PLAN;
        }
        if (isExhausted(loop.schedule)) {
            return NextStep.complete(loop);
        }
        if (!isDue(now)) {
            return Step.AWAIT_TICK;
        }
        Postponed postponed = postponed();
        if (postponed != null) {
            postponed.until = NONE; // it has come
        }
        if (onTimer) {
            noticeSuspend(now, policies.missed());
        }
        if (!mayRun) {
            armed = false;
            return NextStep.blocked(loop);
        }
        if (!armed || isTooLate(now, policies)) {
            setReason(Reason.MISSED);
            return Step.PLAN;
        }
        if (!NextStep.isFull(loop)) {
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
        return rare == null || isPostponed() ? 0 : rare.jitter;
    }

    private @Nullable Postponed postponed() {
        return rare == null ? null : rare.postponed;
    }

    /** Returns whether the planned run is at another instant than its tick. */
    private boolean isPostponed() {
        Postponed postponed = postponed();
        return postponed != null && postponed.tick != NONE;
    }

    @Override
    long notBefore() {
        Postponed postponed = postponed();
        return postponed == null ? NONE : postponed.until;
    }

    @Override
    boolean postpone(long now, long until, boolean begun) {
        Rare state = rare();
        Postponed postponed = state.postponed;
        if (postponed == null) {
            postponed = new Postponed();
            state.postponed = postponed;
        }
        postponed.until = until;
        boolean settled = reason() == Reason.NONE || reason() == Reason.MISSED; // ticks that are then passed over
        if (begun || !settled || planned == NONE) {
            return false; // until the next run is planned
        }
        long before = due();
        putOff(state, postponed, now);
        return due() < before || before <= present(onGrid, now);
    }

    /** Moves the planned run to the instant that it was postponed to, or back to its tick if that is later. */
    private void putOff(Rare state, Postponed postponed, long now) {
        long present = present(onGrid, now);
        long at = EpochNanos.plus(present, EpochNanos.minus(postponed.until, now));
        long tick = postponed.tick == NONE ? planned : postponed.tick;
        if (at <= EpochNanos.plus(tick, state.jitter)) {
            planned = tick;
            postponed.tick = NONE;
            return;
        }
        planned = Math.min(at, EpochNanos.FAR);
        postponed.tick = tick;
        counted = false;
        armed = planned >= present;
    }

    /** Returns the last tick that the planned run stands for, if it is of an interval and was postponed; else NONE. */
    private long lastTick(Schedule schedule) {
        Postponed postponed = postponed();
        if (postponed == null || postponed.tick == NONE || !isInterval(schedule)) {
            return NONE;
        }
        long step = Planner.interval(schedule);
        return postponed.tick + (planned - postponed.tick) / step * step;
    }

    private static boolean isInterval(Schedule schedule) {
        return Planner.isGrid(schedule) && !Planner.isFixedDelay(schedule);
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
        boolean plain = noted() == Reason.NEXT && onGrid && postponed() == null;
        if (plain && schedule instanceof IntervalSchedule interval) {
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
        boolean plain = jitter() == 0 && postponed() == null;
        if (!settled || !onGrid || !plain || !(schedule instanceof IntervalSchedule interval)) {
            return NONE;
        }
        long behind = Math.max(0, now - planned);
        return EpochNanos.plus(planned + behind / interval.nanos() * interval.nanos(), interval.nanos());
    }

    @Override
    Question question(Schedule schedule) {
        boolean passesOver = reason() == Reason.NEXT && notBefore() != NONE;
        Reason why = passesOver ? Reason.NEXT_TICK : reason();
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
        long candidate = why == Reason.CHANGED ? keep : planned;
        return new Question(why, schedule, grid, from, candidate, lastTick(schedule), countedTo(), start);
    }

    @Override
    void commit(Question asked, Planner.Plan plan, long now, long jitter) {
        setReason(Reason.NONE);
        CalendarClock clock = asked.grid() ? null : clock();
        Postponed postponed = postponed();
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
        // The first calendar tick may have passed while the loop waited for its bot, and one that was not asked
        // whether.
        boolean mayHavePassed = asked.reason() == Reason.FIRST || asked.reason() == Reason.NEXT_TICK;
        armed = !mayHavePassed || planned >= now;
        if (postponed != null) {
            keep(postponed, asked.reason() == Reason.MISSED && planned == asked.planned());
        }
    }

    /** Keeps what is postponed over a new plan. */
    private void keep(Postponed postponed, boolean sameRun) {
        if (!sameRun) {
            postponed.tick = NONE;
        }
        if (postponed.tick != NONE || postponed.until != NONE) {
            rare().postponed = postponed;
        }
        if (postponed.until != NONE) {
            putOff(rare(), postponed, timer.now());
        }
    }

    @Override
    @Nullable Question preview(Schedule schedule, boolean running) {
        boolean fixedDelay = Planner.isFixedDelay(schedule);
        if (planned == NONE || isExhausted(schedule) || (running && fixedDelay)) {
            return null; // a fixed delay begins when the run ends
        }
        if (reason() == Reason.NEXT) { // a worker is about to plan the run after the planned one, which is over
            return new Question(Reason.NEXT_TICK, schedule, onGrid, last, NONE, lastTick(schedule), NONE, NONE);
        }
        if (reason() == Reason.CHANGED) {
            Question now = question(schedule);
            return running
                    ? new Question(
                            now.reason(),
                            schedule,
                            now.grid(),
                            convert(planned, now.grid()),
                            NONE,
                            NONE,
                            NONE,
                            now.start())
                    : now;
        }
        Reason why = running ? Reason.NEXT_TICK : Reason.NONE;
        return new Question(why, schedule, onGrid, planned, due(), lastTick(schedule), NONE, NONE);
    }

    private long convert(long time, boolean toGrid) {
        if (time == NONE || toGrid == onGrid) {
            return time;
        }
        long offset = EpochNanos.minus(timer.wallNow(), timer.now());
        return toGrid ? EpochNanos.minus(time, offset) : EpochNanos.plus(time, offset);
    }
}
