package io.github.jdatasks;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done next about a loop, from all that is known: the part of the {@link LoopMachine} that has the
 * rules. Everything is guarded by the machine's monitor.
 */
abstract class LoopDecisions extends LoopLife {
    LoopDecisions(
            LoopTask task,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopScheduler scheduler) {
        super(task, name, body, settings, schedule, scheduler);
    }

    @Override
    void scheduleChanged() {
        if (phase == LoopPhase.ACTIVE && need() != Need.FIRST) {
            need(Need.CHANGED);
        }
    }

    /** Returns the one step that is due now. */
    final Step decide(long now, boolean onTimer) {
        if (current != null) {
            return current.done ? Step.FINISH_RUN : Step.REST;
        }
        if (ending == null && isLive() && isBotGone()) {
            markEnding(LoopOutcome.CANCELLED);
        }
        Step step = switch (phase) {
            case IDLE, FINISHED -> nowCall() == null ? Step.REST : settings.mayRun() ? Step.RUN_NOW : Step.AWAIT_GATE;
            case STARTING -> ending == null ? decideStarting(now, onTimer) : Step.AFTER;
            case ACTIVE -> ending == null ? decideActive(now, onTimer) : decideEnding();
            case ENDING -> Step.AFTER;
        };
        if (step == Step.AFTER) {
            phase = LoopPhase.ENDING;
            dropCall(); // no body after the after-hook
        }
        return step;
    }

    private Step decideEnding() {
        // A stop has dropped the call of somebody who waits; a loop that ends by itself has not.
        return nowCall() != null && settings.mayRun() ? Step.RUN_NOW : Step.AFTER;
    }

    private Step decideStarting(long now, boolean onTimer) {
        if (!settings.mayBegin()) {
            return Step.AWAIT_GATE;
        }
        if (settings.hooks().before() != null) {
            return attempt() > 1 && now < extras().retryAt ? Step.AWAIT_RETRY : Step.BEFORE;
        }
        beginRuns();
        return decideActive(now, onTimer);
    }

    /** The before-hook is over, or there is none. */
    void beginRuns() {
        phase = LoopPhase.ACTIVE;
        need(Need.FIRST);
    }

    private Step decideActive(long now, boolean onTimer) {
        boolean open = settings.mayRun();
        Step blocked = open ? Step.REST : Step.AWAIT_GATE;
        if (nowCall() != null && open) {
            return Step.RUN_NOW;
        }
        if (isUnderWay()) {
            return now < extras().retryAt ? Step.AWAIT_RETRY : paused || !open ? blocked : Step.RUN;
        }
        Need need = need();
        if (need == Need.FIRST && Planner.isGrid(schedule) && (paused || !open)) {
            return blocked; // the grid begins when the first run is possible
        }
        if (need != Need.NONE && !planByArithmetic(schedule, now, settings.policies())) {
            return Step.PLAN;
        }
        if (isExhausted()) {
            ending = LoopOutcome.COMPLETED;
            return Step.AFTER;
        }
        if (!isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            noticeSuspend(now);
        }
        if (paused || !open) {
            disarm();
            return blocked;
        }
        if (!isArmed()) {
            need(Need.MISSED);
            return Step.PLAN;
        }
        return Step.RUN;
    }

    @Override
    final LoopState publicState() {
        return switch (phase) {
            case IDLE -> LoopState.IDLE;
            case STARTING -> LoopState.STARTING;
            case ENDING -> LoopState.STOPPING;
            case FINISHED -> LoopState.FINISHED;
            case ACTIVE -> {
                if (current != null) {
                    yield LoopState.RUNNING;
                }
                if (ending != null) {
                    yield LoopState.STOPPING;
                }
                if (paused || !settings.mayRun()) {
                    yield LoopState.PAUSED;
                }
                yield isUnderWay() ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Takes note of a scheduled run that is over, and ends the loop if it was the last. */
    void countRun(@Nullable Throwable error) {
        LoopSettings.Policies policies = settings.policies();
        iteration++;
        if (error == null) {
            if (extras != null) {
                extras.failuresInARow = 0;
            }
        } else {
            int failures = ++extras().failuresInARow;
            boolean tooMany = policies.maxFailures() > 0 && failures >= policies.maxFailures();
            if (tooMany || policies.onFailure() == OnFailure.STOP) {
                fail(error);
                return;
            }
        }
        if (ending == null && policies.count() > 0 && iteration >= policies.count()) {
            ending = LoopOutcome.COMPLETED;
        }
    }

    Optional<Instant> nextIteration() {
        Question question;
        synchronized (this) {
            boolean running = isUnderWay() || (current != null && current.kind == Run.Kind.SCHEDULED);
            question = phase != LoopPhase.ACTIVE || ending != null ? null : preview(schedule, running);
        }
        return nextInstant(question, settings.policies());
    }
}
