package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Makes the runs of a loop, and changes their state up to their end. Under the lock of the loop, or takes it. */
final class LoopRuns {
    private LoopRuns() {}

    static Run newRun(LoopMachine loop, Run.Kind kind, long now, int attempt) {
        return newRun(loop, kind, loop.iteration, now, attempt, loop.timer().wallNow(), 0);
    }

    private static Run newRun(
            LoopMachine loop, Run.Kind kind, long number, long now, int attempt, long startedAt, long lateness) {
        boolean body = kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW;
        if (body) {
            loop.stats.recordStart(lateness);
        }
        if (kind == Run.Kind.NOW) {
            loop.callChain().begin(now);
        }
        RunContext context = new RunContext(loop, number, attempt, startedAt, lateness);
        Run run = new Run(kind, context, kind == Run.Kind.NOW ? loop.nowCall() : null, now);
        if (body && loop.settings.policies().timeoutNanos() > 0) {
            run.timeoutAt = EpochNanos.plus(now, loop.settings.policies().timeoutNanos());
        }
        return run;
    }

    static Run scheduledRun(LoopMachine loop, long number, long now, int attempt) {
        long lateness = loop.next.lateness(now);
        // A calendar run was planned by the wall clock: reading it again would move the planned instant. On a grid, the
        // start is corrected by the time since the ticker was read, since this thread may have waited for a processor.
        long startedAt = loop.next.onGrid
                ? EpochNanos.minus(loop.timer().wallNow(), loop.timer().now() - now)
                : EpochNanos.plus(loop.next.planned, lateness);
        return newRun(loop, Run.Kind.SCHEDULED, number, now, attempt, startedAt, lateness);
    }

    /** Returns a run that may overlap others: a retry that is due, or the run of the planned tick. */
    static Run overlappingRun(LoopMachine loop, long now) {
        OverlappingRuns runs = overlappingRuns(loop);
        OverlappingRuns.Retry retry = runs.takeRetry(now);
        if (retry != null) {
            long late = Math.max(0, EpochNanos.minus(loop.timer().wallNow(), retry.scheduledAt()));
            long startedAt = EpochNanos.plus(retry.scheduledAt(), late);
            Run run = newRun(loop, Run.Kind.SCHEDULED, retry.iteration(), now, retry.attempt(), startedAt, late);
            run.repeated = retry.repeated();
            return run;
        }
        Run run = scheduledRun(loop, runs.begun, now, 1);
        loop.iteration = runs.begun++;
        loop.next.ran(loop.schedule, now, true);
        return run;
    }

    private static OverlappingRuns overlappingRuns(LoopMachine loop) {
        OverlappingRuns runs = loop.overlapping();
        if (runs == null) {
            runs = new OverlappingRuns();
            loop.rare().overlapping = runs;
        }
        return runs;
    }

    static Run completedRun(LoopMachine loop) {
        Run completed = Objects.requireNonNull(overlappingRuns(loop).completed());
        completed.done = false; // so that no other worker ends it
        completed.interruptible = false; // so that it cannot time out any more
        return completed;
    }

    /**
     * Returns the current run to its worker, which calls the body. If runs may overlap, the timer owns the loop again.
     */
    static Run take(LoopMachine loop) {
        Run run = Objects.requireNonNull(loop.current());
        if (loop.mayOverlap()) {
            loop.current = null;
            loop.setOwner(Owner.TIMER);
            if (!loop.isInProgress(run)) {
                overlappingRuns(loop).running.add(run);
            }
        }
        if (loop.mayOverlap() || loop.settings.policies().watchesRuns()) {
            loop.timer().signal(loop);
        }
        return run;
    }

    static Step overlappingDone(LoopMachine loop, Run run, @Nullable Throwable error) {
        OverlappingRuns runs = overlappingRuns(loop);
        runs.running.remove(run);
        if (run.kind == Run.Kind.SCHEDULED && !loop.quitting) {
            boolean isEnding = loop.ending() != null;
            NextStep.noteResult(loop, error);
            runs.fatal = !isEnding && loop.ending() == LoopOutcome.FAILED ? error : runs.fatal;
        }
        if (loop.isLive() && runs.size() == 0) {
            loop.iteration = runs.begun;
        }
        LoopEnding.unregisterIfAtRest(loop);
        loop.timer().signal(loop);
        return Step.REST;
    }

    static Step retryOverlapping(LoopMachine loop, Run run, int attempt, long dueAt) {
        OverlappingRuns runs = overlappingRuns(loop);
        runs.running.remove(run);
        runs.waiting.add(new OverlappingRuns.Retry(
                run.context.iteration(), attempt, run.repeated, run.context.scheduledNanos(), dueAt));
        loop.timer().signal(loop);
        return Step.REST;
    }

    /**
     * Ends the part of a call that may be interrupted. Waits for an interrupt on its way, and clears it.
     *
     * @return false if the run has been given up meanwhile
     */
    static boolean leaveInterruptible(LoopMachine loop, Run run) {
        CountDownLatch arrival;
        boolean inProgress;
        synchronized (loop) {
            inProgress = loop.isInProgress(run);
            run.interruptible = false;
            arrival = run.arrival;
        }
        Interrupt.absorb(arrival);
        return inProgress;
    }

    /** Lets a run last until a stage completes; no thread waits for it. Returns whether to cancel the stage. */
    static boolean awaitStage(LoopMachine loop, Run run, CompletionStage<?> stage) {
        boolean cancel;
        synchronized (loop) {
            boolean lost =
                    loop.settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !loop.settings.mayRun();
            if (lost && run.kind == Run.Kind.SCHEDULED && run.interruptedFor == Run.Cause.NONE) {
                run.interruptedFor = Run.Cause.DISCONNECTED; // no interrupt could reach it until now
            }
            boolean cancelled = (loop.quitting || run.unwanted) && loop.interruptAt() == NEVER;
            cancel = !loop.isInProgress(run) || cancelled || run.interruptedFor != Run.Cause.NONE;
            run.stage = stage;
            run.thread = null;
            run.interruptible = true;
            if (run == loop.current()) {
                loop.setOwner(Owner.TIMER);
            }
        }
        loop.timer().signal(loop); // a shutdown may have begun while the worker was busy
        return cancel;
    }

    static void stageCompleted(LoopMachine loop, Run run, @Nullable Throwable error) {
        synchronized (loop) {
            if (!run.interruptible) {
                return; // a foreign stage has called back twice
            }
            RunReport.bodyEnded(run);
            run.done = true;
            run.error = error;
        }
        loop.timer().signal(loop);
    }

    /** Returns whether an error of a run is ignored, because the user has cancelled it or the bot has shut down. */
    static boolean isQuitting(LoopMachine loop, Run run) {
        synchronized (loop) {
            return loop.quitting || run.unwanted || loop.isBotGone(); // GateWatch may be about to set quitting
        }
    }

    static boolean mayRetry(LoopMachine loop, Run run) {
        synchronized (loop) {
            return loop.ending() == null && run.caller == null && !hasHadAllAttempts(loop, run);
        }
    }

    private static boolean hasHadAllAttempts(LoopMachine loop, Run run) {
        return run.context.attempt() >= loop.settings.policies().retry().maxAttempts();
    }

    /** Returns whether others came before, and no other is left. */
    static boolean isLastAttempt(LoopMachine loop, Run run) {
        return run.context.attempt() > 1 && hasHadAllAttempts(loop, run);
    }

    static boolean isEnding(LoopMachine loop) {
        synchronized (loop) {
            return loop.ending() != null;
        }
    }

    /** Returns whether a run has not been repeated yet; one that restarts its own shard would have no end. */
    static boolean isFirstTime(LoopMachine loop, Run run) {
        synchronized (loop) {
            return !run.repeated && !(run == loop.current() && loop.rare != null && loop.rare.repeated);
        }
    }
}
