package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.jfr.LoopEvents;
import io.github.jdatasks.internal.jfr.LoopEvents.Outcome;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.LoggedFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reports how a call into user code has ended: to the log, the listeners and the error handler, in this order; and to the
 * flight recorder. On the worker, never under the lock of the loop if nothing else is said.
 */
final class RunReport {
    private RunReport() {}

    static void finished(Run run) {
        LoopMachine loop = run.context.machine();
        Duration took = Duration.ofNanos(loop.timer().now() - run.startTick);
        for (ListenerCalls calls : loop.listeners()) {
            calls.add(listener -> listener.onIterationFinished(run.context, took));
        }
    }

    static void missed(LoopMachine loop, Planner.Plan plan) {
        if (plan.missed() > 0) {
            LoopLog.missed(loop, plan);
        }
        for (ListenerCalls calls : loop.listeners()) {
            if (plan.missed() > 0) {
                calls.add(listener -> listener.onMissed(loop.task(), plan.missed()));
            }
            if (plan.skipped() > 0) {
                calls.add(listener -> listener.onSkipped(loop.task(), plan.skipped()));
            }
        }
    }

    static void retrying(Run run, Throwable error, long delayNanos) {
        LoopLog.retrying(run, error, delayNanos);
        Duration delay = Duration.ofNanos(delayNanos);
        for (ListenerCalls calls : run.context.machine().listeners()) {
            calls.add(listener -> listener.onRetried(run.context, error, delay));
        }
    }

    /** Reports that a run, a before-hook or a schedule has failed. */
    static void failed(Run run, Throwable error, boolean noAttemptsLeft) {
        LoopMachine loop = run.context.machine();
        switch (run.kind) {
            case BEFORE -> LoopLog.beforeHookFailed(run, error);
            case REPORT -> LoopLog.scheduleFailed(loop, loop.schedule(), "the loop ends", error);
            default ->
                log(run, error, LoopLog.what(run, true), noAttemptsLeft ? " for good: no attempts are left" : "");
        }
        for (ListenerCalls calls : loop.listeners()) {
            calls.add(listener -> listener.onFailed(run.context, error));
        }
        LoopErrorHandler handler = loop.settings.hooks().onError();
        if (handler != null) {
            try {
                handler.handle(error, run.context);
            } catch (Throwable t) { // only logged: the original error decides what comes next
                log(run, t, "The error handler of loop " + loop.name(), "");
            } finally {
                Interrupt.clearFlag();
            }
        }
    }

    /**
     * Logs that something called for a run has failed. The stack is left out if it was logged lately; the whole line
     * is left out if there are too many.
     *
     * @param what the first words of the line
     * @param why what comes after "failed"
     */
    static void log(Run run, Throwable error, String what, String why) {
        LoopMachine loop = run.context.machine();
        LoggedFailure failure = new LoggedFailure(error, loop.timer().now()); // calls user code, so not under the lock
        boolean isNews;
        boolean suppressed = false;
        boolean tooMany = false;
        int unlogged = 0;
        synchronized (loop) {
            isNews = loop.rare().isNews(failure);
            CallChain chain = loop.rare().chain;
            if (chain != null) {
                suppressed = run.kind == Run.Kind.NOW && chain.suppresses(isNews, failure.at());
                tooMany = chain.isWarningDue(suppressed);
                unlogged = suppressed ? 0 : chain.logged(failure.at());
            }
            if (isNews && !suppressed) {
                loop.rare().logged(failure);
            }
        }
        if (tooMany) {
            LoopLog.tooManyRunNow(loop);
        }
        if (!suppressed) {
            LoopLog.failed(run, error, what, why, isNews, unlogged);
        }
    }

    /** Notes the end of a {@code runNow()} run; logs once that there are many. */
    static void runNowEnded(Run run) {
        LoopMachine loop = run.context.machine();
        boolean tooMany;
        synchronized (loop) {
            tooMany = loop.callChain().end(run.startTick, loop.timer().now());
        }
        if (tooMany) {
            LoopLog.tooManyRunNow(loop);
        }
    }

    // ---- for the flight recorder; nothing is done if the JVM does not record ----

    static void bodyBegins(Run run) {
        LoopEvents recording = run.context.machine().scheduler.recorder().events();
        if (recording != null) {
            run.context.recorded = recording.attempt(run.kind == Run.Kind.NOW);
        }
    }

    static void bodyEnded(Run run) {
        LoopEvents.Attempt recorded = run.context.recorded;
        if (recorded != null) {
            recorded.bodyEnded();
        }
    }

    static void record(Run run, Outcome outcome, @Nullable Throwable error) {
        LoopEvents.Attempt recorded = run.context.recorded;
        if (recorded != null) {
            recorded.over(subject(run.context.machine()), run.context, outcome, error);
        }
    }

    static void recordRetry(Run run, Throwable error, long delayNanos) {
        record(run, Outcome.RETRIED, error);
        LoopMachine loop = run.context.machine();
        LoopEvents recording = loop.scheduler.recorder().events();
        if (recording != null) {
            recording.retry(subject(loop), run.context, error, delayNanos);
        }
    }

    /** May be used under the lock. */
    static void recordMissed(LoopMachine loop, long missed, long skipped) {
        LoopEvents recording = loop.scheduler.recorder().events();
        if (recording != null && (missed > 0 || skipped > 0)) {
            recording.missed(subject(loop), missed, skipped);
        }
    }

    private static LoopEvents.Subject subject(LoopMachine loop) {
        LoopSettings settings = loop.settings;
        LoopSettings.ShardFamily group = settings.group();
        LoopSettings.Cog cog = settings.cog();
        GateView view = settings.view();
        return new LoopEvents.Subject(
                group == null ? loop.ownName() : group.ownName(),
                cog == null ? null : cog.name(),
                view == null ? GateView.WHOLE : view.shard());
    }
}
