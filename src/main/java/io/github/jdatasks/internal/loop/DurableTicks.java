package io.github.jdatasks.internal.loop;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply.Tick;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a durable loop: they come one by one from a table that processes share. Guarded by the
 * {@link LoopMachine}.
 */
public final class DurableTicks extends NextRun {
    /*
     * A life of the loop, as the table sees it:
     *
     *   FIRST --the first run is possible; the schedule is asked--> joining --it has its row--> joined
     *
     *   joined, no tick, not ready --the loop may run--> ready --take()--> tick --its run is over--> NEXT --the schedule
     *        ^                                             |               |        is asked, done()--+
     *        |<---------------- it must not run -----------+---putBack()---+                          |
     *        +----------------------------------------------------------------------------------------+
     *
     * All times are the wall clock's, also those of an interval: its grid is that of the table, for all processes.
     */
    private final LoopMachine loop;
    private final TickSupply supply;
    private boolean joined;
    private boolean exhausted;
    private boolean ready; // for a tick
    private long readySince;
    private @Nullable Tick tick; // the tick in hand
    private boolean begun; // its run
    private long jitter;
    private long countedTo = NONE; // the newest tick counted as missed
    private long seen = NONE; // when the next tick is due, as the table said last
    private boolean hadLast; // the last tick of the schedule came here

    private DurableTicks(LoopMachine loop, TickSupply supply) {
        super(loop.scheduler().timer());
        this.loop = loop;
        this.supply = supply;
    }

    /** Creates the ticks of a loop; returns the supertype, so that bots without durable loops never load this class. */
    static NextRun of(LoopMachine loop, TickSupply supply) {
        return new DurableTicks(loop, supply);
    }

    // ---- for the loop, under its lock ----

    @Override
    void begin(Schedule schedule) {
        super.begin(schedule);
        joined = false;
        exhausted = false;
        countedTo = NONE;
        seen = NONE;
    }

    @Override
    void end() {
        putBack(begun);
        ready = false;
        supply.leave(this);
    }

    @Override
    void change(Schedule old, Schedule schedule, boolean hasBegun) {
        throw new AssertionError("the schedule of a durable loop never changes");
    }

    @Override
    Step decide(LoopMachine same, long now, boolean onTimer) {
        boolean mayRun = mayRun();
        if (noted() == Reason.FIRST) {
            return mayRun ? Step.PLAN : NextStep.blocked(loop);
        }
        if (exhausted) {
            return NextStep.complete(loop);
        }
        if (!mayRun) {
            putBack(begun);
            ready = false;
            return NextStep.blocked(loop);
        }
        if (tick == null) {
            if (joined && !ready) {
                ready = true;
                readySince = timer.wallNow();
                supply.ready(this);
            }
            return Step.AWAIT_TICK;
        }
        if (!isDue(now)) {
            return Step.AWAIT_TICK;
        }
        armed &= tick.isRepeated() || !isTooLate(now, loop.settings.policies()); // a run cut short is always repeated
        begun |= armed && !onTimer;
        return armed ? Step.RUN : Step.PLAN;
    }

    private boolean mayRun() {
        return !loop.paused && loop.settings.mayRun();
    }

    @Override
    boolean postpone(long now, long until, boolean begun) {
        throw new AssertionError("a run of a durable loop is never postponed");
    }

    @Override
    boolean mayHaveRunElsewhere() {
        return !hadLast;
    }

    @Override
    boolean owesPlan() {
        return noted() == Reason.NEXT;
    }

    @Override
    boolean handOn() {
        putBack(true);
        return true;
    }

    @Override
    void planFailed() {
        putBack(false);
        setReason(Reason.NONE);
    }

    private void putBack(boolean repeat) {
        Tick inHand = tick;
        if (inHand != null) {
            tick = null;
            inHand.putBack(repeat || inHand.isRepeated());
        }
    }

    @Override
    long due() {
        return tick == null ? LoopFields.NEVER : EpochNanos.plus(planned, jitter);
    }

    @Override
    void ran(Schedule schedule, long now, boolean completely) {
        if (!completely) {
            putBack(true);
        } else if (tick != null) {
            last = Planner.isFixedDelay(schedule) ? timer.wallNow() : planned;
            setReason(Reason.NEXT);
        }
    }

    @Override
    Question question(Schedule schedule) {
        Reason why = noted() == Reason.NONE ? Reason.MISSED : noted();
        long from = last;
        if (why == Reason.FIRST) {
            // If another process has removed the row since an interval has reached its end, it must not begin anew.
            from = Planner.isLimitedGrid(schedule) ? seen : NONE;
        }
        return new Question(why, schedule, false, from, planned, NONE, countedTo, timer.wallNow());
    }

    @Override
    void commit(Question asked, Planner.Plan plan, long now, long unused) {
        setReason(Reason.NONE);
        if (asked.reason() == Reason.FIRST) {
            supply.join(this, plan.at());
            return;
        }
        countedTo = plan.countedTo();
        // A run that stands for several missed ticks gets its own instant into the row first: should it be cut short,
        // its repetition has to have the same one.
        boolean runsNow = asked.reason() == Reason.MISSED && plan.at() == planned;
        if (runsNow) {
            armed = true;
            return;
        }
        Tick over = tick;
        if (over != null) {
            tick = null;
            ready = false;
            seen = plan.at();
            exhausted = seen == Planner.EXHAUSTED;
            hadLast = exhausted;
            over.done(seen);
        }
    }

    @Override
    @Nullable Question preview(Schedule schedule, boolean running) {
        return seen == NONE ? null : new Question(Reason.NONE, schedule, false, NONE, seen, NONE, NONE, NONE);
    }

    // ---- for the supply, without the lock ----

    public String name() {
        return loop.name();
    }

    public Schedule schedule() {
        return loop.schedule();
    }

    /** Tells the loop when the next tick in its row is due, {@link Planner#EXHAUSTED} if it has no further one. */
    public void joined(long at) {
        synchronized (loop) {
            joined = true;
            seen = at;
            exhausted = at == Planner.EXHAUSTED;
        }
        timer.signal(loop);
    }

    /** As {@link #joined}, later. */
    public void saw(long at) {
        synchronized (loop) {
            if (tick == null) {
                seen = at;
            }
        }
    }

    /** Tells the loop that its row has been deleted, so it has to join anew. */
    public void lostRow() {
        synchronized (loop) {
            if (!ready) {
                return;
            }
            ready = false;
            joined = false;
            setReason(Reason.FIRST);
        }
        timer.signal(loop);
    }

    /** Returns whether the loop would take a tick now. */
    public boolean isReady() {
        synchronized (loop) {
            if (!ready) {
                return false;
            }
            boolean active = loop.phase() == Phase.ACTIVE && loop.ending() == null;
            ready = active
                    && mayRun()
                    && loop.nowCall() == null
                    && loop.runsInProgress().isEmpty();
            if (!ready) {
                timer.signal(loop); // whose turn there says when it is ready again
            }
            return ready;
        }
    }

    /** Gives a tick to the loop; returns false if it must not run now. */
    public boolean take(Tick offered) {
        long delay = loop.scheduler().random(loop.settings.policies().jitterNanos());
        synchronized (loop) {
            if (!isReady()) {
                return false;
            }
            long late = EpochNanos.minus(timer.wallNow(), offered.at());
            boolean wasReady = offered.at() >= readySince && late <= PASSED_FOR_SURE;
            boolean isKnownToBeMissed = offered.at() == countedTo;
            armed = offered.isRepeated() || wasReady || late <= PASSED_UNSEEN || isKnownToBeMissed;
            tick = offered;
            planned = offered.at();
            jitter = armed && !isKnownToBeMissed ? delay : 0;
            begun = false;
            ready = false;
        }
        timer.signal(loop);
        return true;
    }
}
