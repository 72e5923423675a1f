package io.github.jdatasks.internal.loop;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.CalendarClock;
import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the next run of a loop is due. Guarded by the {@link LoopMachine}. */
final class NextRun {
    /** Why a new plan is needed. */
    enum Reason {
        NONE,
        FIRST,
        NEXT,
        MISSED,
        CHANGED,
        CLOCK_CHANGED
    }

    /** A calendar tick found this late was missed: the host was suspended, or the clock was set. */
    private static final long PASSED_UNSEEN = Duration.ofSeconds(1).toNanos();

    /**
     * The same for Missed.SKIP: more than the minute between two checks of the clock, so that no tick is skipped by
     * mistake.
     */
    private static final long PASSED_FOR_SURE = Duration.ofSeconds(61).toNanos();

    private static final long NONE = Planner.NONE;
    private static final Reason[] REASONS = Reason.values();

    private final LoopTimer timer;
    private byte reason = LoopFields.byteOf(Reason.NONE);
    boolean onGrid; // planned, last and countedTo are the timer's time, else the wall clock's
    long planned = NONE;
    boolean timed; // the timer has a deadline at the tick after the planned one, or before it
    boolean armed; // the loop was ready for the planned tick before it came
    private long last = NONE;
    private @Nullable Rare rare; // null if there is none of it

    /** What few plans have. */
    private static final class Rare {
        @Nullable CalendarClock clock; // null on a grid

        long countedTo = NONE; // the newest tick counted as missed so far
        long jitter; // the random delay of the planned tick
    }

    NextRun(LoopTimer timer) {
        this.timer = timer;
    }

    /** Begins a life. */
    void resetPlan(Schedule schedule) {
        setReason(Reason.NONE);
        planned = NONE;
        last = NONE;
        rare = null;
        beginCalendar(schedule);
    }

    /** Lets the ticks of a schedule count from now on; before its first run is planned. */
    void beginCalendar(Schedule schedule) {
        if (!Planner.isGrid(schedule)) {
            rare().clock = new CalendarClock(timer);
        } else if (rare != null) {
            rare.clock = null;
        }
    }

    Reason reason() {
        CalendarClock clock = noted() == Reason.NONE ? clock() : null;
        // A tick that is due by the new time as well needs no new plan.
        boolean setBack = clock != null && clock.isSetBack() && planned > timer.wallNow();
        return setBack ? Reason.CLOCK_CHANGED : noted();
    }

    private Reason noted() {
        return REASONS[reason];
    }

    void setReason(Reason newReason) {
        reason = LoopFields.byteOf(newReason);
    }

    /** Returns whether the schedule has no further instant; a grid always has one. */
    boolean isExhausted() {
        return !onGrid && planned == Planner.EXHAUSTED;
    }

    /** Returns when the run of the planned tick is to begin. */
    long due() {
        return planned >= EpochNanos.FAR ? planned : EpochNanos.plus(planned, jitter());
    }

    private @Nullable CalendarClock clock() {
        return rare == null ? null : rare.clock;
    }

    private long jitter() {
        return rare == null ? 0 : rare.jitter;
    }

    /** Returns the newest tick that has been counted as missed; {@link Planner#NONE} if there is none. */
    long countedTo() {
        return rare == null ? NONE : rare.countedTo;
    }

    private Rare rare() {
        if (rare == null) {
            rare = new Rare();
        }
        return rare;
    }

    boolean isDue(long now) {
        return present(onGrid, now) >= due();
    }

    long lateness(long now) {
        return Math.max(0, EpochNanos.minus(present(onGrid, now), planned));
    }

    /** Returns {@link #due} in the timer's time; for a calendar loop, as the wall clock is now. */
    long dueTick(long now) {
        return onGrid ? due() : EpochNanos.plus(now, EpochNanos.minus(due(), timer.wallNow()));
    }

    /** Counts the planned tick as missed if the timer sees it so late that the host must have been suspended. */
    void noticeSuspend(long now, Missed policy) {
        long late = policy == Missed.SKIP ? PASSED_FOR_SURE : PASSED_UNSEEN;
        if (!onGrid && lateness(now) - jitter() > late) {
            armed = false;
        }
    }

    /** Ends a {@code runNow()} run, during which the planned tick may have passed. */
    void passedDuringOtherRun(long now) {
        if (planned != NONE && present(onGrid, now) > due()) {
            armed = false;
        }
    }

    void ran(Schedule schedule, long now) {
        last = schedule instanceof FixedDelaySchedule ? present(onGrid, now) : planned;
        if (noted() == Reason.NONE) {
            setReason(Reason.NEXT);
        }
    }

    /**
     * Plans the next run by arithmetic, under the lock.
     *
     * @return false if the schedule has to be asked, or ticks were missed
     */
    boolean planByArithmetic(Schedule schedule, long now, LoopSettings.Policies policies) {
        if (!Planner.isGrid(schedule) || policies.jitterNanos() > 0) {
            return false;
        }
        if (noted() == Reason.NEXT && onGrid && schedule instanceof IntervalSchedule interval) {
            long next = EpochNanos.plus(last, interval.nanos());
            if (next < now) {
                return false;
            }
            setReason(Reason.NONE);
            planned = next;
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

    /**
     * Returns when the first tick after both the planned one and now is due; {@link Planner#NONE} if that depends on
     * what happens before.
     */
    long tickAhead(Schedule schedule, long now) {
        boolean settled = noted() == Reason.NONE || noted() == Reason.MISSED;
        if (!settled || !onGrid || jitter() != 0 || !(schedule instanceof IntervalSchedule interval)) {
            return NONE;
        }
        long behind = Math.max(0, now - planned);
        return EpochNanos.plus(planned + behind / interval.nanos() * interval.nanos(), interval.nanos());
    }

    /** A copy of what a plan is made from, so that the schedule can be asked without the lock. */
    record Question(
            Reason reason, Schedule schedule, boolean grid, long last, long planned, long countedTo, long start) {}

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

    /** Answers a question; calls the schedule, so never under the lock. */
    Planner.Plan answer(Question asked, long now, LoopSettings.Policies policies) {
        Schedule schedule = asked.schedule;
        return switch (asked.reason) {
            case FIRST -> Planner.first(schedule, now, asked.start, policies.initialDelayNanos());
            case NEXT -> Planner.next(schedule, asked.last, now, policies.missed(), asked.countedTo);
            case MISSED -> Planner.resolve(schedule, asked.planned, now, policies.missed(), asked.countedTo);
            case CHANGED ->
                asked.planned != NONE
                        ? Planner.Plan.at(Math.max(now, asked.planned), NONE)
                        : Planner.changed(schedule, asked.last, now);
            case CLOCK_CHANGED ->
                asked.last == NONE
                        ? Planner.changed(schedule, EpochNanos.plus(asked.start, policies.initialDelayNanos()), now)
                        : Planner.changed(schedule, NONE, now);
            case NONE -> throw new AssertionError("no plan is needed");
        };
    }

    void commit(Question asked, Planner.Plan plan, long now, long jitter) {
        setReason(Reason.NONE);
        CalendarClock clock = asked.grid ? null : clock();
        onGrid = asked.grid;
        last = asked.last;
        planned = plan.at();
        rare = null;
        if (clock != null) {
            clock.planned(asked.schedule);
            rare().clock = clock;
        }
        if (jitter > 0) {
            rare().jitter = jitter;
        }
        if (plan.countedTo() != NONE) {
            rare().countedTo = plan.countedTo();
        }
        // Only the first calendar tick may have passed, while the loop waited for its bot.
        armed = asked.reason != Reason.FIRST || planned >= now;
    }

    /** Returns the present by the clock of the schedule: the timer's for a grid, else the wall clock. */
    long present(boolean grid, long now) {
        return grid ? now : timer.wallNow();
    }

    /** Returns the question that {@code nextIteration()} has; null if no run is to come. */
    @Nullable Question preview(Schedule schedule, boolean running) {
        boolean fixedDelay = schedule instanceof FixedDelaySchedule;
        if (planned == NONE || isExhausted() || (running && fixedDelay)) {
            return null; // a fixed delay begins when the run ends
        }
        if (reason() == Reason.NEXT) { // a worker is about to plan the run after the planned one, which is over
            return new Question(Reason.NEXT, schedule, onGrid, last, NONE, NONE, NONE);
        }
        if (reason() == Reason.CHANGED) {
            Question now = question(schedule);
            return running
                    ? new Question(now.reason, schedule, now.grid, convert(planned, now.grid), NONE, NONE, now.start)
                    : now;
        }
        return new Question(running ? Reason.NEXT : Reason.NONE, schedule, onGrid, planned, due(), NONE, NONE);
    }

    /** Answers {@link #preview}; never under the lock. */
    Optional<Instant> nextInstant(@Nullable Question asked, LoopSettings.Policies policies) {
        if (asked == null) {
            return Optional.empty();
        }
        long now = timer.now();
        long present = present(asked.grid, now);
        long at = switch (asked.reason) {
            case NONE -> asked.planned;
            case NEXT ->
                Planner.next(asked.schedule, asked.last, asked.last, Missed.SKIP, NONE)
                        .at();
            default -> answer(asked, present, policies).at();
        };
        if (at == Planner.EXHAUSTED) {
            return Optional.empty();
        }
        if (asked.grid) {
            return Optional.of(EpochNanos.later(timer.instant(), at - now));
        }
        return at < EpochNanos.FAR ? Optional.of(EpochNanos.toInstant(at)) : asked.schedule.nextAfter(EpochNanos.LAST);
    }

    private long convert(long time, boolean toGrid) {
        if (time == NONE || toGrid == onGrid) {
            return time;
        }
        long offset = EpochNanos.minus(timer.wallNow(), timer.now());
        return toGrid ? EpochNanos.minus(time, offset) : EpochNanos.plus(time, offset);
    }
}
