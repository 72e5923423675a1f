package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;
import static io.github.jdatasks.internal.loop.LoopTimerTurn.PATIENCE_AFTER_INTERRUPT;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of users: each records under the lock of the loop what the user wants, and signals the timer. */
final class LoopCommands {
    private LoopCommands() {}

    static LoopFuture<@Nullable Void> runNow(LoopMachine loop) {
        LoopFuture<@Nullable Void> future;
        LoopSettings.ShardFamily group = loop.settings.group(); // its lock must not be taken under that of the loop
        Thread caller = Thread.currentThread();
        boolean inside = loop.isInUserCode(caller) || (group != null && group.isInUserCode(caller));
        boolean inStoppedRun = group != null && group.isInStoppedRun(caller);
        synchronized (loop) {
            LoopFuture<@Nullable Void> waiting = loop.nowCall();
            if (waiting != null) {
                return waiting;
            }
            loop.scheduler.checkMayStart(loop);
            future = LoopFuture.ofRun(loop);
            if ((loop.isLive() && loop.ending() != null) || inStoppedRun || loop.isInStoppedRun(caller)) {
                future.drop("The loop " + loop.name() + " is ending");
                return future;
            }
            if (!loop.isLive()) {
                register(loop);
                loop.quitting = false;
                loop.rare().interruptAt = loop.graceInProgress();
            }
            loop.rare().nowCall = future;
            loop.callChain().requestedInside |= inside;
        }
        loop.timer().signal(loop);
        return future;
    }

    static @Nullable LoopFuture<LoopOutcome> tryStart(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        synchronized (loop) {
            if (loop.isTaken()) {
                return null;
            }
            loop.begin(null);
            future = loop.completion();
        }
        loop.begun();
        return future;
    }

    /** As {@link #tryStart}, without a future, to save its memory. */
    static boolean startIfStopped(LoopMachine loop) {
        synchronized (loop) {
            if (loop.isTaken()) {
                return false;
            }
            loop.begin(null);
        }
        loop.begun();
        return true;
    }

    static void startOnceEnded(LoopMachine loop) {
        synchronized (loop) {
            if (loop.isLive() && loop.ending() != null && loop.promised() == null) {
                var unused = loop.life().promise();
                return;
            }
        }
        startIfStopped(loop);
    }

    static LoopFuture<LoopOutcome> stop(LoopMachine loop, LoopOutcome how) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        synchronized (loop) {
            interrupts = LoopEnding.requestEnd(loop, how);
            future = LoopEnding.future(loop, how);
        }
        Interrupt.deliver(interrupts, loop);
        loop.timer().signal(loop);
        return future;
    }

    static LoopFuture<LoopOutcome> restart(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        boolean begins;
        synchronized (loop) {
            future = loop.promised();
            if (future != null) {
                return future;
            }
            loop.scheduler.checkMayStart(loop);
            interrupts = LoopEnding.requestEnd(loop, LoopOutcome.CANCELLED);
            begins = !loop.isLive();
            if (begins) {
                loop.begin(null);
                future = loop.completion();
            } else {
                future = loop.life().promise();
            }
        }
        Interrupt.deliver(interrupts, loop);
        if (begins) {
            loop.begun();
        } else {
            loop.timer().signal(loop);
        }
        return future;
    }

    static LoopFuture<LoopOutcome> shutdown(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        boolean exiting = loop.userThreads().stream().anyMatch(LoopLog::isExitingJvm); // such a thread never returns
        LoopWorker worker = loop.scheduler.activeWorkers().find(one -> one.machine == loop);
        boolean workerExits = worker != null && LoopLog.isExitingJvm(worker.thread);
        Run inProgress;
        synchronized (loop) {
            inProgress = loop.current();
            if (inProgress == null && workerExits && loop.owner() == Owner.WORKER) {
                loop.setOwner(Owner.TIMER); // it is inside the user's schedule
            }
            boolean first = loop.interruptAt() == NEVER;
            // A second shutdown keeps what is pending, since that may be for the next bot.
            if (first || !loop.quitting) {
                LoopEnding.dropPending(loop, LoopOutcome.CANCELLED);
            }
            LoopEnding.quit(loop);
            if (loop.isLive()) {
                LoopEnding.markEnding(loop, LoopOutcome.CANCELLED);
            }
            if (exiting) {
                loop.rare().interruptAt = loop.timer().now() - PATIENCE_AFTER_INTERRUPT;
            } else if (first) {
                loop.rare().interruptAt = loop.timer().now() + loop.scheduler.graceNanos();
            }
            future = LoopEnding.future(loop, LoopOutcome.CANCELLED);
        }
        if (exiting && inProgress != null && inProgress.kind == Run.Kind.AFTER) {
            loop.scheduler.onWorker(() -> LoopEnding.endLife(loop, null, inProgress));
        }
        loop.timer().signal(loop);
        return future;
    }

    static void pause(LoopMachine loop, boolean pause) {
        synchronized (loop) {
            if (loop.phase() == Phase.FINISHED) {
                return;
            }
            loop.paused = pause;
            loop.reportPause();
        }
        loop.timer().signal(loop);
    }

    static void changeSchedule(LoopMachine loop, Schedule newSchedule) {
        if (Planner.isSameCalendar(newSchedule, loop.schedule())) {
            return; // a run that is due by both is not lost
        }
        synchronized (loop) {
            Schedule old = loop.schedule;
            loop.schedule = newSchedule;
            loop.next.change(old, newSchedule, loop.phase() == Phase.ACTIVE);
        }
        loop.timer().signal(loop);
    }

    static void postpone(LoopMachine loop, long nanos) {
        boolean sooner;
        synchronized (loop) {
            if (!loop.isLive()) {
                return;
            }
            long now = loop.timer().now();
            sooner = loop.next.postpone(now, EpochNanos.plus(now, nanos), loop.hasRunBegun());
            loop.timed = false; // the postponed run may be before the tick that the timer knows
        }
        if (sooner) { // else the timer finds the run put off when it looks at the loop, which costs nothing here
            loop.timer().signal(loop);
        }
    }

    static void register(LoopMachine loop) {
        GateView view = loop.settings.view();
        int shutdowns = view == null ? 0 : view.timesGone(); // first, so that one from now on is detected later
        loop.scheduler.checkMayStart(loop);
        loop.scheduler.register(loop);
        if (loop.rare != null || shutdowns > 0) {
            loop.rare().shutdownsBefore = shutdowns;
        }
    }
}
