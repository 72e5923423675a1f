package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.loop.NextRun.Reason;
import org.jspecify.annotations.Nullable;

/** The rules: which step of a loop is due, from everything that is recorded. Under the lock of the loop. */
final class NextStep {
    enum Step {
        BEFORE(true, false), // call the before-hook
        PLAN(true, false), // ask the schedule for the next run
        REPORT(true, false), // report that the schedule has failed
        RUN(true, true), // make an attempt at the scheduled run
        RUN_NOW(true, true), // make a runNow() run
        FINISH_RUN(true, true), // end the run whose stage has completed
        AFTER(true, false), // call the after-hook
        AWAIT_TICK(false, false), // nothing before the next tick
        AWAIT_RETRY(false, false), // nothing before the retry
        AWAIT_GATE(false, false), // nothing before the gate changes
        REST(false, false); // nothing before a command of the user or the end of a stage

        final boolean isWork; // for a worker
        final boolean callsBody; // or ends a call of it

        Step(boolean isWork, boolean callsBody) {
            this.isWork = isWork;
            this.callsBody = callsBody;
        }
    }

    private NextStep() {}

    /** Returns the one step that is due now. */
    static Step decide(LoopMachine loop, long now, boolean onTimer) {
        Run inProgress = loop.current();
        if (inProgress != null) {
            return inProgress.done ? Step.FINISH_RUN : Step.REST;
        }
        OverlappingRuns others = loop.overlapping();
        if (others != null && others.completed() != null) {
            return Step.FINISH_RUN;
        }
        // A life has begun while runNow() runs of the bot before still have their grace. New runs wait for their end,
        // because that grace is not for new runs.
        if (loop.interruptAt() != NEVER && !loop.quitting) {
            if (others != null && !others.running.isEmpty()) {
                return Step.REST;
            }
            loop.rare().interruptAt = NEVER;
        }
        if (loop.ending() == null && loop.isLive() && loop.isBotGone()) {
            LoopEnding.markEnding(loop, LoopOutcome.CANCELLED);
        }
        if (loop.next.owesPlan()) {
            return Step.PLAN; // others wait for it, whatever this loop does next
        }
        Step step = switch (loop.phase()) {
            case IDLE, FINISHED -> decideIdle(loop);
            case STARTING -> loop.ending() == null ? decideStarting(loop, now, onTimer) : Step.AFTER;
            case ACTIVE -> loop.ending() == null ? decideActive(loop, now, onTimer) : decideEnding(loop);
            case ENDING -> Step.AFTER;
        };
        if (step == Step.AFTER && others != null && others.size() > 0) {
            others.waiting.clear();
            step = others.running.isEmpty() ? Step.AFTER : Step.REST; // the after-hook waits for all runs
        }
        if (step == Step.AFTER) {
            // The after-hook waits for a running cogLoad, after which the cog signals the timer. One that has not begun
            // does not count: a loop has to end even if its cog is never registered.
            LoopSettings.Cog cog = loop.settings.hooks().after() == null ? null : loop.settings.cog();
            if (cog != null && cog.state() == LoopSettings.CogState.LOADING) {
                return Step.REST;
            }
            loop.setPhase(Phase.ENDING);
            loop.next.end();
            LoopEnding.dropCall(loop); // no body after the after-hook
        }
        return step;
    }

    private static Step decideIdle(LoopMachine loop) {
        if (loop.nowCall() == null) {
            return Step.REST;
        }
        if (loop.isBotGone()) {
            LoopEnding.dropCall(loop);
            LoopEnding.unregisterIfAtRest(loop);
            return Step.REST;
        }
        if (!loop.settings.mayRun()) {
            return Step.AWAIT_GATE;
        }
        return !loop.settings.isCogLoaded() ? awaitCog(loop) : isFull(loop) ? Step.REST : Step.RUN_NOW;
    }

    /**
     * Waits for the cog: one that loads will signal the timer; if it is registered nowhere, GateWatch reports the loop.
     */
    private static Step awaitCog(LoopMachine loop) {
        return loop.settings.isCogOut() ? Step.AWAIT_GATE : Step.REST;
    }

    private static Step decideEnding(LoopMachine loop) {
        // A stop has dropped a waiting runNow() call. If the loop ends by itself, that call still gets its run.
        return loop.nowCall() != null && loop.settings.mayRun() && !isFull(loop) ? Step.RUN_NOW : Step.AFTER;
    }

    /** Returns whether there are as many runs as may overlap. */
    static boolean isFull(LoopMachine loop) {
        OverlappingRuns others = loop.overlapping();
        return others != null && others.size() >= loop.settings.policies().overlap();
    }

    private static Step decideStarting(LoopMachine loop, long now, boolean onTimer) {
        if (!loop.settings.mayBegin()) {
            return Step.AWAIT_GATE;
        }
        if (!loop.settings.isCogLoaded()) {
            return awaitCog(loop);
        }
        if (loop.settings.hooks().before() != null) {
            if (loop.attempt() > 1 && now < loop.rare().retryAt) {
                return Step.AWAIT_RETRY;
            }
            return loop.attempt() > 1 && !loop.settings.mayRun() ? Step.AWAIT_GATE : Step.BEFORE;
        }
        beginRuns(loop);
        return decideActive(loop, now, onTimer);
    }

    /** Begins the scheduled runs: the before-hook is over, or there is none. */
    static void beginRuns(LoopMachine loop) {
        loop.setPhase(Phase.ACTIVE);
        loop.next.setReason(Reason.FIRST);
        loop.reportPause(); // the gate may have closed since the life began
    }

    private static Step decideActive(LoopMachine loop, long now, boolean onTimer) {
        boolean open = loop.settings.mayRun();
        if (loop.nowCall() != null && open && !isFull(loop)) {
            return Step.RUN_NOW;
        }
        if (loop.isUnderWay()) {
            if (now < loop.rare().retryAt) {
                return Step.AWAIT_RETRY;
            }
            if (open && !loop.paused) {
                return Step.RUN;
            }
            if (loop.next.handOn()) {
                loop.resetAttempts();
            }
            return blocked(loop);
        }
        OverlappingRuns others = loop.overlapping();
        if (others != null) {
            if (others.nextRetryAfter(Long.MIN_VALUE) <= now && open && !loop.paused) {
                return Step.RUN;
            }
            if (loop.settings.policies().count() > 0
                    && others.begun >= loop.settings.policies().count()) {
                return complete(loop);
            }
        }
        return loop.next.decide(loop, now, onTimer);
    }

    /** Returns the step of a loop that must not run: one that is paused waits for a command, else for the gate. */
    static Step blocked(LoopMachine loop) {
        return loop.settings.mayRun() ? Step.REST : Step.AWAIT_GATE;
    }

    static Step complete(LoopMachine loop) {
        OverlappingRuns others = loop.overlapping();
        if (others != null && others.size() > 0) {
            return others.isBackingOff() ? Step.AWAIT_RETRY : Step.REST;
        }
        loop.setEnding(LoopOutcome.COMPLETED);
        return Step.AFTER;
    }

    /** Counts a scheduled run that is over, and ends the loop after the last one. */
    static void countRun(LoopMachine loop, @Nullable Throwable error) {
        loop.iteration++;
        noteResult(loop, error);
        long count = loop.settings.policies().count();
        if (loop.ending() == null && count > 0 && loop.iteration >= count) {
            loop.setEnding(LoopOutcome.COMPLETED);
        }
    }

    /** Returns whether the policies end a loop if this run fails; of runs that overlap this is known only later. */
    static boolean endsLoop(LoopMachine loop, Run run) {
        synchronized (loop) {
            int failures = 1 + (loop.rare == null ? 0 : loop.rare.failuresInARow);
            return run.kind == Run.Kind.SCHEDULED
                    && loop.ending() == null
                    && !loop.mayOverlap()
                    && endsLoop(loop, failures);
        }
    }

    private static boolean endsLoop(LoopMachine loop, int failuresInARow) {
        LoopSettings.Policies policies = loop.settings.policies();
        boolean tooMany = policies.maxFailures() > 0 && failuresInARow >= policies.maxFailures();
        return tooMany || policies.onFailure() == OnFailure.STOP;
    }

    /** Ends the loop if the policies end it after this failure. */
    static void noteResult(LoopMachine loop, @Nullable Throwable error) {
        if (error == null) {
            if (loop.rare != null) {
                loop.rare.failuresInARow = 0;
            }
            return;
        }
        int failures = ++loop.rare().failuresInARow;
        if (endsLoop(loop, failures)) {
            LoopEnding.fail(loop, error);
        }
    }
}
