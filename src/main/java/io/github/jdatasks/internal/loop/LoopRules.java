package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.loop.NextRun.Reason;
import io.github.jdatasks.internal.schedule.Planner;
import org.jspecify.annotations.Nullable;

/**
 * The rules: what is to be done next about a loop, from all that is written down. Under the lock of the loop.
 */
final class LoopRules {
    /** What is to be done next about a loop. */
    enum Step {
        /** Call the before-hook. */
        BEFORE(true, false),
        /** Ask the schedule for the next run. */
        PLAN(true, false),
        /** Report that the schedule has failed. */
        REPORT(true, false),
        /** Make an attempt at the scheduled run. */
        RUN(true, true),
        /** Make the run that a {@code runNow()} asked for. */
        RUN_NOW(true, true),
        /** End the run whose stage has completed. */
        FINISH_RUN(true, true),
        /** Call the after-hook. */
        AFTER(true, false),
        /** Nothing before the next tick. */
        AWAIT_TICK(false, false),
        /** Nothing before the retry. */
        AWAIT_RETRY(false, false),
        /** Nothing before the gate changes. */
        AWAIT_GATE(false, false),
        /** Nothing before a call of a user's or the end of a stage. */
        REST(false, false);

        /** Whether a worker has something to do. */
        final boolean isWork;

        /** Whether that is to call the body, or to go on after it. */
        final boolean callsBody;

        Step(boolean isWork, boolean callsBody) {
            this.isWork = isWork;
            this.callsBody = callsBody;
        }
    }

    private LoopRules() {}

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
        if (loop.interruptAt() != NEVER && !loop.quitting) { // the grace of runs by hand that began with the bot before
            if (others != null && !others.running.isEmpty()) {
                return Step.REST; // or it would be that of the runs after them
            }
            loop.extras().interruptAt = NEVER;
        }
        if (loop.ending() == null && loop.isLive() && loop.isBotGone()) {
            LoopEnding.markEnding(loop, LoopOutcome.CANCELLED);
        }
        Step step = switch (loop.phase()) {
            case IDLE, FINISHED -> decideIdle(loop);
            case STARTING -> loop.ending() == null ? decideStarting(loop, now, onTimer) : Step.AFTER;
            case ACTIVE -> loop.ending() == null ? decideActive(loop, now, onTimer) : decideEnding(loop);
            case ENDING -> Step.AFTER;
        };
        if (step == Step.AFTER && others != null && others.size() > 0) {
            others.forgetRetries();
            step = others.running.isEmpty() ? Step.AFTER : Step.REST; // what comes after them waits for them
        }
        if (step == Step.AFTER && awaitsCogLoad(loop)) {
            return Step.REST; // the cog signals the timer
        }
        if (step == Step.AFTER) {
            loop.setPhase(Phase.ENDING);
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

    /** Waits for a cog that is loaded, which signals the timer; for one that is registered nowhere with those that are reported. */
    private static Step awaitCog(LoopMachine loop) {
        return loop.settings.isCogOut() ? Step.AWAIT_GATE : Step.REST;
    }

    /**
     * Returns whether there is an after-hook that must not precede a cogLoad which is running. One that may still come is
     * not waited for: a loop has to end even if its cog is never registered.
     */
    private static boolean awaitsCogLoad(LoopMachine loop) {
        LoopSettings.Cog cog = loop.settings.cog();
        return cog != null
                && cog.state() == LoopSettings.CogState.LOADING
                && loop.settings.hooks().after() != null;
    }

    private static Step decideEnding(LoopMachine loop) {
        // A stop has dropped the call of somebody who waits; a loop that ends by itself has not.
        return loop.nowCall() != null && loop.settings.mayRun() && !isFull(loop) ? Step.RUN_NOW : Step.AFTER;
    }

    /** Returns whether there are as many runs as may overlap. */
    private static boolean isFull(LoopMachine loop) {
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
            if (loop.attempt() > 1 && now < loop.extras().retryAt) {
                return Step.AWAIT_RETRY;
            }
            return loop.attempt() > 1 && !loop.settings.mayRun() ? Step.AWAIT_GATE : Step.BEFORE;
        }
        beginRuns(loop);
        return decideActive(loop, now, onTimer);
    }

    /** The before-hook is over, or there is none. */
    static void beginRuns(LoopMachine loop) {
        loop.setPhase(Phase.ACTIVE);
        loop.next.setReason(Reason.FIRST);
        loop.tellPause(); // the gate may have closed since the loop was allowed to begin
    }

    private static Step decideActive(LoopMachine loop, long now, boolean onTimer) {
        boolean open = loop.settings.mayRun();
        Step blocked = open ? Step.REST : Step.AWAIT_GATE;
        if (loop.nowCall() != null && open && !isFull(loop)) {
            return Step.RUN_NOW;
        }
        if (loop.isUnderWay()) {
            return now < loop.extras().retryAt ? Step.AWAIT_RETRY : loop.paused || !open ? blocked : Step.RUN;
        }
        OverlappingRuns others = loop.overlapping();
        if (others != null) {
            if (others.nextRetryAt() <= now && open && !loop.paused) {
                return Step.RUN;
            }
            if (loop.settings.policies().count() > 0
                    && others.begun >= loop.settings.policies().count()) {
                return others.isBackingOff() ? Step.AWAIT_RETRY : complete(loop);
            }
        }
        Reason reason = loop.next.reason();
        if (reason == Reason.FIRST && Planner.isGrid(loop.schedule) && (loop.paused || !open)) {
            return blocked; // the grid begins when the first run is possible
        }
        if (reason != Reason.NONE && !loop.next.planByArithmetic(loop.schedule, now, loop.settings.policies())) {
            return Step.PLAN;
        }
        if (loop.next.isExhausted()) {
            return others != null && others.isBackingOff() ? Step.AWAIT_RETRY : complete(loop);
        }
        if (!loop.next.isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            loop.next.noticeSuspend(now, loop.settings.policies().missed());
        }
        if (loop.paused || !open) {
            loop.next.disarm();
            return blocked;
        }
        if (!loop.next.isArmed()) {
            loop.next.setReason(Reason.MISSED);
            return Step.PLAN;
        }
        if (isFull(loop)) {
            if (loop.settings.policies().missed() == Missed.CATCH_UP && loop.next.planned() <= loop.next.countedTo()) {
                return others != null && others.isBackingOff() ? Step.AWAIT_RETRY : Step.REST; // it was missed before
            }
            skipPlanned(loop, now);
            return decideActive(loop, now, onTimer);
        }
        return Step.RUN;
    }

    private static Step complete(LoopMachine loop) {
        OverlappingRuns others = loop.overlapping();
        if (others != null && others.size() > 0) {
            return Step.REST;
        }
        loop.setEnding(LoopOutcome.COMPLETED);
        return Step.AFTER;
    }

    /** The planned tick finds as many runs in progress as may overlap: it is never made up for. */
    private static void skipPlanned(LoopMachine loop, long now) {
        loop.stats.recordMisses(0, 1);
        LoopEvents.skipped(loop);
        loop.next.ran(loop.schedule, now);
    }

    static LoopState publicState(LoopMachine loop) {
        return switch (loop.phase()) {
            case IDLE -> LoopState.IDLE;
            case STARTING -> LoopState.STARTING;
            case ENDING -> LoopState.STOPPING;
            case FINISHED -> LoopState.FINISHED;
            case ACTIVE -> {
                if (!loop.runsInProgress().isEmpty()) {
                    yield LoopState.RUNNING;
                }
                if (loop.ending() != null) {
                    yield LoopState.STOPPING;
                }
                if (loop.paused || !loop.settings.mayRun()) {
                    yield LoopState.PAUSED;
                }
                boolean backingOff = loop.isUnderWay()
                        || (loop.overlapping() != null && loop.overlapping().isBackingOff());
                yield backingOff ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Takes note of a scheduled run that is over, and ends the loop if it was the last. */
    static void countRun(LoopMachine loop, @Nullable Throwable error) {
        loop.iteration++;
        noteResult(loop, error);
        long count = loop.settings.policies().count();
        if (loop.ending() == null && count > 0 && loop.iteration >= count) {
            loop.setEnding(LoopOutcome.COMPLETED);
        }
    }

    /** Ends the loop if a run has failed and the policies say so. */
    static void noteResult(LoopMachine loop, @Nullable Throwable error) {
        if (error == null) {
            if (loop.extras != null) {
                loop.extras.failuresInARow = 0;
            }
            return;
        }
        LoopSettings.Policies policies = loop.settings.policies();
        int failures = ++loop.extras().failuresInARow;
        boolean tooMany = policies.maxFailures() > 0 && failures >= policies.maxFailures();
        if (tooMany || policies.onFailure() == OnFailure.STOP) {
            LoopEnding.fail(loop, error);
        }
    }
}
