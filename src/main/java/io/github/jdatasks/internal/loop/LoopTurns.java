package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the timer does about a loop: the layer of the {@link LoopMachine} that hands it to workers, and watches over runs
 * in progress.
 */
abstract class LoopTurns extends LoopDecisions implements Errand {
    /** How often a run that has timed out and goes on all the same is reported, and a slow one at most. */
    private static final long REPORT_EVERY = Duration.ofMinutes(1).toNanos();

    /** How long a call into user code may take before it is reported, unless its loop says otherwise. */
    static final long SLOW = Duration.ofMinutes(5).toNanos();

    LoopTurns(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    public String subject() {
        return "loop " + name();
    }

    @Override
    public synchronized Urgency urgency() {
        if (owner() != Owner.QUEUED) {
            return Urgency.OVER;
        }
        if (ending() != null || quitting) {
            return Urgency.END;
        }
        boolean called = nowCall() != null || runsInProgress().stream().anyMatch(run -> run.caller != null);
        boolean isBody = phase() != Phase.STARTING; // a before-hook does not fail because a call is waiting
        return called && isBody ? Urgency.CALL : Urgency.RUN;
    }

    @Override
    protected void examine() {
        Step step = Step.REST;
        Alarms alarms = null;
        synchronized (this) {
            long now = timer().now();
            long watchAgain = NEVER;
            if (interruptAt() != NEVER || isAtWork()) {
                alarms = new Alarms();
                watchAgain = watchRuns(now, alarms);
            }
            if (owner() == Owner.TIMER) {
                step = decide(now, true);
            }
            if (step.isWork) {
                setOwner(Owner.QUEUED);
                armTickAfter(step, now, watchAgain);
            } else {
                arm(step, now, watchAgain);
            }
        }
        if (alarms != null) {
            alarms.sound(machine());
        }
        if (step.isWork) {
            handOver(this);
        }
    }

    @Override
    public void connectionLost() {
        List<Interrupt> interrupts;
        synchronized (this) {
            interrupts = Interrupt.of(
                    runsInProgress().stream()
                            .filter(run -> run.kind == Run.Kind.SCHEDULED)
                            .toList(),
                    Run.Cause.DISCONNECTED);
        }
        Interrupt.deliver(interrupts, scheduler);
    }

    /** What a look at the runs in progress has found, to be acted on without the lock. */
    private static final class Alarms {
        private final List<Interrupt> interrupts = new ArrayList<>(0);
        private final List<Runnable> reports = new ArrayList<>(0);
        private List<Run> givenUp = List.of();
        private boolean late;

        void sound(LoopMachine machine) {
            LoopHost scheduler = machine.scheduler();
            reports.forEach(scheduler.workers()::report);
            Interrupt.deliver(interrupts, scheduler);
            for (Run run : givenUp) {
                LoopLog.givenUp(machine, run);
            }
            if (late) {
                scheduler.workers().rescue(machine); // the executor does not get round to a loop that has to end
            }
        }
    }

    /** Looks for runs that are to be interrupted or reported; returns when to look again. */
    private long watchRuns(long now, Alarms alarms) {
        if (now >= EpochNanos.plus(interruptAt(), PATIENCE_AFTER_INTERRUPT)) {
            alarms.late = owner() == Owner.QUEUED;
            alarms.givenUp = alarms.late ? List.of() : giveUp();
        }
        long again = NEVER;
        if (now < interruptAt()) {
            again = interruptAt();
        } else if (now < interruptAt() + PATIENCE_AFTER_INTERRUPT) {
            alarms.interrupts.addAll(Interrupt.of(runsInProgress(), Run.Cause.ENDING));
            again = interruptAt() + PATIENCE_AFTER_INTERRUPT;
        }
        List<Run> runs = runsInProgress();
        for (Run run : runs) {
            again = Math.min(again, Math.min(watchPace(run, now, alarms), watchTimeout(run, now, alarms)));
        }
        return runs.isEmpty() && owner() != Owner.TIMER ? Math.min(again, firstLook(now)) : again;
    }

    /** Returns whether something is handed over, or user code is called, or a stage is pending. */
    private boolean isAtWork() {
        OverlappingRuns others = overlapping();
        return owner() != Owner.TIMER || current() != null || (others != null && !others.running.isEmpty());
    }

    /** Returns when to look whether a call that begins about now takes long. */
    private long firstLook(long now) {
        return settings.policies().slowRunWarning() == 0 ? NEVER : EpochNanos.plus(now, SLOW);
    }

    private long watchPace(Run run, long now, Alarms alarms) {
        double multiple = settings.policies().slowRunWarning();
        boolean isBody = run.kind == Run.Kind.SCHEDULED || run.kind == Run.Kind.NOW;
        if (multiple == 0 || run.done || (isBody && multiple > 0 && run.slowAt == NEVER)) {
            return NEVER;
        }
        if (run.slowAt == NEVER) {
            run.slowAt = EpochNanos.plus(run.startTick, SLOW);
        }
        if (now >= run.slowAt) {
            run.slowAt = EpochNanos.plus(now, Math.max(REPORT_EVERY, now - run.startTick)); // at twice the time
            alarms.reports.add(() -> reportSlow(run, isBody && multiple < 0));
        }
        return run.slowAt;
    }

    /**
     * Reports a run that is still in progress.
     *
     * @param mayTakeItsInterval whether to wait until it has taken as long as its schedule leaves for it
     */
    private void reportSlow(Run run, boolean mayTakeItsInterval) {
        synchronized (this) {
            if (!isInProgress(run)) {
                return; // it has just ended
            }
        }
        long period = mayTakeItsInterval ? period(run) : 0;
        long taken = timer().now() - run.startTick;
        long silence = taken < period ? period - taken : claimReport();
        if (silence == 0) {
            LoopLog.slow(run);
        } else {
            expectAtMost(run, EpochNanos.plus(taken, silence));
        }
    }

    /** Returns 0 if a slow run may be reported, and none for a minute then; else how long it has to wait for that. */
    private synchronized long claimReport() {
        long now = timer().now();
        long silence = now < extras().slowToldUntil ? extras().slowToldUntil - now : 0;
        if (silence == 0) {
            extras().slowToldUntil = EpochNanos.plus(now, REPORT_EVERY);
        }
        return silence;
    }

    /** Returns the time from a run's tick to the next, 0 if there is none; calls the schedule, so on a worker. */
    private long period(Run run) {
        try {
            long tick = run.context.scheduledNanos();
            long period = Planner.period(schedule(), tick);
            return EpochNanos.plus(tick, period) == Long.MAX_VALUE ? 0 : period;
        } catch (Throwable t) { // a schedule of the user's, whose failure is reported when the next run is planned
            return 0;
        }
    }

    /** Has the timer report a run that takes longer. */
    void expectAtMost(Run run, long nanos) {
        synchronized (this) {
            run.slowAt = EpochNanos.plus(run.startTick, nanos);
        }
        timer().signal(this);
    }

    private static long watchTimeout(Run run, long now, Alarms alarms) {
        if (!run.interruptible) {
            return NEVER; // the body is over, and what comes after it takes the time it takes
        }
        if (now >= run.timeoutAt) {
            run.timeoutAt = EpochNanos.plus(now, REPORT_EVERY);
            if (run.interruptedFor.compareTo(Run.Cause.TIMEOUT) >= 0) {
                alarms.reports.add(() -> LoopLog.outlivesTimeout(run));
            } else {
                alarms.interrupts.addAll(Interrupt.of(List.of(run), Run.Cause.TIMEOUT));
            }
        }
        return run.timeoutAt;
    }

    /** Sets the timer for a step that waits, or for a run in progress if that comes first. */
    private void arm(Step step, long now, long watchAgain) {
        timed(false);
        long at = watchAgain;
        OverlappingRuns others = overlapping();
        if (others != null && (step == Step.AWAIT_RETRY || step == Step.AWAIT_TICK)) {
            at = Math.min(at, others.nextRetryAfter(now)); // one that is due already waits for something else
        }
        if (step == Step.AWAIT_RETRY && (attempt() > 1 || isUnderWay())) {
            at = Math.min(at, extras().retryAt);
        }
        if (step == Step.AWAIT_TICK && dueTick(now) <= at) {
            if (isOnGrid()) {
                timer().at(this, due());
            } else {
                timer().atWall(this, due());
            }
            hasDeadline = true;
        } else if (at == NEVER) {
            timer().cancel(this);
            hasDeadline = false;
        } else {
            timer().at(this, at);
            hasDeadline = true;
        }
        LoopHost.GateQueue queue = gateQueue;
        boolean heldBack = nowCall() != null || (others != null && others.nextRetryAt() <= now);
        if (queue != null && (step == Step.AWAIT_GATE || (heldBack && !settings.mayRun()))) {
            queue.park(machine());
        }
    }

    /** Sets the timer for the tick after what is handed over: then the worker has nothing to tell it. */
    private void armTickAfter(Step step, long now, long watchAgain) {
        boolean makesRuns = step == Step.RUN || step == Step.PLAN;
        long next = makesRuns && watchAgain == NEVER ? tickAhead(schedule, now) : Planner.NONE;
        if (next > now) {
            timed(true);
            timer().at(this, next);
            hasDeadline = true;
        } else {
            boolean callsUser = step != Step.AFTER || settings.hooks().after() != null;
            arm(Step.REST, now, callsUser ? Math.min(watchAgain, firstLook(now)) : watchAgain);
        }
    }

    /** Has a worker take this machine over; the owner is QUEUED. */
    void handOver(Errand work) {
        try {
            scheduler.workers().execute(work);
        } catch (Throwable rejection) { // the user's executor: that run fails, the loop goes on
            scheduler.workers().rescue(() -> runRejected(rejection));
        }
    }

    private List<Run> giveUp() {
        List<Run> lost = runsInProgress().stream()
                .filter(run -> run.kind != Run.Kind.AFTER)
                .toList();
        if (lost.contains(current())) {
            setCurrent(null);
            setOwner(Owner.TIMER);
        }
        OverlappingRuns others = overlapping();
        if (others != null) {
            others.running.clear();
        }
        for (Run run : lost) {
            if (run.caller != null) {
                drop(run.caller);
            }
        }
        unregisterIfAtRest();
        return lost;
    }
}
