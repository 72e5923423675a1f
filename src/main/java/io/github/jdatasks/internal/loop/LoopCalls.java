package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a loop that {@link LoopTask#runNow()} asks for, in a life of the loop or outside of one: the layer of the
 * {@link LoopMachine} that accepts and drops the calls. Guarded by the machine.
 */
abstract class LoopCalls extends LoopFacts {
    LoopCalls(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    public LoopFuture<@Nullable Void> runNow() {
        LoopFuture<@Nullable Void> future;
        LoopSettings.ShardFamily group = settings.group(); // whose lock is not to be taken under that of the loop
        Thread caller = Thread.currentThread();
        boolean inside = isInUserCode(caller) || (group != null && group.isInUserCode(caller));
        boolean ofStopped = group != null && group.isAskedByStopped(caller);
        synchronized (this) {
            LoopFuture<@Nullable Void> waiting = nowCall();
            if (waiting != null) {
                return waiting;
            }
            scheduler.checkMayStart(this);
            future = LoopFuture.ofRun(this);
            if ((isLive() && ending() != null) || ofStopped || isAskedByStopped(caller)) {
                future.fail(new CancellationException("The loop " + name() + " is ending"));
                return future;
            }
            if (!isLive()) {
                register();
                quitting = false;
                extras().interruptAt = graceOfBefore();
            }
            extras().nowCall = future;
            callChain().ask(inside);
        }
        timer().signal(this);
        return future;
    }

    /** Returns whether it is a run which asks that was in progress when the loop was stopped: or there would be no end. */
    public synchronized boolean isAskedByStopped(Thread caller) {
        return runsInProgress().stream().anyMatch(run -> run.stopped && run.thread == caller);
    }

    /** Returns the end of the grace that a runNow() run still has from the bot before; NEVER if there is none. */
    long graceOfBefore() {
        return runsInProgress().isEmpty() ? NEVER : interruptAt();
    }

    void register() {
        GateView view = settings.view();
        int botsGone = view == null ? 0 : view.timesGone(); // first, for one that goes now is to be missed
        scheduler.checkMayStart(this);
        scheduler.register(machine());
        if (extras != null || botsGone > 0) {
            extras().botsGoneBefore = botsGone;
        }
    }

    void dropCall() {
        LoopFuture<@Nullable Void> waiting = nowCall();
        if (waiting != null) {
            drop(waiting);
            extras().nowCall = null;
        }
    }

    void drop(LoopFuture<?> call) {
        scheduler.workers().rescue(() -> call.fail(new CancellationException("The loop " + name() + " is ending")));
    }

    void unregisterIfAtRest() {
        if (!isLive() && nowCall() == null && callers().isEmpty()) {
            scheduler.unregister(machine());
        }
    }
}
