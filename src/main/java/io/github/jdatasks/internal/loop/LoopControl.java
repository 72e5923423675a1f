package io.github.jdatasks;

import io.github.jdatasks.internal.TimerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LoopTask} does its work by: a {@link LoopMachine}, or a {@link LoopGroup} of them.
 */
abstract class LoopControl extends TimerEntry implements LoopFuture.Owner {
    /** The number of the watch whose list of held loops this is in, 0 if there is none; in timer turns only. */
    int heldBy;

    /** Returns the name without the cog's. */
    abstract String ownName();

    abstract LoopSettings settings();

    /** Returns whether a thread is in a body, hook or handler. */
    public abstract boolean isInUserCode(Thread thread);

    @Override
    public final @Nullable String whyEndless(Thread thread, boolean ofRun) {
        if (isInUserCode(thread)) {
            return ofRun
                    ? "wait for a runNow() run inside its body or hook: the next run begins only after this call"
                    : "wait for its own end inside its body or hook";
        }
        LoopSettings.Cog cog = settings().cog();
        String call = cog == null ? null : cog.callOn(thread);
        return call == null
                ? null
                : "be waited for inside " + call + ", before whose return no loop of the cog goes on";
    }

    abstract Schedule schedule();

    abstract LoopState state();

    /** Returns what users know it by. */
    abstract LoopTask task();

    /** Returns the loops that this stands for, each of which does its own runs. */
    abstract List<LoopControl> parts();

    /**
     * Returns the loop of one shard.
     *
     * @throws IllegalArgumentException if there is none
     */
    abstract LoopControl part(int shardId);

    abstract LoopFuture<LoopOutcome> start();

    abstract boolean startIfStopped();

    /** Starts it if it is stopped; one that is about to end, once it has. */
    abstract void startOnceEnded();

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    abstract LoopFuture<LoopOutcome> stop(LoopOutcome how);

    /** Ends the loop because its bot or its scheduler ends. */
    abstract LoopFuture<LoopOutcome> shutdown();

    abstract LoopFuture<LoopOutcome> restart();

    abstract LoopFuture<LoopOutcome> completion();

    /** Pauses or resumes the present life; before the first, that one. */
    abstract void pause(boolean pause);

    abstract LoopFuture<@Nullable Void> runNow();

    abstract void changeSchedule(Schedule newSchedule);

    /** Changes which errors are transient; returns those that were. */
    abstract ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change);

    abstract boolean isLive();

    abstract boolean isPaused();

    abstract boolean isBeingCancelled();

    abstract @Nullable Throwable failure();

    abstract long iteration();

    abstract Optional<Instant> nextIteration();

    abstract LoopStats stats();
}
