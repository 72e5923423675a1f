package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.internal.jfr.LoopEvents;
import io.github.jdatasks.internal.jfr.LoopEvents.Outcome;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.FailureNews;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports how a call into user code has ended: to the log, the listeners and the error handler, in this order; and to the
 * flight recorder. On the worker, never under the lock of the loop if nothing else is said.
 */
final class RunReport {
    private RunReport() {}

    static void finished(Run run, long tookNanos) {
        record(run, Outcome.SUCCEEDED, null);
        List<ListenerCalls> listeners = run.context.machine().listeners();
        if (!listeners.isEmpty()) {
            Duration took = Duration.ofNanos(tookNanos);
            listeners.forEach(calls -> calls.add(listener -> listener.onIterationFinished(run.context, took)));
        }
    }

    static void missed(LoopMachine loop, Planner.Plan plan) {
        recordMissed(loop, plan.missed(), plan.skipped());
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
        record(run, Outcome.RETRIED, error);
        LoopMachine loop = run.context.machine();
        LoopEvents recording = loop.scheduler.recorder().events();
        if (recording != null) {
            recording.retry(subject(loop), run.context, error, delayNanos);
        }
        FailureNews.Kind kind = FailureNews.Kind.of("", error); // calls user code, so not under the lock
        FailureNews.@Nullable Earlier earlier;
        synchronized (loop) {
            earlier = loop.rare().retries().note(kind, loop.timer().now());
        }
        LoopLog.retrying(run, error, delayNanos, earlier);
        Duration delay = Duration.ofNanos(delayNanos);
        for (ListenerCalls calls : loop.listeners()) {
            calls.add(listener -> listener.onRetried(run.context, error, delay));
        }
    }

    /** Reports that a run, a before-hook or a schedule has failed. */
    static void failed(Run run, Throwable error, boolean noAttemptsLeft, long tookNanos) {
        record(run, Outcome.FAILED, error);
        LoopMachine loop = run.context.machine();
        Duration took = Duration.ofNanos(tookNanos);
        switch (run.kind) {
            case BEFORE -> LoopLog.beforeHookFailed(run, error);
            case REPORT -> LoopLog.scheduleFailed(loop, loop.schedule(), error);
            default -> logFailure(run, error, noAttemptsLeft ? " for good: no attempts are left" : "");
        }
        for (ListenerCalls calls : loop.listeners()) {
            calls.add(listener -> listener.onFailed(run.context, error, took));
        }
        LoopErrorHandler handler = loop.settings.hooks().onError();
        if (handler != null) {
            try {
                handler.handle(error, run.context);
            } catch (Throwable t) { // only logged: the original error decides what comes next
                log(run, t, "The error handler", "");
            } finally {
                Interrupt.clearFlag();
            }
        }
    }

    private static void logFailure(Run run, Throwable error, String why) {
        boolean ends = NextStep.endsLoop(run.context.machine(), run);
        log(run, error, "", ends ? why + ", so the loop ends" : why, ends);
    }

    static void log(Run run, Throwable error, String part, String why) {
        log(run, error, part, why, false);
    }

    /**
     * Logs that something called for a run has failed.
     *
     * @param part what has failed of the loop; "" for the run itself
     * @param why what comes after "failed"
     * @param always whether this is news even if the same has been logged before
     */
    private static void log(Run run, Throwable error, String part, String why, boolean always) {
        LoopMachine loop = run.context.machine();
        FailureNews.Kind kind = FailureNews.Kind.of(part, error); // calls user code, so not under the lock
        FailureNews.@Nullable Earlier earlier;
        synchronized (loop) {
            earlier = loop.rare().failures().note(kind, loop.timer().now());
        }
        if (earlier == null && always) {
            earlier = FailureNews.Earlier.NONE;
        }
        String what = part.isEmpty() ? LoopLog.what(run, true) : part + " of loop " + loop.name();
        LoopLog.failed(run, error, what, why, earlier);
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

    /** May be used under the lock. */
    static void recordMissed(LoopMachine loop, long missed, long skipped) {
        LoopEvents recording = loop.scheduler.recorder().events();
        if (recording != null && (missed > 0 || skipped > 0)) {
            recording.missed(subject(loop), missed, skipped);
        }
    }

    private static LoopEvents.Subject subject(LoopMachine loop) {
        LoopSettings.Cog cog = loop.settings.cog();
        return new LoopEvents.Subject(loop.nameOfAllShards(), cog == null ? null : cog.name(), loop.settings.shard());
    }
}
