package io.github.jdatasks.internal.loop;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EnumBytes;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the next run of a loop is due. The loop may plan its ticks itself ({@link LocalTicks}), or get them from a table
 * that processes share ({@link DurableTicks}). Guarded by the {@link LoopMachine}.
 */
abstract class NextRun {
    /** Why a new plan is needed. */
    enum Reason {
        NONE,
        FIRST,
        NEXT,
        /** As NEXT, but whether the tick has passed does not matter; only for questions. */
        NEXT_TICK,
        MISSED,
        CHANGED,
        CLOCK_CHANGED
    }

    /** A calendar tick found this late was missed: the host was suspended, or the clock was set. */
    static final long PASSED_UNSEEN = Duration.ofSeconds(1).toNanos();

    /**
     * The same for a tick that must not be skipped by mistake: more than the minute between two checks of the clock.
     */
    static final long PASSED_FOR_SURE = Duration.ofSeconds(61).toNanos();

    static final long NONE = Planner.NONE;
    private static final Reason[] REASONS = Reason.values();

    final LoopTimer timer;
    private byte reason = EnumBytes.of(Reason.NONE);
    boolean onGrid; // planned, last and countedTo are the timer's time, else the wall clock's
    long planned = NONE;
    boolean armed; // the loop was ready for the planned tick before it came
    long last = NONE;

    NextRun(LoopTimer timer) {
        this.timer = timer;
    }

    /** Begins a life. */
    void begin(Schedule schedule) {
        setReason(Reason.NONE);
        planned = NONE;
        last = NONE;
    }

    /** Ends a life, before the after-hook. */
    void end() {}

    /** The schedule is another one now. */
    abstract void change(Schedule old, Schedule schedule, boolean hasBegun);

    /** Decides what is due if the loop is active, and neither a call nor a retry is. */
    abstract Step decide(LoopMachine loop, long now, boolean onTimer);

    /** Returns whether the tick after a run must be planned even if the life ends, since others wait for it. */
    boolean owesPlan() {
        return false;
    }

    /** Hands a tick that is under way on to others, since this loop must not run now; returns false if it keeps it. */
    boolean handOn() {
        return false;
    }

    /**
     * Puts the next run off.
     *
     * @param now in the timer's time, as until
     * @param begun whether the planned run has begun, so that the one after it is meant
     * @return whether the timer has to look at the loop before it would
     */
    abstract boolean postpone(long now, long until, boolean begun);

    /** Returns whether another process may have had the runs that this loop has not had. */
    boolean mayHaveRunElsewhere() {
        return false;
    }

    /** The schedule has failed, and the life ends. */
    void planFailed() {}

    final Reason noted() {
        return REASONS[reason];
    }

    final void setReason(Reason newReason) {
        reason = EnumBytes.of(newReason);
    }

    /** Returns when the run of the planned tick is to begin; {@link LoopFields#NEVER} if that is unknown. */
    abstract long due();

    final boolean isDue(long now) {
        return present(onGrid, now) >= due();
    }

    /** Returns whether the planned run would begin later than it may. */
    final boolean isTooLate(long now, LoopSettings.Policies policies) {
        return lateness(now) > policies.longestLateness();
    }

    final long lateness(long now) {
        return Math.max(0, EpochNanos.minus(present(onGrid, now), planned));
    }

    /** Returns {@link #due} in the timer's time; for a calendar loop, as the wall clock is now. */
    final long dueTick(long now) {
        return onGrid ? due() : EpochNanos.plus(now, EpochNanos.minus(due(), timer.wallNow()));
    }

    /** Returns when the timer has to know of {@link #due}: for the wall clock, in time to notice if that is set. */
    final long toBeKnownAt(long now) {
        return onGrid ? due() : Math.min(dueTick(now), EpochNanos.plus(now, LoopTimer.RECHECK));
    }

    /** Ends a {@code runNow()} run, during which the planned tick may have passed. */
    void passedDuringOtherRun(long now) {}

    /**
     * A run is over.
     *
     * @param completely false if it was cut short by a cancel or a shutdown
     */
    abstract void ran(Schedule schedule, long now, boolean completely);

    /**
     * Returns when the first tick after both the planned one and now is due; {@link Planner#NONE} if that depends on
     * what happens before.
     */
    long tickAhead(Schedule schedule, long now) {
        return NONE;
    }

    /**
     * A copy of what a plan is made from, so that the schedule can be asked without the lock.
     *
     * @param tick if the planned run of an interval was postponed, the last tick that it stands for; else {@link #NONE}
     */
    record Question(
            Reason reason,
            Schedule schedule,
            boolean grid,
            long last,
            long planned,
            long tick,
            long countedTo,
            long start) {
        /** Returns what the tick after the planned one counts from. */
        long from() {
            return tick == NONE ? last : tick;
        }

        private Question with(Schedule other) {
            return new Question(reason, other, grid, last, planned, tick, countedTo, start);
        }
    }

    abstract Question question(Schedule schedule);

    /** Answers a question; calls the schedule, so never under the lock. */
    static Planner.Plan answer(Question asked, long now, LoopSettings.Policies policies) {
        Schedule schedule = asked.schedule;
        return switch (asked.reason) {
            case FIRST ->
                asked.last == NONE
                        ? Planner.first(schedule, now, asked.start, policies.initialDelayNanos())
                        : Planner.next(schedule, asked.last, now, Missed.SKIP, NONE);
            case NEXT ->
                inTime(
                        Planner.next(schedule, asked.from(), now, policies.missed(), asked.countedTo),
                        asked,
                        now,
                        policies);
            case NEXT_TICK -> Planner.next(schedule, asked.from(), asked.from(), Missed.SKIP, NONE);
            case MISSED -> inTime(missed(asked, now, policies.missed()), asked, now, policies);
            case CHANGED ->
                asked.planned != NONE
                        ? Planner.Plan.at(Planner.onGrid(schedule, Math.max(now, asked.planned)), NONE)
                        : Planner.changed(schedule, asked.last, now);
            case CLOCK_CHANGED ->
                asked.last == NONE
                        ? Planner.changed(schedule, EpochNanos.plus(asked.start, policies.initialDelayNanos()), now)
                        : Planner.changed(schedule, NONE, now);
            case NONE -> throw new AssertionError("no plan is needed");
        };
    }

    /**
     * Returns a question as it is answered: the limits of a grid are instants of the wall clock, but its ticks are the
     * timer's.
     */
    final Question inLoop(Question asked) {
        return asked.grid && !Planner.isPlainGrid(asked.schedule)
                ? asked.with(Planner.inLoop(asked.schedule, EpochNanos.minus(timer.wallNow(), timer.now())))
                : asked;
    }

    private static Planner.Plan missed(Question asked, long now, Missed policy) {
        return asked.tick != NONE
                ? Planner.resolvePostponed(asked.schedule, asked.tick, asked.planned, now, policy, asked.countedTo)
                : Planner.resolve(asked.schedule, asked.planned, now, policy, asked.countedTo);
    }

    /** Returns a plan without the ticks that are too late for a run. */
    private static Planner.Plan inTime(Planner.Plan plan, Question asked, long now, LoopSettings.Policies policies) {
        long earliest = EpochNanos.minus(now, policies.longestLateness());
        if (plan.at() >= earliest) {
            return plan;
        }
        boolean postponed = asked.tick != NONE && plan.at() == asked.planned;
        return Planner.withoutTicksBefore(earliest, asked.schedule, plan, postponed ? asked.tick : plan.at());
    }

    abstract void commit(Question asked, Planner.Plan plan, long now, long jitter);

    /** Returns the present by the clock of the schedule: the timer's for a grid, else the wall clock. */
    final long present(boolean grid, long now) {
        return grid ? now : timer.wallNow();
    }

    /** Returns the question that {@code nextIteration()} has; null if no run is to come. */
    abstract @Nullable Question preview(Schedule schedule, boolean running);

    /** Returns the instant before which {@link #preview} must not be, in the timer's time. */
    long notBefore() {
        return NONE;
    }

    /** Answers {@link #preview}; never under the lock. */
    final Optional<Instant> nextInstant(@Nullable Question preview, long notBefore, LoopSettings.Policies policies) {
        if (preview == null) {
            return Optional.empty();
        }
        Question asked = inLoop(preview);
        long now = timer.now();
        long present = present(asked.grid, now);
        long at = asked.planned;
        if (asked.reason != Reason.NONE) {
            long postponed = EpochNanos.plus(present, EpochNanos.minus(notBefore, now));
            at = Math.max(answer(asked, present, policies).at(), Math.min(postponed, EpochNanos.FAR));
        }
        if (at == Planner.EXHAUSTED) {
            return Optional.empty();
        }
        if (asked.grid) {
            return Optional.of(EpochNanos.later(timer.instant(), at - now));
        }
        return at < EpochNanos.FAR ? Optional.of(EpochNanos.toInstant(at)) : asked.schedule.nextAfter(EpochNanos.LAST);
    }
}
