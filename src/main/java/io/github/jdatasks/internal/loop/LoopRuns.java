package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.LoggedFailure;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a loop from their making to their end: the layer of the {@link LoopMachine} that knows what may reach
 * them, and those that overlap.
 */
abstract class LoopRuns extends LoopTurns {
    LoopRuns(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    Run newRun(Run.Kind kind, long now, int number, long lateness) {
        return newRun(kind, iteration, now, number, timer().wallNow(), lateness);
    }

    Run scheduledRun(long number, long now, int ofAttempt, long lateness) {
        // The lateness is told by the wall clock: to read that again would move the instant the run was planned for.
        // As of now, since the thread may have had to wait for a processor after the ticker was read.
        long startedAt = isOnGrid()
                ? EpochNanos.minus(timer().wallNow(), timer().now() - now)
                : EpochNanos.plus(planned(), lateness);
        return newRun(Run.Kind.SCHEDULED, number, now, ofAttempt, startedAt, lateness);
    }

    private Run newRun(Run.Kind kind, long number, long now, int ofAttempt, long startedAt, long lateness) {
        boolean body = kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW;
        if (body) {
            recordStart(lateness);
        }
        if (kind == Run.Kind.NOW) {
            callChain().begin(now);
        }
        RunContext context = new RunContext(machine(), number, ofAttempt, startedAt, lateness);
        Run run = new Run(kind, context, kind == Run.Kind.NOW ? nowCall() : null, now);
        if (body && settings.policies().timeoutNanos() > 0) {
            run.timeoutAt = EpochNanos.plus(now, settings.policies().timeoutNanos());
        }
        return run;
    }

    /** Returns a run that may overlap others: a retry that is due, or that of the planned tick, which is used up. */
    Run overlappingRun(long now) {
        OverlappingRuns runs = overlappingRuns();
        OverlappingRuns.Retry retry = runs.takeRetry(now);
        if (retry != null) {
            long late = Math.max(0, EpochNanos.minus(timer().wallNow(), retry.scheduledAt()));
            return newRun(
                    Run.Kind.SCHEDULED,
                    retry.iteration(),
                    now,
                    retry.attempt(),
                    EpochNanos.plus(retry.scheduledAt(), late),
                    late);
        }
        Run run = scheduledRun(runs.begun, now, 1, lateness(now));
        iteration = runs.begun++;
        ran(schedule, now);
        return run;
    }

    private OverlappingRuns overlappingRuns() {
        OverlappingRuns runs = overlapping();
        if (runs == null) {
            runs = new OverlappingRuns();
            extras().overlapping = runs;
        }
        return runs;
    }

    Run completedRun() {
        Run completed = overlappingRuns().completed();
        if (completed == null) {
            throw new AssertionError("no run of " + name() + " has completed");
        }
        completed.done = false; // it has found its worker
        completed.interruptible = false; // and what it has come to is not to be taken for a timeout
        return completed;
    }

    /** Returns the run that a worker is about to call the body for; one that may overlap others leaves the loop free. */
    Run take() {
        Run run = given();
        if (mayOverlap()) {
            setCurrent(null);
            setOwner(Owner.TIMER);
            if (!isInProgress(run)) {
                overlappingRuns().running.add(run);
            }
        }
        if (mayOverlap() || settings.policies().watchesRuns()) {
            timer().signal(this);
        }
        return run;
    }

    Step overlappingDone(Run run, @Nullable Throwable error) {
        OverlappingRuns runs = overlappingRuns();
        runs.running.remove(run);
        if (run.kind == Run.Kind.SCHEDULED && !quitting) {
            noteResult(error);
        }
        if (isLive() && runs.size() == 0) {
            iteration = runs.begun;
        }
        unregisterIfAtRest();
        timer().signal(this);
        return Step.REST;
    }

    Step retryOverlapping(Run run, int attempt, long dueAt) {
        OverlappingRuns runs = overlappingRuns();
        runs.running.remove(run);
        runs.retryLater(
                new OverlappingRuns.Retry(run.context.iteration(), attempt, run.context.scheduledNanos(), dueAt));
        timer().signal(this);
        return Step.REST;
    }

    /** Returns the run that has just been made for a worker. */
    Run given() {
        Run run = current();
        if (run == null) {
            throw new AssertionError("a worker of " + name() + " has no run");
        }
        return run;
    }

    /**
     * Ends the part of a call that an interrupt may reach; one that is on its way has arrived and is taken back.
     *
     * @return false if the run has been given up meanwhile
     */
    boolean leaveInterruptible(Run run) {
        CountDownLatch arrival;
        boolean mine;
        synchronized (this) {
            mine = isInProgress(run);
            run.interruptible = false;
            arrival = run.arrival;
        }
        Interrupt.absorb(arrival);
        return mine;
    }

    /** Lets a run last until a stage completes, for which no thread waits. */
    void awaitStage(Run run, CompletionStage<?> stage) {
        boolean unwanted;
        synchronized (this) {
            boolean lost = settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !settings.mayRun();
            if (lost && run.kind == Run.Kind.SCHEDULED && run.interruptedFor == Run.Cause.NONE) {
                run.interruptedFor = Run.Cause.DISCONNECTED; // while no interrupt could reach it
            }
            boolean cancelled = (quitting || run.unwanted) && interruptAt() == NEVER;
            unwanted = !isInProgress(run) || cancelled || run.interruptedFor != Run.Cause.NONE;
            run.stage = stage;
            run.thread = null;
            run.interruptible = true;
            if (run == current()) {
                setOwner(Owner.TIMER);
            }
        }
        if (unwanted) {
            Interrupt.cancel(stage);
        }
        timer().signal(this); // a shutdown may have begun while the worker was busy
    }

    /** The stage of a run has completed. */
    void stageCompleted(Run run, @Nullable Throwable error) {
        synchronized (this) {
            if (!run.interruptible) {
                return; // a foreign stage that says so twice
            }
            run.done = true;
            run.error = error;
        }
        timer().signal(this);
    }

    /** The worker that ends a run whose stage has completed is in user code again, where no interrupt may reach it. */
    synchronized void resume(Run run) {
        run.interruptible = false;
        run.thread = Thread.currentThread();
    }

    /** Returns the thread in user code; null while a stage is pending. */
    synchronized @Nullable Thread threadOf(Run run) {
        return run.thread;
    }

    /**
     * Logs that something called for a run has failed: with the stack if that is news, and not at all if there are too
     * many such lines.
     *
     * @param what the first words of the line
     * @param why what comes after "failed"
     */
    void logFailure(Run run, Throwable error, String what, String why) {
        LoggedFailure failure = new LoggedFailure(error, timer().now()); // not under the lock: it calls the user's code
        boolean isNews;
        boolean withheld = false;
        boolean tell = false;
        int unsaid = 0;
        synchronized (this) {
            isNews = extras().isNews(failure);
            CallChain chain = extras().chain;
            if (chain != null) {
                withheld = run.kind == Run.Kind.NOW && chain.withholds(isNews, failure.at());
                tell = chain.isToBeTold(withheld);
                unsaid = withheld ? 0 : chain.log(failure.at());
            }
            if (isNews && !withheld) {
                extras().logged(failure);
            }
        }
        if (tell) {
            LoopLog.asksForItself(run);
        }
        if (!withheld) {
            LoopLog.failed(run, error, what, why, isNews, unsaid);
        }
    }

    /** A run that was asked for is over; says once that there are many. */
    void callEnded(Run run) {
        boolean tell;
        synchronized (this) {
            tell = callChain().end(run.startTick, timer().now());
        }
        if (tell) {
            LoopLog.asksForItself(run);
        }
    }

    synchronized boolean hasTimedOut(Run run) {
        return run.interruptedFor == Run.Cause.TIMEOUT;
    }

    /** Returns whether what a body ends with is to be overlooked: somebody wanted it to end. */
    synchronized boolean isQuitting(Run run) {
        return quitting || run.unwanted || isBotGone(); // of which the timer may not have told us yet
    }

    /** Returns whether a transient error of a run may be retried. */
    synchronized boolean mayRetry(Run run) {
        return ending() == null
                && run.caller == null
                && run.context.attempt() < settings.policies().retry().maxAttempts();
    }
}
