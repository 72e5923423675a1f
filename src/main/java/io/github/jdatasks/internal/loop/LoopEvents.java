package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.internal.schedule.Planner;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of a loop, and of its scheduler, what happens; costs nothing where there are none.
 */
final class LoopEvents {
    private LoopEvents() {}

    static boolean hasListeners(LoopMachine machine) {
        return machine.scheduler().listener() != null
                || machine.settings().policies().listener() != null;
    }

    /** Under the lock of the machine, so that lives are told of in their order; {@link #flush} afterwards. */
    static void started(LoopMachine machine) {
        tell(machine, listener -> listener.onStarted(machine.task()), ListenerCalls::put);
    }

    /** Under the lock of the machine, so that lives are told of in their order; {@link #flush} afterwards. */
    static void ended(LoopMachine machine, LoopOutcome outcome) {
        tell(machine, listener -> listener.onEnded(machine.task(), outcome), ListenerCalls::put);
    }

    /** Has the listeners told what was noted under the lock; without it. */
    static void flush(LoopMachine machine) {
        flush(machine.scheduler().listener());
        flush(machine.settings().policies().listener());
    }

    private static void flush(@Nullable ListenerCalls calls) {
        if (calls != null) {
            calls.flush();
        }
    }

    static void finished(Run run, Duration took) {
        tell(run.context.machine(), listener -> listener.onIterationFinished(run.context, took));
    }

    static void failed(Run run, Throwable error) {
        tell(run.context.machine(), listener -> listener.onFailed(run.context, error));
    }

    static void retried(Run run, Throwable error, Duration delay) {
        tell(run.context.machine(), listener -> listener.onRetried(run.context, error, delay));
    }

    static void missed(LoopMachine machine, Planner.Plan plan) {
        if (plan.missed() > 0) {
            tell(machine, listener -> listener.onMissed(machine.task(), plan.missed()));
        }
        if (plan.skipped() > 0) {
            tell(machine, listener -> listener.onSkipped(machine.task(), plan.skipped()));
        }
    }

    /** Under the lock of the machine. */
    static void skipped(LoopMachine machine) {
        tell(machine, listener -> listener.onSkipped(machine.task(), 1), ListenerCalls::addByTimer);
    }

    /** Under the lock of the machine. */
    static void paused(LoopMachine machine, boolean isPaused) {
        Consumer<LoopListener> call = isPaused
                ? listener -> listener.onPaused(machine.task())
                : listener -> listener.onResumed(machine.task());
        tell(machine, call, ListenerCalls::addByTimer);
    }

    private static void tell(LoopMachine machine, Consumer<LoopListener> call) {
        tell(machine, call, ListenerCalls::add);
    }

    private static void tell(
            LoopMachine machine, Consumer<LoopListener> call, BiConsumer<ListenerCalls, Consumer<LoopListener>> how) {
        tell(machine.scheduler().listener(), call, how);
        tell(machine.settings().policies().listener(), call, how);
    }

    private static void tell(
            @Nullable ListenerCalls calls,
            Consumer<LoopListener> call,
            BiConsumer<ListenerCalls, Consumer<LoopListener>> how) {
        if (calls != null) {
            how.accept(calls, call);
        }
    }
}
