package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopFields.Owner;
import io.github.jdatasks.internal.loop.LoopFields.Phase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends a life, and drops what waits for the next one. Under the lock of the loop, except {@link #endLife}.
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
            loop.rare().failure = error;
        }
    }

    static void dropCall(LoopMachine loop) {
        LoopFuture<@Nullable Void> waiting = loop.nowCall();
        if (waiting != null) {
            drop(loop, waiting);
            loop.rare().nowCall = null;
        }
    }

    static void drop(LoopMachine loop, LoopFuture<?> call) {
        loop.scheduler.workers().rescue(() -> call.drop("The loop " + loop.name() + " is ending"));
    }

    static void unregisterIfAtRest(LoopMachine loop) {
        if (!loop.isLive()
                && loop.nowCall() == null
                && loop.runsInProgress().stream().allMatch(run -> run.caller == null)) {
            loop.scheduler.unregister(loop);
        }
    }

    static List<Interrupt> requestEnd(LoopMachine loop, LoopOutcome how) {
        dropPending(loop, how);
        if (loop.isLive()) {
            markEnding(loop, how);
        }
        loop.runsInProgress().forEach(run -> run.context.stopped = true);
        if (how != LoopOutcome.CANCELLED) {
            return List.of();
        }
        quit(loop);
        return Interrupt.of(loop.runsInProgress(), Run.Cause.ENDING);
    }

    static void quit(LoopMachine loop) {
        loop.quitting = true;
        loop.runsInProgress().forEach(run -> run.unwanted = true); // still counts if they end during another life
    }

    /** Drops a waiting {@code runNow()} call and a promised restart. */
    static void dropPending(LoopMachine loop, LoopOutcome how) {
        dropCall(loop);
        unregisterIfAtRest(loop);
        if (loop.promised() != null) {
            loop.life().dropPromise(how);
        }
    }

    /** Returns the future for an end: of the present or last life, or of the runNow() runs in progress. */
    static LoopFuture<LoopOutcome> future(LoopMachine loop, LoopOutcome how) {
        if (loop.isLive() || (loop.runsInProgress().isEmpty() && loop.phase() == Phase.FINISHED)) {
            return loop.life();
        }
        LoopFuture<LoopOutcome> ended = new LoopFuture<>(loop);
        var calls = loop.runsInProgress().stream().map(run -> run.caller).filter(Objects::nonNull);
        var unused = LoopFuture.allEnded(calls).thenRun(() -> ended.finish(how));
        return ended;
    }

    /**
     * Ends the life after the after-hook: completes its future, and begins the next life if a restart has promised one.
     *
     * @param worker null if its thread will never return from the after-hook
     */
    static void endLife(LoopMachine loop, @Nullable LoopWorker worker, Run after) {
        LoopOutcome outcome;
        Runnable rest;
        boolean ran;
        Throwable fatal;
        boolean needsTimer; // to remove its deadline, which keeps the loop from garbage collection, or for rare state
        synchronized (loop) {
            if (worker != null && worker.unpublished) {
                worker.publish();
            } else if (after != loop.current()) {
                return;
            }
            loop.current = null;
            loop.setOwner(Owner.TIMER);
            loop.setPhase(Phase.FINISHED);
            OverlappingRuns runs = loop.overlapping();
            fatal = runs == null ? null : runs.fatal;
            ran = loop.iteration > 0 || loop.next.mayHaveRunElsewhere();
            loop.iteration = 0;
            loop.paused = false;
            outcome = loop.outcome();
            rest = loop.life == null ? () -> {} : loop.life.end(outcome, loop::begin, loop::begun);
            needsTimer = loop.rare != null || loop.hasDeadline || worker == null;
            unregisterIfAtRest(loop);
            for (ListenerCalls calls : loop.listeners()) {
                calls.put(listener -> listener.onEnded(loop.task(), outcome));
            }
        }
        LoopLog.ended(loop, outcome, ran, fatal);
        loop.listeners().forEach(ListenerCalls::flush);
        rest.run();
        if (needsTimer) {
            loop.timer().signal(loop);
        }
        LoopSettings.ShardFamily group = loop.settings.group();
        if (group != null) {
            group.partEnded();
        }
    }
}
