package io.github.jdatasks;

import io.github.jdatasks.internal.EpochNanos;
import io.github.jdatasks.internal.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the timer does about a loop: the layer of the {@link LoopMachine} that hands it to workers, and watches over runs
 * in progress.
 */
abstract class LoopTurns extends LoopDecisions implements Errand {
    /** How often a run that has timed out and goes on all the same is reported. */
    private static final long REPORT_EVERY = Duration.ofMinutes(1).toNanos();

    /** The number of the watch whose list of held loops this machine is in, 0 if there is none; in timer turns only. */
    int heldBy;

    LoopTurns(
            LoopTask task,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopScheduler scheduler) {
        super(task, name, body, settings, schedule, scheduler);
    }

    @Override
    public String subject() {
        return "loop " + name();
    }

    @Override
    public synchronized Urgency urgency() {
        if (hold() != Hold.HANDED) {
            return Urgency.OVER;
        }
        if (ending() != null || quitting) {
            return Urgency.END;
        }
        boolean called = nowCall() != null || runsInProgress().stream().anyMatch(run -> run.caller != null);
        return called ? Urgency.CALL : Urgency.RUN;
    }

    @Override
    protected void examine() {
        Step step = Step.REST;
        Alarms alarms = null;
        synchronized (this) {
            long now = timer().now();
            long watchAgain = NEVER;
            if (interruptAt() != NEVER || settings.policies().watchesRuns()) {
                alarms = new Alarms();
                watchAgain = watchRuns(now, alarms);
            }
            if (hold() == Hold.FREE) {
                step = decide(now, true);
            }
            if (step.isWork) {
                hold(Hold.HANDED);
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
    void connectionLost() {
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
            LoopScheduler scheduler = machine.scheduler();
            reports.forEach(scheduler::onWorker);
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
            alarms.late = hold() == Hold.HANDED;
            alarms.givenUp = alarms.late ? List.of() : giveUp();
        }
        long again = NEVER;
        if (now < interruptAt()) {
            again = interruptAt();
        } else if (now < interruptAt() + PATIENCE_AFTER_INTERRUPT) {
            alarms.interrupts.addAll(Interrupt.of(runsInProgress(), Run.Cause.ENDING));
            again = interruptAt() + PATIENCE_AFTER_INTERRUPT;
        }
        if (settings.policies().watchesRuns()) {
            for (Run run : runsInProgress()) {
                again = Math.min(again, watch(run, now, alarms));
            }
        }
        return again;
    }

    private static long watch(Run run, long now, Alarms alarms) {
        if (!run.interruptible) {
            return NEVER; // the body is over, and what comes after it takes the time it takes
        }
        if (now >= run.slowAt) {
            run.slowAt = NEVER;
            alarms.reports.add(() -> LoopLog.slow(run));
        }
        if (now >= run.timeoutAt) {
            run.timeoutAt = EpochNanos.plus(now, REPORT_EVERY);
            if (run.interruptedFor.compareTo(Run.Cause.TIMEOUT) >= 0) {
                alarms.reports.add(() -> LoopLog.outlivesTimeout(run));
            } else {
                alarms.interrupts.addAll(Interrupt.of(List.of(run), Run.Cause.TIMEOUT));
            }
        }
        return Math.min(run.slowAt, run.timeoutAt);
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
        } else if (at == NEVER) {
            timer().cancel(this);
        } else {
            timer().at(this, at);
        }
        GateWatch watch = gateWatch;
        boolean heldBack = nowCall() != null || (others != null && others.nextRetryAt() <= now);
        if (watch != null && (step == Step.AWAIT_GATE || (heldBack && !settings.mayRun()))) {
            watch.hold(machine());
        }
    }

    /** Sets the timer for the tick after what is handed over: then the worker has nothing to tell it. */
    private void armTickAfter(Step step, long now, long watchAgain) {
        boolean makesRuns = step == Step.RUN || step == Step.PLAN;
        long next = makesRuns && watchAgain == NEVER ? tickAhead(schedule, now) : Planner.NONE;
        if (next > now) {
            timed(true);
            timer().at(this, next);
        } else {
            arm(Step.REST, now, watchAgain);
        }
    }

    /** Has a worker take this machine over; the hold is HANDED. */
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
            current(null);
            hold(Hold.FREE);
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
