package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopHook;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.jfr.LoopEvents.Outcome;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does the steps that a {@link LoopMachine} decides on. Only this class and {@link RunReport} call user code of a
 * loop. One thread only uses each worker.
 */
final class LoopWorker {
    /** After so many runs, or so long, a loop that is always due lets other loops use the thread. */
    private static final int RUNS_AT_A_STRETCH = 1_000;

    private static final long STRETCH = Duration.ofMillis(1).toNanos();
    private static final int CHECKS_FOR_SHUTDOWN = 250;
    private static final long CHECK_EVERY = Duration.ofMillis(1).toNanos();

    final LoopMachine machine;
    private final LoopSettings settings;
    final Thread thread = Thread.currentThread();
    long began;
    private int runs;

    @Nullable Run run; // of the present step

    private @Nullable Throwable rejection;
    long took; // by the attempt or hook that has ended, without what is done about its end
    boolean unpublished; // only this worker refers to the run; guarded by the machine
    boolean hasSlot; // other threads can find this worker

    private LoopWorker(LoopMachine machine, @Nullable Throwable rejection) {
        this.machine = machine;
        this.settings = machine.settings();
        this.rejection = rejection;
    }

    /**
     * Works on a machine that was handed over, until it has no step due.
     *
     * @param rejection what the executor rejected it with, so that the run fails with that; null if it did not
     */
    static void work(LoopMachine machine, @Nullable Throwable rejection) {
        LoopLog.enter(machine);
        ActiveWorkers slots = machine.scheduler().activeWorkers();
        LoopWorker worker = new LoopWorker(machine, rejection);
        int slot = slots.enter(worker);
        worker.hasSlot = slot != ActiveWorkers.NONE;
        try {
            worker.work();
        } catch (Throwable t) { // a bug in this library
            LoopLog.broken(machine, t);
            var unused = machine.state(); // publishes the run, before this worker leaves its slot
        } finally {
            slots.leave(slot);
        }
    }

    private void work() {
        Gate gate = settings.gate();
        if (gate != null) {
            gate.recheckIfStale();
        }
        Step step = machine.claim(this);
        machine.scheduler().recorder().look(began);
        while (step.isWork) {
            step = switch (step) {
                case BEFORE -> before(run());
                case PLAN -> plan();
                case REPORT -> endBefore(run(), run().error);
                case RUN, RUN_NOW -> attempt(run());
                case FINISH_RUN -> finishStage(run());
                case AFTER -> after(run());
                default -> throw new AssertionError(step);
            };
        }
    }

    /** Returns the unpublished run; the caller stores it in the machine or ends it. */
    Run publish() {
        unpublished = false;
        return run();
    }

    Run run() {
        return Objects.requireNonNull(run);
    }

    /** Counts a run, and returns whether other loops should use the thread now. */
    boolean shouldYield(long now) {
        return ++runs >= RUNS_AT_A_STRETCH || now - began > STRETCH;
    }

    /** Asks the schedule for the next run, without the lock. */
    private Step plan() {
        NextRun.Question question;
        synchronized (machine) {
            question = machine.next.question(machine.schedule);
        }
        long now = machine.next.present(question.grid(), machine.timer().now());
        Planner.Plan plan;
        try {
            plan = NextRun.answer(machine.next.inLoop(question), now, settings.policies());
        } catch (Throwable error) { // the user's schedule has failed: reports that and ends the loop
            synchronized (machine) {
                if (question.schedule() != machine.schedule) { // replaced meanwhile, so its failure does not count
                    return machine.proceed(this, machine.timer().now());
                }
                machine.next.planFailed();
                run = LoopRuns.newRun(machine, Run.Kind.REPORT, machine.timer().now(), 1);
                run.error = error;
                took = 0;
                machine.current = run;
                return Step.REPORT;
            }
        }
        RunReport.missed(machine, plan);
        long jitter = plan.at() < now
                ? 0
                : machine.scheduler().random(settings.policies().jitterNanos());
        synchronized (machine) {
            machine.stats.recordMisses(plan.missed(), plan.skipped());
            if (question.schedule() == machine.schedule) { // else it was replaced meanwhile, so PLAN is due again
                machine.next.commit(question, plan, now, jitter);
            }
            return machine.proceed(this, machine.timer().now());
        }
    }

    private Step before(Run run) {
        Throwable error = null;
        try {
            throwRejection();
            Objects.requireNonNull(settings.hooks().before()).run(run.context);
        } catch (Throwable t) { // Errors are reported, too
            error = t;
        }
        took = machine.timer().now() - run.startTick;
        if (!LoopRuns.leaveInterruptible(machine, run)) {
            LoopLog.returnedTooLate(run, error);
            return Step.REST;
        }
        if (error != null && !isQuitting(run, error)) {
            if (isRepeated(run, error)) {
                return repeat(run, error);
            }
            if (isTransient(run, error) && LoopRuns.mayRetry(machine, run)) {
                return backOff(run, error);
            }
        }
        return endBefore(run, error);
    }

    /** Ends a before-hook, or reports that the schedule has failed. */
    private Step endBefore(Run run, @Nullable Throwable error) {
        if (error == null) {
            return machine.beforeDone(this, null);
        }
        if (LoopRuns.isQuitting(machine, run)) {
            LoopLog.ignored(run, error);
            return machine.beforeDone(this, null);
        }
        RunReport.failed(run, error, false, took);
        return machine.beforeDone(this, error);
    }

    private Step attempt(Run run) {
        RunReport.bodyBegins(run);
        CompletionStage<?> stage = null;
        Throwable error = null;
        try {
            throwRejection();
            double multiple = settings.policies().slowRunWarning();
            if (multiple > 0) {
                long period = LoopTimerTurn.period(machine, run);
                LoopTimerTurn.expectAtMost(machine, run, period == 0 ? Long.MAX_VALUE : (long) (period * multiple));
            }
            CompletionStage<?> returned = machine.body.run(run.context);
            if (returned instanceof LoopFuture<?> end) {
                end.refuseOwnEnd(); // the run would wait for itself
            }
            stage = returned;
        } catch (Throwable t) { // Errors are reported, too
            error = t;
        }
        if (error == null && stage == null) {
            Interrupt.clearFlag(); // before the next run can be interrupted
            Step next = machine.endPlainRun(this);
            if (next != null) {
                RunReport.record(run, Outcome.SUCCEEDED, null);
                return next;
            }
        }
        if (!LoopRuns.leaveInterruptible(machine, run)) {
            LoopLog.returnedTooLate(run, error);
            return Step.REST;
        }
        if (stage == null) {
            return finish(run, error);
        }
        if (stage instanceof CompletableFuture<?> future && isDone(future)) {
            return finish(run, failureOf(future));
        }
        boolean cancel = LoopRuns.awaitStage(machine, run, stage);
        try {
            // Not whenComplete(): the JDK would wrap the failure, and call its getMessage() for that.
            stage.handle((result, failure) -> {
                LoopRuns.stageCompleted(machine, run, failure);
                return null;
            });
        } catch (Throwable t) { // a foreign stage may not support it
            LoopRuns.stageCompleted(machine, run, t);
        }
        if (cancel) { // not before this class is told: other dependents may wait for the end of the loop
            Interrupt.cancel(stage);
        }
        return Step.REST;
    }

    private Step finishStage(Run run) {
        synchronized (machine) {
            run.interruptible = false; // no interrupt may reach the handlers
            run.thread = thread;
        }
        Throwable error = run.error;
        return finish(run, error == null ? null : ExceptionUnwrapper.ofFuture(error));
    }

    /** Ends an attempt: the run is over, or retried, or repeated. */
    private Step finish(Run run, @Nullable Throwable thrown) {
        took = machine.timer().now() - run.startTick;
        RunReport.bodyEnded(run);
        Throwable error = run.interruptedFor == Run.Cause.TIMEOUT ? timeout(run, thrown) : thrown;
        LoopFuture<@Nullable Void> caller = run.caller;
        if (caller != null) {
            RunReport.runNowEnded(run);
        }
        boolean cancelled = error != null && isQuitting(run, error);
        boolean cutShort = cancelled;
        if (error == null) {
            RunReport.finished(run, took);
        } else if (cancelled) {
            RunReport.record(run, Outcome.CANCELLED, error);
            LoopLog.ignored(run, error);
        } else {
            boolean hasDied = hasDiedWithInstance(run, error);
            cutShort = hasDied && LoopRuns.isEnding(machine);
            if (run.interruptedFor == Run.Cause.DISCONNECTED || (hasDied && !cutShort)) {
                return repeat(run, error);
            }
            boolean isTransient = isTransient(run, error);
            if (isTransient && LoopRuns.mayRetry(machine, run)) {
                return backOff(run, error);
            }
            RunReport.failed(run, error, isTransient && LoopRuns.isLastAttempt(machine, run), took);
        }
        Step step = machine.runDone(this, cancelled ? null : error, !cutShort);
        if (caller != null) {
            if (cancelled) {
                caller.drop("The run of " + machine.name() + " was cancelled");
            } else if (error != null) {
                caller.fail(error);
            } else {
                caller.finish();
            }
        }
        return step;
    }

    /**
     * Returns whether the run failed because the loop has to end. JDA's {@code shutdownNow()} cancels and rejects
     * requests before its status changes. So after such an error this waits up to 250 ms for the shutdown.
     */
    private boolean isQuitting(Run run, Throwable error) {
        Gate gate = settings.gate();
        if (gate != null && isOfRequest(error)) {
            boolean known = false;
            for (int check = 0; check < CHECKS_FOR_SHUTDOWN && !known; check++) {
                known = LoopRuns.isQuitting(machine, run) || isRepeated(run, error);
                gate.recheck(); // also if the instance is known to have gone, so that the gate knows it
                if (!known) {
                    LockSupport.parkNanos(CHECK_EVERY);
                }
            }
        }
        return LoopRuns.isQuitting(machine, run);
    }

    private boolean isRepeated(Run run, Throwable error) {
        return hasDiedWithInstance(run, error) && !LoopRuns.isEnding(machine);
    }

    /**
     * Returns whether the run failed because its instance has shut down, and another one is to come, or is there
     * already. A run has that excuse once, and one of {@code runNow()} has not.
     */
    private boolean hasDiedWithInstance(Run run, Throwable error) {
        return run.caller == null
                && LoopRuns.isFirstTime(machine, run)
                && (settings.isBotLeaving() || isInstanceReplaced(run, error));
    }

    private boolean isInstanceReplaced(Run run, Throwable error) {
        return settings.policies().whenDisconnected() != WhenDisconnected.IGNORE
                && isOfRequest(error)
                && run.context.isInstanceGone();
    }

    /** Returns whether this is how JDA's requests fail when it shuts down. */
    private static boolean isOfRequest(Throwable error) {
        Throwable cause = ExceptionUnwrapper.ofFuture(error);
        return cause instanceof CancellationException || cause instanceof RejectedExecutionException;
    }

    private TimeoutException timeout(Run run, @Nullable Throwable thrown) {
        TimeoutException timeout = new TimeoutException("Run " + run.context.iteration() + " of loop " + machine.name()
                + " took longer than its timeout of "
                + DurationWords.of(settings.policies().timeoutNanos()));
        if (thrown != null && !(thrown instanceof InterruptedException)) {
            timeout.addSuppressed(thrown);
        }
        return timeout;
    }

    /** Waits for the connection, and makes the same attempt again, unless the loop ends. */
    private Step repeat(Run run, Throwable error) {
        if (LoopRuns.isEnding(machine)) {
            RunReport.record(run, Outcome.CANCELLED, error);
            LoopLog.ignored(run, error);
        } else {
            RunReport.record(run, Outcome.REPEATED, error);
            LoopLog.repeated(run);
        }
        return machine.retry(this, null, 0);
    }

    private Step backOff(Run run, Throwable error) {
        long delay = machine.scheduler().retryDelay(settings.policies().retry(), run, retryCap(run));
        RunReport.retrying(run, error, delay);
        return machine.retry(this, error, delay);
    }

    private long retryCap(Run run) {
        Schedule schedule = machine.schedule();
        try {
            return Planner.retryCap(schedule, machine.timer().wallNow());
        } catch (Throwable t) { // the user's schedule: if planning fails as well, the loop ends then
            RunReport.log(run, t, "The schedule", ", so a retry may come later than the next tick");
            return Long.MAX_VALUE;
        }
    }

    private Step after(Run run) {
        LoopHook hook = settings.hooks().after();
        if (hook != null) {
            try {
                hook.run(run.context);
            } catch (Throwable t) { // the loop ends anyway, and may be started again
                LoopLog.afterHookFailed(run, t);
            } finally {
                Interrupt.clearFlag();
            }
        }
        LoopEnding.endLife(machine, this, run);
        return Step.REST;
    }

    private boolean isTransient(Run run, Throwable error) {
        try {
            return settings.policies().retry().isTransient(error, machine.exceptionTypes());
        } catch (Throwable t) { // the user's retryIf test
            RunReport.log(run, t, "The retryIf test", "; the tested error is not retried");
            return false;
        }
    }

    private void throwRejection() throws Throwable {
        if (rejection != null) {
            Throwable thrown = rejection;
            rejection = null;
            throw thrown;
        }
    }

    private static boolean isDone(CompletableFuture<?> future) {
        try {
            return future.isDone();
        } catch (Throwable t) { // CompletableFuture.completedStage() does not support it
            return false;
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        try {
            return LoopFuture.failure(done);
        } catch (Throwable t) { // the user's subclass may not support it
            return t;
        }
    }
}
