package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LoopTask} does its work by: a {@link LoopMachine}, or a {@code LoopGroup} of them.
 */
public interface LoopControl extends LoopFuture.Owner {
    /** Returns what the timer knows it by. */
    TimerEntry timerEntry();

    /** Returns the number of the watch whose list of parked loops this is in, 0 if there is none; in timer turns only. */
    int parkedBy();

    void parkedBy(int watch);

    /** Returns the name without the cog's. */
    String ownName();

    LoopSettings settings();

    /** Returns whether a thread is in a body, hook or handler. */
    boolean isInUserCode(Thread thread);

    @Override
    default @Nullable String whyEndless(Thread thread, boolean ofRun) {
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

    Schedule schedule();

    LoopState state();

    /** Returns what users know it by. */
    LoopTask task();

    /** Returns the loops that this stands for, each of which does its own runs. */
    List<LoopControl> parts();

    /**
     * Returns the loop of one shard.
     *
     * @throws IllegalArgumentException if there is none
     */
    LoopControl part(int shardId);

    /** Begins a life. */
    default LoopFuture<LoopOutcome> start() {
        LoopFuture<LoopOutcome> future = tryStart();
        if (future == null) {
            throw new IllegalStateException("The loop " + name() + " has been started already and is " + state()
                    + "; use startIfStopped() or restart()");
        }
        return future;
    }

    /** Begins a life and returns its future, unless there is one. */
    @Nullable LoopFuture<LoopOutcome> tryStart();

    /** Begins a life unless there is one; returns whether it did. */
    default boolean startIfStopped() {
        return tryStart() != null;
    }

    /** Starts it if it is stopped; one that is about to end, once it has. */
    void startOnceEnded();

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    LoopFuture<LoopOutcome> stop(LoopOutcome how);

    /** Ends the loop because its bot or its scheduler ends. */
    LoopFuture<LoopOutcome> shutdown();

    LoopFuture<LoopOutcome> restart();

    LoopFuture<LoopOutcome> completion();

    /** Pauses or resumes the present life; before the first, that one. */
    void pause(boolean pause);

    LoopFuture<@Nullable Void> runNow();

    void changeSchedule(Schedule newSchedule);

    /** Changes which errors are transient; returns those that were. */
    ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change);

    boolean isLive();

    boolean isPaused();

    boolean isBeingCancelled();

    @Nullable Throwable failure();

    long iteration();

    Optional<Instant> nextIteration();

    LoopStats stats();
}
