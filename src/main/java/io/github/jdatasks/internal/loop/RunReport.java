package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.internal.util.LoggedFailure;
import java.time.Duration;

/**
 * Reports how a call into user code has ended: to the log, the listeners and the error handler, in this order. On the
 * worker, never under the lock of the loop.
 */
final class RunReport {
    private RunReport() {}

    /** A run has succeeded. */
    static void finished(Run run) {
        LoopEvents.finished(run, Duration.ofNanos(run.context.machine().timer().now() - run.startTick));
    }

    /** An attempt has failed, and there is another after a delay. */
    static void retrying(Run run, Throwable error, long delayNanos) {
        LoopLog.retrying(run, error, delayNanos);
        LoopEvents.retried(run, error, Duration.ofNanos(delayNanos));
    }

    /** A run, a before-hook or a schedule has failed. */
    static void failed(Run run, Throwable error, boolean noAttemptsLeft) {
        switch (run.kind) {
            case BEFORE -> LoopLog.beforeHookFailed(run, error);
            case REPORT -> LoopLog.scheduleFailed(run, error);
            default -> log(run, error, LoopLog.what(run), noAttemptsLeft ? " for good: no attempts are left" : "");
        }
        LoopEvents.failed(run, error);
        callHandler(run, error);
    }

    private static void callHandler(Run run, Throwable error) {
        LoopMachine loop = run.context.machine();
        LoopErrorHandler handler = loop.settings.hooks().onError();
        if (handler != null) {
            try {
                handler.handle(error, run.context);
            } catch (Throwable t) { // logged beside the original, which keeps its consequences
                log(run, t, "The error handler of loop " + loop.name(), "");
            } finally {
                Interrupt.forget();
            }
        }
    }

    /**
     * Logs that something called for a run has failed: with the stack if that is news, and not at all if there are too
     * many such lines.
     *
     * @param what the first words of the line
     * @param why what comes after "failed"
     */
    static void log(Run run, Throwable error, String what, String why) {
        LoopMachine loop = run.context.machine();
        // Not under the lock: it calls the user's code.
        LoggedFailure failure = new LoggedFailure(error, loop.timer().now());
        boolean isNews;
        boolean withheld = false;
        boolean tell = false;
        int unsaid = 0;
        synchronized (loop) {
            isNews = loop.extras().isNews(failure);
            CallChain chain = loop.extras().chain;
            if (chain != null) {
                withheld = run.kind == Run.Kind.NOW && chain.withholds(isNews, failure.at());
                tell = chain.isToBeTold(withheld);
                unsaid = withheld ? 0 : chain.log(failure.at());
            }
            if (isNews && !withheld) {
                loop.extras().logged(failure);
            }
        }
        if (tell) {
            LoopLog.asksForItself(run);
        }
        if (!withheld) {
            LoopLog.failed(run, error, what, why, isNews, unsaid);
        }
    }

    /** A {@code runNow()} run is over; logs once that there are many. */
    static void callEnded(Run run) {
        LoopMachine loop = run.context.machine();
        boolean tell;
        synchronized (loop) {
            tell = loop.callChain().end(run.startTick, loop.timer().now());
        }
        if (tell) {
            LoopLog.asksForItself(run);
        }
    }
}
