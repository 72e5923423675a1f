package io.github.jdatasks;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done next about a loop, from all that is known: the part of the {@link LoopMachine} that has the
 * rules. Everything is guarded by the machine's monitor.
 */
abstract class LoopDecisions extends LoopLife {
    final NextRun nextRun;
    int attempt = 1;
    boolean underWay; // between two attempts at one run
    long retryAt;
    private int failuresInARow;
    private @Nullable StatsRecorder stats;

    LoopDecisions(LoopTask task, LoopSettings settings, Schedule schedule, LoopScheduler scheduler) {
        super(task, settings, schedule, scheduler);
        this.nextRun = new NextRun(timer);
    }

    @Override
    void resetRuns() {
        failuresInARow = 0;
        attempt = 1;
        underWay = false;
        nextRun.reset();
    }

    @Override
    void scheduleChanged() {
        if (phase == LoopPhase.ACTIVE && nextRun.need() != NextRun.Need.FIRST) {
            nextRun.need(NextRun.Need.CHANGED);
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
            case IDLE, FINISHED -> nowCall == null ? Step.REST : settings.mayRun() ? Step.RUN_NOW : Step.AWAIT_GATE;
            case STARTING -> ending == null ? decideStarting(now) : Step.AFTER;
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
        return nowCall != null && settings.mayRun() ? Step.RUN_NOW : Step.AFTER;
    }

    private Step decideStarting(long now) {
        if (!settings.mayBegin()) {
            return Step.AWAIT_GATE;
        }
        return attempt > 1 && now < retryAt ? Step.AWAIT_RETRY : Step.BEFORE;
    }

    private Step decideActive(long now, boolean onTimer) {
        boolean open = settings.mayRun();
        Step blocked = open ? Step.REST : Step.AWAIT_GATE;
        if (nowCall != null && open) {
            return Step.RUN_NOW;
        }
        if (underWay) {
            return now < retryAt ? Step.AWAIT_RETRY : paused || !open ? blocked : Step.RUN;
        }
        NextRun.Need need = nextRun.need();
        if (need == NextRun.Need.FIRST && Planner.isGrid(schedule) && (paused || !open)) {
            return blocked; // the grid begins when the first run is possible
        }
        if (need != NextRun.Need.NONE) {
            return Step.PLAN;
        }
        if (nextRun.isExhausted()) {
            ending = LoopOutcome.COMPLETED;
            return Step.AFTER;
        }
        if (!nextRun.isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            nextRun.noticeSuspend(now);
        }
        if (paused || !open) {
            nextRun.disarm();
            return blocked;
        }
        if (!nextRun.isArmed()) {
            nextRun.need(NextRun.Need.MISSED);
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
                yield underWay ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Takes note of a scheduled run that is over, and ends the loop if it was the last. */
    void countRun(@Nullable Throwable error) {
        LoopSettings.Policies policies = settings.policies();
        iteration++;
        failuresInARow = error == null ? 0 : failuresInARow + 1;
        boolean tooMany = policies.maxFailures() > 0 && failuresInARow >= policies.maxFailures();
        if (error != null && (tooMany || policies.onFailure() == OnFailure.STOP)) {
            fail(error);
        } else if (ending == null && policies.count() > 0 && iteration >= policies.count()) {
            ending = LoopOutcome.COMPLETED;
        }
    }

    Optional<Instant> nextIteration() {
        NextRun.Question question;
        synchronized (this) {
            boolean running = underWay || (current != null && current.kind == Run.Kind.SCHEDULED);
            question = phase != LoopPhase.ACTIVE || ending != null ? null : nextRun.preview(schedule, running);
        }
        return nextRun.nextInstant(question, settings.policies());
    }

    synchronized LoopStats stats() {
        return stats == null ? LoopStats.NOTHING : stats.snapshot();
    }

    StatsRecorder recorder() {
        if (stats == null) {
            stats = new StatsRecorder();
        }
        return stats;
    }
}
