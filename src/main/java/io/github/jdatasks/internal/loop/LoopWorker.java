package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopHook;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
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
 * Does the steps a {@link LoopMachine} decides on: the only place that calls bodies, hooks and handlers.
 * One thread only uses each.
 */
final class LoopWorker {
    /** A loop that is always due gives its thread to others after so many runs or so long. */
    private static final int RUNS_AT_A_STRETCH = 256;

    private static final long STRETCH = Duration.ofMillis(1).toNanos();

    private static final int LOOKS_FOR_SHUTDOWN = 250;
    private static final long LOOK_EVERY = Duration.ofMillis(1).toNanos();

    private final LoopMachine machine;
    private final LoopTimer timer;
    private final LoopSettings settings;
    private final Thread thread = Thread.currentThread();
    private long began;
    private int runs;
    private @Nullable Run run;
    private @Nullable Throwable rejection;

    /** Whether no other thread knows the run; guarded by the machine. */
    private boolean alone;

    /** Whether the machine finds this worker when it is asked for the run. */
    private boolean canBeFound;

    private LoopWorker(LoopMachine machine, @Nullable Throwable rejection) {
        this.machine = machine;
        this.timer = machine.scheduler().timer();
        this.settings = machine.settings();
        this.rejection = rejection;
    }

    /**
     * Works on a machine that was handed over, until there is nothing to do for it right now.
     *
     * @param rejection why the executor did not take it; the run then fails with this
     */
    static void work(LoopMachine machine, @Nullable Throwable rejection) {
        LoopLog.enter(machine);
        Desks desks = machine.scheduler().desks();
        LoopWorker worker = new LoopWorker(machine, rejection);
        int desk = desks.take(worker);
        worker.canBeFound = desk != Desks.NONE;
        try {
            worker.work();
        } catch (Throwable t) { // a fault of the library's, which must not pass without a word in the log
            LoopLog.broken(machine, t);
            var unused = machine.state(); // which publishes a run that only this worker knew
        } finally {
            desks.leave(desk);
        }
    }

    private void work() {
        Gate gate = settings.gate();
        if (gate != null) {
            gate.recheckIfStale();
        }
        Step step = machine.claim(this);
        while (step.isWork) {
            step = switch (step) {
                case BEFORE -> before(run());
                case PLAN -> LoopPlanning.plan(machine, this);
                case REPORT -> report(run());
                case RUN, RUN_NOW -> attempt(run());
                case FINISH_RUN -> finishStage(run());
                case AFTER -> after(run());
                default -> throw new AssertionError(step);
            };
        }
    }

    /** The machine is this worker's from now on. */
    void begin(long now) {
        began = now;
    }

    boolean isAt(LoopMachine which) {
        return machine == which;
    }

    Thread thread() {
        return thread;
    }

    boolean canBeFound() {
        return canBeFound;
    }

    /** Takes the run that the machine's next step is about. */
    void run(Run given) {
        run = given;
    }

    /** Takes a run that the machine does not refer to. */
    void runAlone(Run given) {
        run = given;
        alone = true;
    }

    boolean isAlone() {
        return alone;
    }

    /** Returns a run that the machine did not refer to, and does from now on if it is not over. */
    Run noLongerAlone() {
        alone = false;
        return run();
    }

    /** Returns the run that the present step is about. */
    Run run() {
        return Objects.requireNonNull(run);
    }

    /** Counts a run, and returns whether it is the turn of other loops. */
    boolean hasHadEnough(long now) {
        return ++runs >= RUNS_AT_A_STRETCH || now - began > STRETCH;
    }

    private Step before(Run run) {
        LoopHook hook = settings.hooks().before();
        Throwable error = null;
        if (hook != null) {
            try {
                throwRejection();
                hook.run(run.context);
            } catch (Throwable t) { // everything is reported, Errors too
                error = t;
            }
        }
        if (!LoopRuns.leaveInterruptible(machine, run)) {
            return tooLate(run, error);
        }
        if (error == null) {
            return machine.beforeDone(this, null);
        }
        if (LoopRuns.isQuitting(machine, run)) {
            LoopLog.overlooked(run, error);
            return machine.beforeDone(this, null);
        }
        if (isTransient(run, error) && LoopRuns.mayRetry(machine, run)) {
            return backOff(run, error);
        }
        RunReport.failed(run, error, false);
        return machine.beforeDone(this, error);
    }

    private Step report(Run run) {
        Throwable error = Objects.requireNonNull(run.error);
        if (LoopRuns.isQuitting(machine, run)) {
            LoopLog.overlooked(run, error);
            return machine.beforeDone(this, null);
        }
        RunReport.failed(run, error, false);
        return machine.beforeDone(this, error);
    }

    private Step attempt(Run run) {
        CompletionStage<?> stage = null;
        Throwable error = null;
        try {
            throwRejection();
            if (settings.policies().slowRunWarning() > 0) {
                LoopTimerTurn.expectAtMost(machine, run, slowAfter(run));
            }
            CompletionStage<?> returned = machine.body.run(run.context);
            if (returned instanceof LoopFuture<?> end) {
                end.refuseOwnEnd(); // of this loop, for example: the run would last until the run is over
            }
            stage = returned;
        } catch (Throwable t) { // everything is reported, Errors too
            error = t;
        }
        if (error == null && stage == null) {
            Interrupt.forget(); // before the next run can get one of its own
            Step next = machine.endPlainRun(this);
            if (next != null) {
                return next;
            }
        }
        if (!LoopRuns.leaveInterruptible(machine, run)) {
            return tooLate(run, error);
        }
        if (stage == null) {
            return finish(run, error);
        }
        if (stage instanceof CompletableFuture<?> future && isDone(future)) {
            return finish(run, failureOf(future));
        }
        LoopRuns.awaitStage(machine, run, stage);
        try {
            stage.handle(
                    (result,
                            failure) -> { // whenComplete() would have the JDK wrap the failure, and ask it for its text
                        LoopRuns.stageCompleted(machine, run, failure);
                        return null;
                    });
        } catch (Throwable t) { // a foreign stage may refuse
            LoopRuns.stageCompleted(machine, run, t);
        }
        return Step.REST;
    }

    /** Returns how long a run may take before it counts as slow, in nanoseconds. */
    private long slowAfter(Run run) {
        try {
            long period = Planner.period(machine.schedule(), run.context.scheduledNanos());
            return (long) Math.min(Long.MAX_VALUE, period * settings.policies().slowRunWarning());
        } catch (Throwable t) { // a schedule of the user's, whose failure is reported when the next run is planned
            return Long.MAX_VALUE;
        }
    }

    private Step finishStage(Run run) {
        LoopRuns.resume(machine, run);
        Throwable error = run.error;
        return finish(run, error == null ? null : ExceptionUnwrapper.ofFuture(error));
    }

    /** Ends an attempt: the run is over, or retried, or repeated. */
    private Step finish(Run run, @Nullable Throwable thrown) {
        Throwable error = LoopRuns.hasTimedOut(machine, run) ? timeout(run, thrown) : thrown;
        LoopFuture<@Nullable Void> caller = run.caller;
        if (caller != null) {
            RunReport.callEnded(run);
        }
        if (error == null) {
            RunReport.finished(run);
            Step step = machine.runDone(this, null);
            if (caller != null) {
                caller.finish();
            }
            return step;
        }
        if (isQuitting(run, error)) {
            LoopLog.overlooked(run, error);
            Step step = machine.runDone(this, null);
            if (caller != null) {
                caller.fail(new CancellationException("The run of " + machine.name() + " was cancelled"));
            }
            return step;
        }
        if (run.interruptedFor == Run.Cause.DISCONNECTED || (caller == null && settings.isBotLeaving())) {
            LoopLog.repeated(run);
            return machine.repeat(this);
        }
        boolean isTransient = isTransient(run, error);
        if (isTransient && LoopRuns.mayRetry(machine, run)) {
            return backOff(run, error);
        }
        RunReport.failed(run, error, isTransient && run.context.attempt() > 1);
        Step step = machine.runDone(this, error);
        if (caller != null) {
            caller.fail(error);
        }
        return step;
    }

    /**
     * Returns whether the run failed because the loop is to end. JDA's {@code shutdownNow()} cancels and refuses requests
     * before it says that it shuts down: what looks like that gets a moment to turn out to be it.
     */
    private boolean isQuitting(Run run, Throwable error) {
        Gate gate = settings.gate();
        Throwable cause = ExceptionUnwrapper.ofFuture(error);
        if (gate != null && (cause instanceof CancellationException || cause instanceof RejectedExecutionException)) {
            for (int look = 0; look < LOOKS_FOR_SHUTDOWN && !LoopRuns.isQuitting(machine, run); look++) {
                gate.recheck();
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        return LoopRuns.isQuitting(machine, run);
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

    private Step backOff(Run run, Throwable error) {
        long delay = machine.scheduler().retryDelay(settings.policies().retry(), run, retryCap());
        RunReport.retrying(run, error, delay);
        return machine.backOff(this, error, delay);
    }

    private long retryCap() {
        Schedule schedule = machine.schedule();
        try {
            return Planner.retryCap(schedule, timer.wallNow());
        } catch (Throwable failure) { // a schedule of the user's: if it fails again, when it is to plan, the loop ends
            LoopLog.retryCapFailed(machine, schedule, failure);
            return Long.MAX_VALUE;
        }
    }

    private Step after(Run run) {
        LoopHook hook = settings.hooks().after();
        if (hook != null) {
            try {
                hook.run(run.context);
            } catch (Throwable t) { // the loop ends all the same, and may be started again
                LoopLog.afterHookFailed(run, t);
            } finally {
                Interrupt.forget();
            }
        }
        LoopEnding.afterDone(machine, this);
        return Step.REST;
    }

    private boolean isTransient(Run run, Throwable error) {
        try {
            return settings.policies().retry().isTransient(error, machine.exceptionTypes());
        } catch (Throwable t) { // a retryIf of the user's
            RunReport.log(
                    run,
                    t,
                    "The retryIf test of loop " + machine.name(),
                    "; the error it was asked about is not retried");
            return false;
        }
    }

    private static Step tooLate(Run run, @Nullable Throwable error) {
        LoopLog.returnedTooLate(run, error);
        return Step.REST;
    }

    private void throwRejection() throws Throwable {
        Throwable thrown = rejection;
        if (thrown != null) {
            rejection = null;
            throw thrown;
        }
    }

    private static boolean isDone(CompletableFuture<?> future) {
        try {
            return future.isDone();
        } catch (Throwable e) { // the JDK's own completedStage() refuses the question
            return false;
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        try {
            return done.isCompletedExceptionally() ? failed(done).join() : null;
        } catch (Throwable t) { // a future of the user's may refuse
            return t;
        }
    }

    /** Not asked by join(), which wraps what the future has failed with, and for that asks it for its text. */
    private static CompletableFuture<Throwable> failed(CompletableFuture<?> done) {
        return done.handle((result, error) -> ExceptionUnwrapper.ofFuture(error));
    }
}
