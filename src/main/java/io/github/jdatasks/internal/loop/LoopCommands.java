package io.github.jdatasks.internal.loop;

import static io.github.jdatasks.internal.loop.LoopFields.NEVER;
import static io.github.jdatasks.internal.loop.LoopTimerTurn.PATIENCE_AFTER_INTERRUPT;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.loop.NextRun.Reason;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What users ask of a loop: it is written down under the lock of the loop, and the timer looks at it.
 */
final class LoopCommands {
    private LoopCommands() {}

    static LoopFuture<@Nullable Void> runNow(LoopMachine loop) {
        LoopFuture<@Nullable Void> future;
        LoopSettings.ShardFamily group = loop.settings.group(); // whose lock is not to be taken under that of the loop
        Thread caller = Thread.currentThread();
        boolean inside = loop.isInUserCode(caller) || (group != null && group.isInUserCode(caller));
        boolean ofStopped = group != null && group.isAskedByStopped(caller);
        synchronized (loop) {
            LoopFuture<@Nullable Void> waiting = loop.nowCall();
            if (waiting != null) {
                return waiting;
            }
            loop.scheduler.checkMayStart(loop);
            future = LoopFuture.ofRun(loop);
            if ((loop.isLive() && loop.ending() != null) || ofStopped || loop.isAskedByStopped(caller)) {
                future.fail(new CancellationException("The loop " + loop.name() + " is ending"));
                return future;
            }
            if (!loop.isLive()) {
                register(loop);
                loop.quitting = false;
                loop.extras().interruptAt = graceOfBefore(loop);
            }
            loop.extras().nowCall = future;
            loop.callChain().ask(inside);
        }
        loop.timer().signal(loop);
        return future;
    }

    static @Nullable LoopFuture<LoopOutcome> tryStart(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        synchronized (loop) {
            if (!beginUnlessTaken(loop)) {
                return null;
            }
            future = loop.completion();
        }
        loop.begun();
        return future;
    }

    /** As {@link #tryStart}, without a future, which costs memory if it is not asked for. */
    static boolean startIfStopped(LoopMachine loop) {
        boolean begins;
        synchronized (loop) {
            begins = beginUnlessTaken(loop);
        }
        if (begins) {
            loop.begun();
        }
        return begins;
    }

    static void startOnceEnded(LoopMachine loop) {
        synchronized (loop) {
            if (loop.isLive() && loop.ending() != null && loop.lifetime.next() == null) {
                var unused = loop.lifetime.promise();
                return;
            }
        }
        startIfStopped(loop);
    }

    private static boolean beginUnlessTaken(LoopMachine loop) {
        if (loop.isTaken()) {
            return false;
        }
        loop.begin(null);
        return true;
    }

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    static LoopFuture<LoopOutcome> stop(LoopMachine loop, LoopOutcome how) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        synchronized (loop) {
            LoopEnding.dropPending(loop, how);
            interrupts = LoopEnding.requestEnd(loop, how);
            future = loop.isLive() ? loop.completion() : LoopEnding.endedFuture(loop, how);
        }
        Interrupt.deliver(interrupts, loop.scheduler);
        loop.timer().signal(loop);
        return future;
    }

    static LoopFuture<LoopOutcome> restart(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        boolean begins = false;
        synchronized (loop) {
            future = loop.lifetime.next();
            if (future != null) {
                return future;
            }
            loop.scheduler.checkMayStart(loop);
            LoopEnding.dropPending(loop, LoopOutcome.CANCELLED);
            interrupts = LoopEnding.requestEnd(loop, LoopOutcome.CANCELLED);
            if (loop.isLive()) {
                future = loop.lifetime.promise();
            } else {
                loop.begin(null);
                future = loop.completion();
                begins = true;
            }
        }
        Interrupt.deliver(interrupts, loop.scheduler);
        if (begins) {
            loop.begun();
        } else {
            loop.timer().signal(loop);
        }
        return future;
    }

    /** Ends the loop because its bot or its scheduler ends; a run in progress gets the grace before it is interrupted. */
    static LoopFuture<LoopOutcome> shutdown(LoopMachine loop) {
        LoopFuture<LoopOutcome> future;
        boolean exiting = loop.userThreads().stream().anyMatch(LoopLog::isExitingJvm); // then it will not come back
        Thread planner = loop.scheduler.desks().threadAt(loop);
        boolean plannerExits = planner != null && LoopLog.isExitingJvm(planner);
        Run after = null;
        synchronized (loop) {
            Run inProgress = loop.current();
            if (inProgress == null && plannerExits && loop.owner() == Owner.WORKER) {
                loop.setOwner(Owner.TIMER); // it is in the user's schedule
            }
            if (inProgress != null && inProgress.kind == Run.Kind.AFTER && exiting) {
                after = inProgress; // no other call is in progress then
            }
            boolean first = loop.interruptAt() == NEVER;
            if (first || !loop.quitting) { // else what is pending may be for the bot that comes next
                LoopEnding.dropPending(loop, LoopOutcome.CANCELLED);
            }
            LoopEnding.quit(loop);
            if (loop.isLive()) {
                LoopEnding.markEnding(loop, LoopOutcome.CANCELLED);
            }
            if (exiting) {
                loop.extras().interruptAt = loop.timer().now() - PATIENCE_AFTER_INTERRUPT;
            } else if (first) {
                loop.extras().interruptAt = loop.timer().now() + loop.scheduler.graceNanos();
            }
            future = loop.isLive() ? loop.completion() : LoopEnding.endedFuture(loop, LoopOutcome.CANCELLED);
        }
        Run unending = after;
        if (unending != null) {
            loop.scheduler.onWorker(() -> LoopEnding.endLife(loop, null, unending));
        }
        loop.timer().signal(loop);
        return future;
    }

    static void pause(LoopMachine loop, boolean pause) {
        synchronized (loop) {
            if (loop.phase() == Phase.FINISHED) {
                return; // a pause ends with its life
            }
            loop.paused = pause;
            loop.tellPause();
        }
        loop.timer().signal(loop);
    }

    static void changeSchedule(LoopMachine loop, Schedule newSchedule) {
        synchronized (loop) {
            loop.schedule = newSchedule;
            scheduleChanged(loop);
        }
        loop.timer().signal(loop);
    }

    static void connectionLost(LoopMachine loop) {
        List<Interrupt> interrupts;
        synchronized (loop) {
            interrupts = Interrupt.of(
                    loop.runsInProgress().stream()
                            .filter(run -> run.kind == Run.Kind.SCHEDULED)
                            .toList(),
                    Run.Cause.DISCONNECTED);
        }
        Interrupt.deliver(interrupts, loop.scheduler);
    }

    static void register(LoopMachine loop) {
        GateView view = loop.settings.view();
        int botsGone = view == null ? 0 : view.timesGone(); // first, for one that goes now is to be missed
        loop.scheduler.checkMayStart(loop);
        loop.scheduler.register(loop);
        if (loop.extras != null || botsGone > 0) {
            loop.extras().botsGoneBefore = botsGone;
        }
    }

    /** Returns the end of the grace that a runNow() run still has from the bot before; NEVER if there is none. */
    static long graceOfBefore(LoopMachine loop) {
        return loop.runsInProgress().isEmpty() ? NEVER : loop.interruptAt();
    }

    static void scheduleChanged(LoopMachine loop) {
        if (loop.phase() == Phase.ACTIVE && loop.next.reason() != Reason.FIRST) {
            loop.next.setReason(Reason.CHANGED);
        } else {
            loop.next.beginCalendar(loop.schedule); // what was due by it before is none of its misses
        }
    }
}
