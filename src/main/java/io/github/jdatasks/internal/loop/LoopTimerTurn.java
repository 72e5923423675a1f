package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the timer does about a loop: it hands the loop to workers, and watches over runs in progress.
 */
final class LoopTimerTurn {
    private LoopTimerTurn() {}

    /** How long a run that was interrupted at shutdown has before it is given up. */
    static final long PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1).toNanos();
    /** How often a run that has timed out and goes on all the same is reported, and a slow one at most. */
    private static final long REPORT_EVERY = Duration.ofMinutes(1).toNanos();

    /** How long a call into user code may take before it is reported, unless its loop says otherwise. */
    static final long SLOW = Duration.ofMinutes(5).toNanos();

    static void examine(LoopMachine loop) {
        Step step = Step.REST;
        Alarms alarms = null;
        synchronized (loop) {
            long now = loop.timer().now();
            long watchAgain = NEVER;
            if (loop.interruptAt() != NEVER || isAtWork(loop)) {
                alarms = new Alarms();
                watchAgain = watchRuns(loop, now, alarms);
            }
            if (loop.owner() == Owner.TIMER) {
                step = LoopRules.decide(loop, now, true);
            }
            if (step.isWork) {
                loop.setOwner(Owner.QUEUED);
                armTickAfter(loop, step, now, watchAgain);
            } else {
                arm(loop, step, now, watchAgain);
            }
        }
        if (alarms != null) {
            alarms.sound(loop);
        }
        if (step.isWork) {
            loop.handOver(loop);
        }
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
    private static long watchRuns(LoopMachine loop, long now, Alarms alarms) {
        if (now >= EpochNanos.plus(loop.interruptAt(), PATIENCE_AFTER_INTERRUPT)) {
            alarms.late = loop.owner() == Owner.QUEUED;
            alarms.givenUp = alarms.late ? List.of() : giveUp(loop);
        }
        long again = NEVER;
        if (now < loop.interruptAt()) {
            again = loop.interruptAt();
        } else if (now < loop.interruptAt() + PATIENCE_AFTER_INTERRUPT) {
            alarms.interrupts.addAll(Interrupt.of(loop.runsInProgress(), Run.Cause.ENDING));
            again = loop.interruptAt() + PATIENCE_AFTER_INTERRUPT;
        }
        List<Run> runs = loop.runsInProgress();
        for (Run run : runs) {
            again = Math.min(again, Math.min(watchPace(loop, run, now, alarms), watchTimeout(run, now, alarms)));
        }
        return runs.isEmpty() && loop.owner() != Owner.TIMER ? Math.min(again, firstLook(loop, now)) : again;
    }

    /** Returns whether something is handed over, or user code is called, or a stage is pending. */
    private static boolean isAtWork(LoopMachine loop) {
        OverlappingRuns others = loop.overlapping();
        return loop.owner() != Owner.TIMER || loop.current() != null || (others != null && !others.running.isEmpty());
    }

    /** Returns when to look whether a call that begins about now takes long. */
    private static long firstLook(LoopMachine loop, long now) {
        return loop.settings.policies().slowRunWarning() == 0 ? NEVER : EpochNanos.plus(now, SLOW);
    }

    private static long watchPace(LoopMachine loop, Run run, long now, Alarms alarms) {
        double multiple = loop.settings.policies().slowRunWarning();
        boolean isBody = run.kind == Run.Kind.SCHEDULED || run.kind == Run.Kind.NOW;
        if (multiple == 0 || run.done || (isBody && multiple > 0 && run.slowAt == NEVER)) {
            return NEVER;
        }
        if (run.slowAt == NEVER) {
            run.slowAt = EpochNanos.plus(run.startTick, SLOW);
        }
        if (now >= run.slowAt) {
            run.slowAt = EpochNanos.plus(now, Math.max(REPORT_EVERY, now - run.startTick)); // at twice the time
            alarms.reports.add(() -> reportSlow(loop, run, isBody && multiple < 0));
        }
        return run.slowAt;
    }

    /**
     * Reports a run that is still in progress.
     *
     * @param mayTakeItsInterval whether to wait until it has taken as long as its schedule leaves for it
     */
    private static void reportSlow(LoopMachine loop, Run run, boolean mayTakeItsInterval) {
        synchronized (loop) {
            if (!loop.isInProgress(run)) {
                return; // it has just ended
            }
        }
        long period = mayTakeItsInterval ? period(loop, run) : 0;
        long taken = loop.timer().now() - run.startTick;
        long silence = taken < period ? period - taken : claimReport(loop);
        if (silence == 0) {
            LoopLog.slow(run);
        } else {
            expectAtMost(loop, run, EpochNanos.plus(taken, silence));
        }
    }

    /** Returns 0 if a slow run may be reported, and none for a minute then; else how long it has to wait for that. */
    private static long claimReport(LoopMachine loop) {
        synchronized (loop) {
            long now = loop.timer().now();
            long silence = now < loop.extras().slowToldUntil ? loop.extras().slowToldUntil - now : 0;
            if (silence == 0) {
                loop.extras().slowToldUntil = EpochNanos.plus(now, REPORT_EVERY);
            }
            return silence;
        }
    }

    /** Returns the time from a run's tick to the next, 0 if there is none; calls the schedule, so on a worker. */
    private static long period(LoopMachine loop, Run run) {
        try {
            long tick = run.context.scheduledNanos();
            long period = Planner.period(loop.schedule(), tick);
            return EpochNanos.plus(tick, period) == Long.MAX_VALUE ? 0 : period;
        } catch (Throwable t) { // a schedule of the user's, whose failure is reported when the next run is planned
            return 0;
        }
    }

    /** Has the timer report a run that takes longer. */
    static void expectAtMost(LoopMachine loop, Run run, long nanos) {
        synchronized (loop) {
            run.slowAt = EpochNanos.plus(run.startTick, nanos);
        }
        loop.timer().signal(loop);
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
    private static void arm(LoopMachine loop, Step step, long now, long watchAgain) {
        loop.next.timed(false);
        long at = watchAgain;
        OverlappingRuns others = loop.overlapping();
        if (others != null && (step == Step.AWAIT_RETRY || step == Step.AWAIT_TICK)) {
            at = Math.min(at, others.nextRetryAfter(now)); // one that is due already waits for something else
        }
        if (step == Step.AWAIT_RETRY && (loop.attempt() > 1 || loop.isUnderWay())) {
            at = Math.min(at, loop.extras().retryAt);
        }
        if (step == Step.AWAIT_TICK && loop.next.dueTick(now) <= at) {
            if (loop.next.isOnGrid()) {
                loop.timer().at(loop, loop.next.due());
            } else {
                loop.timer().atWall(loop, loop.next.due());
            }
            loop.hasDeadline = true;
        } else if (at == NEVER) {
            loop.timer().cancel(loop);
            loop.hasDeadline = false;
        } else {
            loop.timer().at(loop, at);
            loop.hasDeadline = true;
        }
        LoopHost.GateQueue queue = loop.gateQueue;
        boolean heldBack = loop.nowCall() != null || (others != null && others.nextRetryAt() <= now);
        if (queue != null && (step == Step.AWAIT_GATE || (heldBack && !loop.settings.mayRun()))) {
            queue.park(loop);
        }
    }

    /** Sets the timer for the tick after what is handed over: then the worker has nothing to tell it. */
    private static void armTickAfter(LoopMachine loop, Step step, long now, long watchAgain) {
        boolean makesRuns = step == Step.RUN || step == Step.PLAN;
        long next = makesRuns && watchAgain == NEVER ? loop.next.tickAhead(loop.schedule, now) : Planner.NONE;
        if (next > now) {
            loop.next.timed(true);
            loop.timer().at(loop, next);
            loop.hasDeadline = true;
        } else {
            boolean callsUser = step != Step.AFTER || loop.settings.hooks().after() != null;
            arm(loop, Step.REST, now, callsUser ? Math.min(watchAgain, firstLook(loop, now)) : watchAgain);
        }
    }

    private static List<Run> giveUp(LoopMachine loop) {
        List<Run> lost = loop.runsInProgress().stream()
                .filter(run -> run.kind != Run.Kind.AFTER)
                .toList();
        if (lost.contains(loop.current())) {
            loop.setCurrent(null);
            loop.setOwner(Owner.TIMER);
        }
        OverlappingRuns others = loop.overlapping();
        if (others != null) {
            others.running.clear();
        }
        for (Run run : lost) {
            if (run.caller != null) {
                LoopEnding.drop(loop, run.caller);
            }
        }
        LoopEnding.unregisterIfAtRest(loop);
        return lost;
    }
}
