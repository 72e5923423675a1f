package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.Planner;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done next about a loop, from all that is known: the part of the {@link LoopMachine} that has the
 * rules. Everything is guarded by the machine's monitor.
 */
abstract class LoopDecisions extends LoopLife {
    LoopDecisions(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    void scheduleChanged() {
        if (phase() == Phase.ACTIVE && reason() != Reason.FIRST) {
            setReason(Reason.CHANGED);
        } else {
            beginCalendar(schedule); // what was due by it before is none of its misses
        }
    }

    /** Returns the one step that is due now. */
    final Step decide(long now, boolean onTimer) {
        Run inProgress = current();
        if (inProgress != null) {
            return inProgress.done ? Step.FINISH_RUN : Step.REST;
        }
        OverlappingRuns others = overlapping();
        if (others != null && others.completed() != null) {
            return Step.FINISH_RUN;
        }
        if (interruptAt() != NEVER && !quitting) { // the grace of runs by hand that began with the bot before
            if (others != null && !others.running.isEmpty()) {
                return Step.REST; // or it would be that of the runs after them
            }
            extras().interruptAt = NEVER;
        }
        if (ending() == null && isLive() && isBotGone()) {
            markEnding(LoopOutcome.CANCELLED);
        }
        Step step = switch (phase()) {
            case IDLE, FINISHED -> decideIdle();
            case STARTING -> ending() == null ? decideStarting(now, onTimer) : Step.AFTER;
            case ACTIVE -> ending() == null ? decideActive(now, onTimer) : decideEnding();
            case ENDING -> Step.AFTER;
        };
        if (step == Step.AFTER && others != null && others.size() > 0) {
            others.forgetRetries();
            step = others.running.isEmpty() ? Step.AFTER : Step.REST; // what comes after them waits for them
        }
        if (step == Step.AFTER && awaitsCogLoad()) {
            return Step.REST; // the cog signals the timer
        }
        if (step == Step.AFTER) {
            setPhase(Phase.ENDING);
            dropCall(); // no body after the after-hook
        }
        return step;
    }

    private Step decideIdle() {
        if (nowCall() == null) {
            return Step.REST;
        }
        if (isBotGone()) {
            dropCall();
            unregisterIfAtRest();
            return Step.REST;
        }
        if (!settings.mayRun()) {
            return Step.AWAIT_GATE;
        }
        return !settings.isCogLoaded() ? awaitCog() : isFull() ? Step.REST : Step.RUN_NOW;
    }

    /** Waits for a cog that is loaded, which signals the timer; for one that is registered nowhere with those that are reported. */
    private Step awaitCog() {
        return settings.isCogOut() ? Step.AWAIT_GATE : Step.REST;
    }

    /**
     * Returns whether there is an after-hook that must not precede a cogLoad which is running. One that may still come is
     * not waited for: a loop has to end even if its cog is never registered.
     */
    private boolean awaitsCogLoad() {
        LoopSettings.Cog cog = settings.cog();
        return cog != null
                && cog.state() == LoopSettings.CogState.LOADING
                && settings.hooks().after() != null;
    }

    private Step decideEnding() {
        // A stop has dropped the call of somebody who waits; a loop that ends by itself has not.
        return nowCall() != null && settings.mayRun() && !isFull() ? Step.RUN_NOW : Step.AFTER;
    }

    /** Returns whether there are as many runs as may overlap. */
    private boolean isFull() {
        OverlappingRuns others = overlapping();
        return others != null && others.size() >= settings.policies().overlap();
    }

    private Step decideStarting(long now, boolean onTimer) {
        if (!settings.mayBegin()) {
            return Step.AWAIT_GATE;
        }
        if (!settings.isCogLoaded()) {
            return awaitCog();
        }
        if (settings.hooks().before() != null) {
            if (attempt() > 1 && now < extras().retryAt) {
                return Step.AWAIT_RETRY;
            }
            return attempt() > 1 && !settings.mayRun() ? Step.AWAIT_GATE : Step.BEFORE;
        }
        beginRuns();
        return decideActive(now, onTimer);
    }

    /** The before-hook is over, or there is none. */
    void beginRuns() {
        setPhase(Phase.ACTIVE);
        setReason(Reason.FIRST);
        tellPause(); // the gate may have closed since the loop was allowed to begin
    }

    private Step decideActive(long now, boolean onTimer) {
        boolean open = settings.mayRun();
        Step blocked = open ? Step.REST : Step.AWAIT_GATE;
        if (nowCall() != null && open && !isFull()) {
            return Step.RUN_NOW;
        }
        if (isUnderWay()) {
            return now < extras().retryAt ? Step.AWAIT_RETRY : paused || !open ? blocked : Step.RUN;
        }
        OverlappingRuns others = overlapping();
        if (others != null) {
            if (others.nextRetryAt() <= now && open && !paused) {
                return Step.RUN;
            }
            if (settings.policies().count() > 0
                    && others.begun >= settings.policies().count()) {
                return others.isBackingOff() ? Step.AWAIT_RETRY : complete();
            }
        }
        Reason reason = reason();
        if (reason == Reason.FIRST && Planner.isGrid(schedule) && (paused || !open)) {
            return blocked; // the grid begins when the first run is possible
        }
        if (reason != Reason.NONE && !planByArithmetic(schedule, now, settings.policies())) {
            return Step.PLAN;
        }
        if (isExhausted()) {
            return others != null && others.isBackingOff() ? Step.AWAIT_RETRY : complete();
        }
        if (!isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            noticeSuspend(now, settings.policies().missed());
        }
        if (paused || !open) {
            disarm();
            return blocked;
        }
        if (!isArmed()) {
            setReason(Reason.MISSED);
            return Step.PLAN;
        }
        if (isFull()) {
            if (settings.policies().missed() == Missed.CATCH_UP && planned() <= countedTo()) {
                return others != null && others.isBackingOff() ? Step.AWAIT_RETRY : Step.REST; // it was missed before
            }
            skipPlanned(now);
            return decideActive(now, onTimer);
        }
        return Step.RUN;
    }

    private Step complete() {
        OverlappingRuns others = overlapping();
        if (others != null && others.size() > 0) {
            return Step.REST;
        }
        setEnding(LoopOutcome.COMPLETED);
        return Step.AFTER;
    }

    /** The planned tick finds as many runs in progress as may overlap: it is never made up for. */
    private void skipPlanned(long now) {
        recordMisses(0, 1);
        LoopEvents.skipped(this);
        ran(schedule, now);
    }

    @Override
    final LoopState publicState() {
        return switch (phase()) {
            case IDLE -> LoopState.IDLE;
            case STARTING -> LoopState.STARTING;
            case ENDING -> LoopState.STOPPING;
            case FINISHED -> LoopState.FINISHED;
            case ACTIVE -> {
                if (!runsInProgress().isEmpty()) {
                    yield LoopState.RUNNING;
                }
                if (ending() != null) {
                    yield LoopState.STOPPING;
                }
                if (paused || !settings.mayRun()) {
                    yield LoopState.PAUSED;
                }
                boolean backingOff =
                        isUnderWay() || (overlapping() != null && overlapping().isBackingOff());
                yield backingOff ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Takes note of a scheduled run that is over, and ends the loop if it was the last. */
    void countRun(@Nullable Throwable error) {
        iteration++;
        noteResult(error);
        long count = settings.policies().count();
        if (ending() == null && count > 0 && iteration >= count) {
            setEnding(LoopOutcome.COMPLETED);
        }
    }

    /** Ends the loop if a run has failed and the policies say so. */
    void noteResult(@Nullable Throwable error) {
        if (error == null) {
            if (extras != null) {
                extras.failuresInARow = 0;
            }
            return;
        }
        LoopSettings.Policies policies = settings.policies();
        int failures = ++extras().failuresInARow;
        boolean tooMany = policies.maxFailures() > 0 && failures >= policies.maxFailures();
        if (tooMany || policies.onFailure() == OnFailure.STOP) {
            fail(error);
        }
    }

    @Override
    public Optional<Instant> nextIteration() {
        Question question;
        synchronized (this) {
            Run run = current();
            boolean running = isUnderWay() || (run != null && run.kind == Run.Kind.SCHEDULED && !mayOverlap());
            question = phase() != Phase.ACTIVE || ending() != null ? null : preview(schedule, running);
        }
        return nextInstant(question, settings.policies());
    }
}
