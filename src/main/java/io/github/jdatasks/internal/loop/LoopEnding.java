package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How a life is brought to its end, and what is let go of with it. Under the lock of the loop.
 */
final class LoopEnding {
    private LoopEnding() {}

    static void markEnding(LoopMachine loop, LoopOutcome how) {
        Run inProgress = loop.current();
        boolean decided = inProgress != null && inProgress.kind == Run.Kind.AFTER;
        if (!decided && (loop.ending() == null || how == LoopOutcome.CANCELLED)) {
            loop.setEnding(how);
        }
        loop.quitting |= how == LoopOutcome.CANCELLED;
        if (loop.runsInProgress().isEmpty() && loop.owner() != Owner.WORKER) {
            loop.setPhase(Phase.ENDING);
        }
    }

    static void fail(LoopMachine loop, Throwable error) {
        if (loop.ending() != LoopOutcome.CANCELLED) {
            loop.setEnding(LoopOutcome.FAILED);
            loop.extras().failure = error;
        }
    }

    static void dropCall(LoopMachine loop) {
        LoopFuture<@Nullable Void> waiting = loop.nowCall();
        if (waiting != null) {
            drop(loop, waiting);
            loop.extras().nowCall = null;
        }
    }

    static void drop(LoopMachine loop, LoopFuture<?> call) {
        loop.scheduler
                .workers()
                .rescue(() -> call.fail(new CancellationException("The loop " + loop.name() + " is ending")));
    }

    static void unregisterIfAtRest(LoopMachine loop) {
        if (!loop.isLive() && loop.nowCall() == null && loop.callers().isEmpty()) {
            loop.scheduler.unregister(loop);
        }
    }

    static List<Interrupt> requestEnd(LoopMachine loop, LoopOutcome how) {
        if (loop.isLive()) {
            markEnding(loop, how);
        }
        loop.runsInProgress().forEach(run -> run.stopped = true);
        if (how != LoopOutcome.CANCELLED) {
            return List.of();
        }
        quit(loop);
        return Interrupt.of(loop.runsInProgress(), Run.Cause.ENDING);
    }

    static void quit(LoopMachine loop) {
        loop.quitting = true;
        loop.runsInProgress().forEach(run -> run.unwanted = true); // be there another life when they end
    }

    /** Lets go of a waiting call and of a restart to come. */
    static void dropPending(LoopMachine loop, LoopOutcome how) {
        dropCall(loop);
        unregisterIfAtRest(loop);
        loop.lifetime.dropPromise(how);
    }

    /** Returns what to answer to a stop of a loop that is not live: its last outcome, or the end of runs in progress. */
    static LoopFuture<LoopOutcome> endedFuture(LoopMachine loop, LoopOutcome how) {
        if (loop.runsInProgress().isEmpty() && loop.phase() == Phase.FINISHED) {
            return loop.completion();
        }
        LoopFuture<LoopOutcome> ended = new LoopFuture<>(loop);
        var unused = LoopFuture.allEnded(loop.callers().stream()).thenRun(() -> ended.finish(how));
        return ended;
    }

    /** The after-hook is over: ends the life, tells who waits for that, and begins the next life if one was asked for. */
    static void afterDone(LoopMachine loop, LoopWorker worker) {
        endLife(loop, worker, worker.run());
    }

    /** As {@link #afterDone}; without a worker if its thread will not come back from the after-hook. */
    static void endLife(LoopMachine loop, @Nullable LoopWorker worker, Run after) {
        LoopOutcome outcome;
        Runnable rest;
        boolean ran;
        boolean deadlineLeft; // for the timer to forget, which would keep the loop; or something else to look at
        synchronized (loop) {
            if (worker != null && worker.isAlone()) {
                worker.noLongerAlone();
            } else if (after != loop.current()) {
                return;
            }
            loop.setCurrent(null);
            loop.setOwner(Owner.TIMER);
            loop.setPhase(Phase.FINISHED);
            ran = loop.iteration > 0;
            loop.iteration = 0;
            loop.paused = false;
            outcome = loop.outcome();
            rest = loop.lifetime.end(outcome, loop::begin, loop::begun);
            deadlineLeft = loop.extras != null || loop.hasDeadline || worker == null;
            unregisterIfAtRest(loop);
            LoopEvents.ended(loop, outcome);
        }
        LoopLog.ended(loop, outcome, ran);
        LoopEvents.flush(loop);
        rest.run();
        if (deadlineLeft) {
            loop.timer().signal(loop);
        }
        LoopSettings.ShardFamily group = loop.settings.group();
        if (group != null) {
            group.partEnded();
        }
    }
}
