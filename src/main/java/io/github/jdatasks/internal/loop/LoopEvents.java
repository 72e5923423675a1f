package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.internal.schedule.Planner;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Notifies the listeners of a loop, and of its scheduler. */
final class LoopEvents {
    private LoopEvents() {}

    static boolean hasListeners(LoopMachine loop) {
        return loop.scheduler.listener() != null || loop.settings.policies().listener() != null;
    }

    /** Under the lock, so that lives are reported in their order; call {@link #flush} without the lock afterwards. */
    static void started(LoopMachine loop) {
        if (hasListeners(loop)) { // else a bot's first run would wait for these lambdas to be linked
            notifyAll(loop, ListenerCalls::put, listener -> listener.onStarted(loop.task()));
        }
    }

    /** As {@link #started}. */
    static void ended(LoopMachine loop, LoopOutcome outcome) {
        notifyAll(loop, ListenerCalls::put, listener -> listener.onEnded(loop.task(), outcome));
    }

    /** Has the listeners called; without the lock. */
    static void flush(LoopMachine loop) {
        if (hasListeners(loop)) {
            notifyAll(loop, (calls, none) -> calls.flush(), listener -> {});
        }
    }

    static void finished(Run run, Duration took) {
        notifyAll(
                run.context.machine(), ListenerCalls::add, listener -> listener.onIterationFinished(run.context, took));
    }

    static void failed(Run run, Throwable error) {
        notifyAll(run.context.machine(), ListenerCalls::add, listener -> listener.onFailed(run.context, error));
    }

    static void retried(Run run, Throwable error, Duration delay) {
        notifyAll(run.context.machine(), ListenerCalls::add, listener -> listener.onRetried(run.context, error, delay));
    }

    static void missed(LoopMachine loop, Planner.Plan plan) {
        if (plan.missed() > 0) {
            notifyAll(loop, ListenerCalls::add, listener -> listener.onMissed(loop.task(), plan.missed()));
        }
        if (plan.skipped() > 0) {
            notifyAll(loop, ListenerCalls::add, listener -> listener.onSkipped(loop.task(), plan.skipped()));
        }
    }

    /** Under the lock. */
    static void skipped(LoopMachine loop) {
        notifyAll(loop, ListenerCalls::addByTimer, listener -> listener.onSkipped(loop.task(), 1));
    }

    /** Under the lock. */
    static void paused(LoopMachine loop, boolean isPaused) {
        notifyAll(loop, ListenerCalls::addByTimer, listener -> {
            if (isPaused) {
                listener.onPaused(loop.task());
            } else {
                listener.onResumed(loop.task());
            }
        });
    }

    private static void notifyAll(
            LoopMachine loop, BiConsumer<ListenerCalls, Consumer<LoopListener>> how, Consumer<LoopListener> call) {
        ListenerCalls ofScheduler = loop.scheduler.listener();
        if (ofScheduler != null) {
            how.accept(ofScheduler, call);
        }
        ListenerCalls own = loop.settings.policies().listener();
        if (own != null) {
            how.accept(own, call);
        }
    }
}
