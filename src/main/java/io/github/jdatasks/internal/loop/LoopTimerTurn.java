package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.internal.jfr.LoopEvents.Outcome;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The turn of a loop in the timer: it hands the loop over to workers, and watches runs in progress. */
final class LoopTimerTurn {
    private LoopTimerTurn() {}

    /** How long after its interrupt a run is given up at shutdown. */
    static final long PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1).toNanos();
    /** How often a run that outlives its timeout is reported, and how often slow runs are reported at most. */
    private static final long REPORT_EVERY = Duration.ofMinutes(1).toNanos();

    /** How long a call into user code may take by default before it is reported. */
    static final long SLOW = Duration.ofMinutes(5).toNanos();

    static void examine(LoopMachine loop) {
        Step step = Step.REST;
        boolean mustEnd;
        List<Runnable> actions = List.of(); // to be done without the lock
        synchronized (loop) {
            long now = loop.timer().now();
            mustEnd = now >= giveUpAt(loop);
            long checkAgain = NEVER;
            if (loop.interruptAt() != NEVER
                    || loop.owner() != Owner.TIMER
                    || !loop.runsInProgress().isEmpty()) {
                actions = new ArrayList<>(0);
                checkAgain = watchRuns(loop, now, actions);
            }
            if (loop.owner() == Owner.TIMER) {
                step = NextStep.decide(loop, now, true);
            }
            if (step.isWork) {
                loop.setOwner(Owner.QUEUED);
                armTickAfter(loop, step, now, checkAgain);
            } else {
                arm(loop, step, now, checkAgain);
            }
        }
        for (Runnable action : actions) {
            action.run();
        }
        if (step.isWork && mustEnd) { // a run that was given up may still hold the thread of the user's executor
            loop.scheduler.workers().rescue(loop);
        } else if (step.isWork) {
            loop.handOver();
        }
    }

    private static long giveUpAt(LoopMachine loop) {
        return EpochNanos.plus(loop.interruptAt(), PATIENCE_AFTER_INTERRUPT);
    }

    /** Finds runs to be interrupted, reported or given up; returns when to check again. */
    private static long watchRuns(LoopMachine loop, long now, List<Runnable> actions) {
        long again = NEVER;
        long giveUpAt = giveUpAt(loop);
        if (now < loop.interruptAt()) {
            again = loop.interruptAt();
        } else if (now < giveUpAt) {
            interrupt(loop, loop.runsInProgress(), Run.Cause.ENDING, actions);
            again = giveUpAt;
        } else if (loop.owner() == Owner.QUEUED) { // the user's executor does not run a loop that has to end
            actions.add(() -> loop.scheduler.workers().rescue(loop));
        } else {
            giveUp(loop)
                    .forEach(run -> actions.add(() -> {
                        RunReport.record(run, Outcome.GIVEN_UP, null);
                        LoopLog.givenUp(run);
                    }));
        }
        List<Run> runs = loop.runsInProgress();
        for (Run run : runs) {
            again = Math.min(again, watchPace(loop, run, now, actions));
            again = Math.min(again, watchTimeout(loop, run, now, actions));
        }
        return runs.isEmpty() && loop.owner() != Owner.TIMER ? Math.min(again, firstCheck(loop, now)) : again;
    }

    private static void interrupt(LoopMachine loop, List<Run> runs, Run.Cause cause, List<Runnable> actions) {
        List<Interrupt> interrupts = Interrupt.of(runs, cause);
        actions.add(() -> Interrupt.deliver(interrupts, loop));
    }

    /** Returns when to check whether a call that begins now is slow. */
    private static long firstCheck(LoopMachine loop, long now) {
        return loop.settings.policies().slowRunWarning() == 0 ? NEVER : EpochNanos.plus(now, SLOW);
    }

    private static long watchPace(LoopMachine loop, Run run, long now, List<Runnable> actions) {
        double multiple = loop.settings.policies().slowRunWarning();
        boolean isBody = run.kind == Run.Kind.SCHEDULED || run.kind == Run.Kind.NOW;
        if (multiple == 0 || run.done || (isBody && multiple > 0 && run.slowAt == NEVER)) {
            return NEVER;
        }
        if (run.slowAt == NEVER) {
            run.slowAt = EpochNanos.plus(run.startTick, SLOW);
        }
        if (now >= run.slowAt) {
            run.slowAt = EpochNanos.plus(now, Math.max(REPORT_EVERY, now - run.startTick)); // next at twice the time
            boolean mayTakeItsInterval = isBody && multiple < 0;
            actions.add(() -> loop.scheduler.workers().report(() -> reportSlow(loop, run, mayTakeItsInterval)));
        }
        return run.slowAt;
    }

    /**
     * Reports a slow run, on a worker, at most once a minute for a loop.
     *
     * @param mayTakeItsInterval whether the run is slow only if it takes longer than its interval, too
     */
    private static void reportSlow(LoopMachine loop, Run run, boolean mayTakeItsInterval) {
        long period = mayTakeItsInterval ? period(loop, run) : 0;
        synchronized (loop) {
            if (!loop.isInProgress(run)) {
                return;
            }
            long now = loop.timer().now();
            long reportAt = Math.max(EpochNanos.plus(run.startTick, period), loop.rare().noSlowReportUntil);
            if (now < reportAt) {
                run.slowAt = reportAt;
                loop.timer().signal(loop);
                return;
            }
            loop.rare().noSlowReportUntil = EpochNanos.plus(now, REPORT_EVERY);
        }
        LoopLog.slow(run);
    }

    /** Returns the time from a run's tick to the next, 0 if there is none. Calls the schedule, so only on a worker. */
    static long period(LoopMachine loop, Run run) {
        try {
            long tick = run.context.scheduledNanos();
            long period = Planner.period(loop.schedule(), tick);
            return EpochNanos.plus(tick, period) == Long.MAX_VALUE ? 0 : period;
        } catch (Throwable t) { // the user's schedule: its failure is reported when the next run is planned
            return 0;
        }
    }

    /** Lets the timer report a run that takes longer than this. */
    static void expectAtMost(LoopMachine loop, Run run, long nanos) {
        synchronized (loop) {
            run.slowAt = EpochNanos.plus(run.startTick, nanos);
        }
        loop.timer().signal(loop);
    }

    private static long watchTimeout(LoopMachine loop, Run run, long now, List<Runnable> actions) {
        if (!run.interruptible) {
            return NEVER; // the body is over; handlers have no timeout
        }
        if (now >= run.timeoutAt) {
            run.timeoutAt = EpochNanos.plus(now, REPORT_EVERY);
            if (run.interruptedFor.compareTo(Run.Cause.TIMEOUT) >= 0) {
                actions.add(() -> loop.scheduler.workers().report(() -> LoopLog.outlivesTimeout(run)));
            } else {
                interrupt(loop, List.of(run), Run.Cause.TIMEOUT, actions);
            }
        }
        return run.timeoutAt;
    }

    /**
     * Sets the loop's deadline: for a step that waits, or for the next check of a run in progress if that comes first.
     */
    private static void arm(LoopMachine loop, Step step, long now, long checkAgain) {
        loop.timed = false;
        loop.hasDeadline = true;
        long at = checkAgain;
        OverlappingRuns others = loop.overlapping();
        if (others != null && (step == Step.AWAIT_RETRY || step == Step.AWAIT_TICK)) {
            at = Math.min(at, others.nextRetryAfter(now)); // one that is due already waits for the gate, or for a place
        }
        if (step == Step.AWAIT_RETRY && (loop.attempt() > 1 || loop.isUnderWay())) {
            at = Math.min(at, loop.rare().retryAt);
        }
        if (step == Step.AWAIT_TICK && loop.next.due() != NEVER && loop.next.dueTick(now) <= at) {
            if (loop.next.onGrid) {
                loop.timer().at(loop, loop.next.due());
            } else {
                loop.timer().atWall(loop, loop.next.due());
            }
        } else if (at == NEVER) {
            loop.timer().cancel(loop);
            loop.hasDeadline = false;
        } else {
            loop.timer().at(loop, at);
        }
        LoopHost.GateQueue queue = loop.gateQueue;
        boolean isDue = loop.nowCall() != null || (others != null && others.nextRetryAfter(Long.MIN_VALUE) <= now);
        if (queue != null && (step == Step.AWAIT_GATE || (isDue && !loop.settings.mayRun()))) {
            queue.park(loop);
        }
    }

    /**
     * Sets the deadline for the tick after the run that is handed over, so that its worker need not signal the timer.
     */
    private static void armTickAfter(LoopMachine loop, Step step, long now, long checkAgain) {
        boolean makesRuns = step == Step.RUN || step == Step.PLAN;
        long next = makesRuns && checkAgain == NEVER ? loop.next.tickAhead(loop.schedule, now) : Planner.NONE;
        if (next > now) {
            loop.timed = true;
            loop.timer().at(loop, next);
            loop.hasDeadline = true;
        } else {
            boolean callsUser = step != Step.AFTER || loop.settings.hooks().after() != null;
            arm(loop, Step.REST, now, callsUser ? Math.min(checkAgain, firstCheck(loop, now)) : checkAgain);
        }
    }

    private static List<Run> giveUp(LoopMachine loop) {
        List<Run> lost = loop.runsInProgress().stream()
                .filter(run -> run.kind != Run.Kind.AFTER)
                .toList();
        if (lost.contains(loop.current())) {
            loop.current = null;
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
