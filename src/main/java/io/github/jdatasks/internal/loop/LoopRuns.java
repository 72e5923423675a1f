package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;

import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a loop from their making to their end: what may reach them, and those that overlap.
 */
final class LoopRuns {
    private LoopRuns() {}

    static Run newRun(LoopMachine loop, Run.Kind kind, long now, int number, long lateness) {
        return newRun(loop, kind, loop.iteration, now, number, loop.timer().wallNow(), lateness);
    }

    static Run newRun(
            LoopMachine loop, Run.Kind kind, long number, long now, int ofAttempt, long startedAt, long lateness) {
        boolean body = kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW;
        if (body) {
            loop.stats.recordStart(lateness);
        }
        if (kind == Run.Kind.NOW) {
            loop.callChain().begin(now);
        }
        RunContext context = new RunContext(loop, number, ofAttempt, startedAt, lateness);
        Run run = new Run(kind, context, kind == Run.Kind.NOW ? loop.nowCall() : null, now);
        if (body && loop.settings.policies().timeoutNanos() > 0) {
            run.timeoutAt = EpochNanos.plus(now, loop.settings.policies().timeoutNanos());
        }
        return run;
    }

    static Run scheduledRun(LoopMachine loop, long number, long now, int ofAttempt, long lateness) {
        // The lateness is told by the wall clock: to read that again would move the instant the run was planned for.
        // As of now, since the thread may have had to wait for a processor after the ticker was read.
        long startedAt = loop.next.isOnGrid()
                ? EpochNanos.minus(loop.timer().wallNow(), loop.timer().now() - now)
                : EpochNanos.plus(loop.next.planned(), lateness);
        return newRun(loop, Run.Kind.SCHEDULED, number, now, ofAttempt, startedAt, lateness);
    }

    /** Returns a run that may overlap others: a retry that is due, or that of the planned tick, which is used up. */
    static Run overlappingRun(LoopMachine loop, long now) {
        OverlappingRuns runs = overlappingRuns(loop);
        OverlappingRuns.Retry retry = runs.takeRetry(now);
        if (retry != null) {
            long late = Math.max(0, EpochNanos.minus(loop.timer().wallNow(), retry.scheduledAt()));
            return newRun(
                    loop,
                    Run.Kind.SCHEDULED,
                    retry.iteration(),
                    now,
                    retry.attempt(),
                    EpochNanos.plus(retry.scheduledAt(), late),
                    late);
        }
        Run run = scheduledRun(loop, runs.begun, now, 1, loop.next.lateness(now));
        loop.iteration = runs.begun++;
        loop.next.ran(loop.schedule, now);
        return run;
    }

    private static OverlappingRuns overlappingRuns(LoopMachine loop) {
        OverlappingRuns runs = loop.overlapping();
        if (runs == null) {
            runs = new OverlappingRuns();
            loop.extras().overlapping = runs;
        }
        return runs;
    }

    static Run completedRun(LoopMachine loop) {
        Run completed = overlappingRuns(loop).completed();
        if (completed == null) {
            throw new AssertionError("no run of " + loop.name() + " has completed");
        }
        completed.done = false; // it has found its worker
        completed.interruptible = false; // and what it has come to is not to be taken for a timeout
        return completed;
    }

    /** Returns the run that a worker is about to call the body for; one that may overlap others leaves the loop free. */
    static Run take(LoopMachine loop) {
        Run run = given(loop);
        if (loop.mayOverlap()) {
            loop.setCurrent(null);
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
            LoopRules.noteResult(loop, error);
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
        runs.retryLater(
                new OverlappingRuns.Retry(run.context.iteration(), attempt, run.context.scheduledNanos(), dueAt));
        loop.timer().signal(loop);
        return Step.REST;
    }

    /** Returns the run that has just been made for a worker. */
    static Run given(LoopMachine loop) {
        Run run = loop.current();
        if (run == null) {
            throw new AssertionError("a worker of " + loop.name() + " has no run");
        }
        return run;
    }

    /**
     * Ends the part of a call that an interrupt may reach; one that is on its way has arrived and is taken back.
     *
     * @return false if the run has been given up meanwhile
     */
    static boolean leaveInterruptible(LoopMachine loop, Run run) {
        CountDownLatch arrival;
        boolean mine;
        synchronized (loop) {
            mine = loop.isInProgress(run);
            run.interruptible = false;
            arrival = run.arrival;
        }
        Interrupt.absorb(arrival);
        return mine;
    }

    /** Lets a run last until a stage completes, for which no thread waits. */
    static void awaitStage(LoopMachine loop, Run run, CompletionStage<?> stage) {
        boolean unwanted;
        synchronized (loop) {
            boolean lost =
                    loop.settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !loop.settings.mayRun();
            if (lost && run.kind == Run.Kind.SCHEDULED && run.interruptedFor == Run.Cause.NONE) {
                run.interruptedFor = Run.Cause.DISCONNECTED; // while no interrupt could reach it
            }
            boolean cancelled = (loop.quitting || run.unwanted) && loop.interruptAt() == NEVER;
            unwanted = !loop.isInProgress(run) || cancelled || run.interruptedFor != Run.Cause.NONE;
            run.stage = stage;
            run.thread = null;
            run.interruptible = true;
            if (run == loop.current()) {
                loop.setOwner(Owner.TIMER);
            }
        }
        if (unwanted) {
            Interrupt.cancel(stage);
        }
        loop.timer().signal(loop); // a shutdown may have begun while the worker was busy
    }

    /** The stage of a run has completed. */
    static void stageCompleted(LoopMachine loop, Run run, @Nullable Throwable error) {
        synchronized (loop) {
            if (!run.interruptible) {
                return; // a foreign stage that says so twice
            }
            run.done = true;
            run.error = error;
        }
        loop.timer().signal(loop);
    }

    /** The worker that ends a run whose stage has completed is in user code again, where no interrupt may reach it. */
    static void resume(LoopMachine loop, Run run) {
        synchronized (loop) {
            run.interruptible = false;
            run.thread = Thread.currentThread();
        }
    }

    /** Returns the thread in user code; null while a stage is pending. */
    static @Nullable Thread threadOf(LoopMachine loop, Run run) {
        synchronized (loop) {
            return run.thread;
        }
    }

    static boolean hasTimedOut(LoopMachine loop, Run run) {
        synchronized (loop) {
            return run.interruptedFor == Run.Cause.TIMEOUT;
        }
    }

    /** Returns whether what a body ends with is to be overlooked: somebody wanted it to end. */
    static boolean isQuitting(LoopMachine loop, Run run) {
        synchronized (loop) {
            return loop.quitting || run.unwanted || loop.isBotGone(); // of which the timer may not have told us yet
        }
    }

    /** Returns whether a transient error of a run may be retried. */
    static boolean mayRetry(LoopMachine loop, Run run) {
        synchronized (loop) {
            return loop.ending() == null
                    && run.caller == null
                    && run.context.attempt() < loop.settings.policies().retry().maxAttempts();
        }
    }
}
