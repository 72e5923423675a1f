package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopTimerTurn.PATIENCE_AFTER_INTERRUPT;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.NextRun.Reason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands of users, and what they drop: each records under the lock what the user wants, and signals the timer.
 */
abstract class LoopCommands extends LoopFields {
    LoopCommands(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    abstract void register();

    abstract void unregisterIfAtRest();

    abstract void begin(@Nullable LifeFuture promised);

    abstract void begun();

    abstract void endLife(@Nullable LoopWorker worker, Run after);

    @Override
    public LoopFuture<@Nullable Void> runNow() {
        LoopFuture<@Nullable Void> future;
        LoopSettings.ShardFamily group = settings.group(); // its lock must not be taken under that of the loop
        Thread caller = Thread.currentThread();
        boolean inside = isInUserCode(caller) || (group != null && group.isInUserCode(caller));
        boolean inStoppedRun = group != null && group.isInStoppedRun(caller);
        synchronized (this) {
            LoopFuture<@Nullable Void> waiting = nowCall();
            if (waiting != null) {
                return waiting;
            }
            scheduler.checkMayStart(this);
            future = LoopFuture.ofRun(this);
            if ((isLive() && ending() != null) || inStoppedRun || isInStoppedRun(caller)) {
                future.fail(new CancellationException("The loop " + name() + " is ending"));
                return future;
            }
            if (!isLive()) {
                register();
                quitting = false;
                rare().interruptAt = graceInProgress();
            }
            rare().nowCall = future;
            callChain().requested(inside);
        }
        timer().signal(this);
        return future;
    }

    @Override
    public @Nullable LoopFuture<LoopOutcome> tryStart() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (isTaken()) {
                return null;
            }
            begin(null);
            future = completion();
        }
        begun();
        return future;
    }

    /** As {@link #tryStart}, without a future, to save its memory. */
    @Override
    public boolean startIfStopped() {
        synchronized (this) {
            if (isTaken()) {
                return false;
            }
            begin(null);
        }
        begun();
        return true;
    }

    @Override
    public void startOnceEnded() {
        synchronized (this) {
            if (isLive() && ending() != null && promised() == null) {
                var unused = life().promise();
                return;
            }
        }
        startIfStopped();
    }

    @Override
    public LoopFuture<LoopOutcome> stop(LoopOutcome how) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        synchronized (this) {
            interrupts = requestEnd(how);
            future = ended(how);
        }
        Interrupt.deliver(interrupts, scheduler);
        timer().signal(this);
        return future;
    }

    @Override
    public LoopFuture<LoopOutcome> restart() {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        boolean begins;
        synchronized (this) {
            future = promised();
            if (future != null) {
                return future;
            }
            scheduler.checkMayStart(this);
            interrupts = requestEnd(LoopOutcome.CANCELLED);
            begins = !isLive();
            if (begins) {
                begin(null);
                future = completion();
            } else {
                future = life().promise();
            }
        }
        Interrupt.deliver(interrupts, scheduler);
        if (begins) {
            begun();
        } else {
            timer().signal(this);
        }
        return future;
    }

    @Override
    public LoopFuture<LoopOutcome> shutdown() {
        LoopFuture<LoopOutcome> future;
        boolean exiting = userThreads().stream().anyMatch(LoopLog::isExitingJvm); // such a thread never returns
        LoopWorker worker = scheduler.activeWorkers().find(one -> one.machine == this);
        boolean workerExits = worker != null && LoopLog.isExitingJvm(worker.thread);
        Run inProgress;
        synchronized (this) {
            inProgress = current();
            if (inProgress == null && workerExits && owner() == Owner.WORKER) {
                setOwner(Owner.TIMER); // it is inside the user's schedule
            }
            boolean first = interruptAt() == NEVER;
            if (first || !quitting) { // a second shutdown keeps what is pending, since that may be for the next bot
                dropPending(LoopOutcome.CANCELLED);
            }
            quit();
            if (isLive()) {
                markEnding(LoopOutcome.CANCELLED);
            }
            if (exiting) {
                rare().interruptAt = timer().now() - PATIENCE_AFTER_INTERRUPT;
            } else if (first) {
                rare().interruptAt = timer().now() + scheduler.graceNanos();
            }
            future = ended(LoopOutcome.CANCELLED);
        }
        if (exiting && inProgress != null && inProgress.kind == Run.Kind.AFTER) {
            scheduler.onWorker(() -> endLife(null, inProgress));
        }
        timer().signal(this);
        return future;
    }

    @Override
    public void pause(boolean pause) {
        synchronized (this) {
            if (phase() == Phase.FINISHED) {
                return;
            }
            paused = pause;
            reportPause();
        }
        timer().signal(this);
    }

    /** Notifies the listeners if the loop has been paused or resumed since the last report. */
    public synchronized void reportPause() {
        boolean pausedNow = paused || (phase() == Phase.ACTIVE && !settings.mayRun());
        List<ListenerCalls> listeners = isLive() && ending() == null ? listeners() : List.of();
        if (!listeners.isEmpty() && pausedNow != rare().reportedPaused) {
            rare().reportedPaused = pausedNow;
            Consumer<LoopListener> call =
                    pausedNow ? listener -> listener.onPaused(task()) : listener -> listener.onResumed(task());
            listeners.forEach(calls -> calls.addByTimer(call));
        }
    }

    @Override
    public void changeSchedule(Schedule newSchedule) {
        synchronized (this) {
            schedule = newSchedule;
            if (phase() == Phase.ACTIVE && next.reason() != Reason.FIRST) {
                next.setReason(Reason.CHANGED);
            } else {
                next.beginCalendar(newSchedule); // ticks before the change are not missed ones of this schedule
            }
        }
        timer().signal(this);
    }

    // ---- what an end drops; under the lock ----

    private List<Interrupt> requestEnd(LoopOutcome how) {
        dropPending(how);
        if (isLive()) {
            markEnding(how);
        }
        runsInProgress().forEach(run -> run.stopped = true);
        if (how != LoopOutcome.CANCELLED) {
            return List.of();
        }
        quit();
        return Interrupt.of(runsInProgress(), Run.Cause.ENDING);
    }

    void markEnding(LoopOutcome how) {
        Run inProgress = current();
        boolean decided = inProgress != null && inProgress.kind == Run.Kind.AFTER;
        if (!decided && (ending() == null || how == LoopOutcome.CANCELLED)) {
            setEnding(how);
        }
        quitting |= how == LoopOutcome.CANCELLED;
        if (runsInProgress().isEmpty() && owner() != Owner.WORKER) {
            setPhase(Phase.ENDING);
        }
    }

    private void quit() {
        quitting = true;
        runsInProgress().forEach(run -> run.unwanted = true); // still counts if they end during another life
    }

    /** Drops a waiting {@code runNow()} call and a promised restart. */
    private void dropPending(LoopOutcome how) {
        dropCall();
        unregisterIfAtRest();
        if (promised() != null) {
            life().dropPromise(how);
        }
    }

    void dropCall() {
        LoopFuture<@Nullable Void> waiting = nowCall();
        if (waiting != null) {
            drop(waiting);
            rare().nowCall = null;
        }
    }

    void drop(LoopFuture<?> call) {
        scheduler.workers().rescue(() -> call.fail(new CancellationException("The loop " + name() + " is ending")));
    }

    /** Returns the future for an end: of the present or last life, or of the runNow() runs in progress. */
    private LoopFuture<LoopOutcome> ended(LoopOutcome how) {
        if (isLive() || (runsInProgress().isEmpty() && phase() == Phase.FINISHED)) {
            return life();
        }
        LoopFuture<LoopOutcome> ended = new LoopFuture<>(this);
        var calls = runsInProgress().stream().map(run -> run.caller).filter(Objects::nonNull);
        var unused = LoopFuture.allEnded(calls).thenRun(() -> ended.finish(how));
        return ended;
    }
}
