package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link LoopTask} stands for: a {@link LoopMachine}, or a {@code LoopGroup} of them. */
public interface LoopControl extends LoopFuture.Owner {
    TimerEntry timerEntry();

    /** Returns the number of the watch in whose list of parked loops this is, 0 if in none; in timer turns only. */
    int parkedBy();

    void parkedBy(int watch);

    /** Returns the name without the cog's. */
    String ownName();

    /** Returns the name without the cog's and, of the loop of one shard, without the shard's number. */
    default String nameOfAllShards() {
        LoopSettings.ShardFamily group = settings().group();
        return group == null ? ownName() : group.ownName();
    }

    LoopSettings settings();

    @Override
    default String name() {
        return settings().qualifiedName(ownName());
    }

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

    /** Notifies the listeners that someone has given the loop a command. */
    default void commanded(String command, String by) {
        for (ListenerCalls calls : settings().listeners(scheduler())) {
            calls.add(listener -> listener.onCommand(task(), command, by));
        }
    }

    Schedule schedule();

    LoopState state();

    LoopTask task();

    /** Returns the loops of this group, or just this loop. */
    default List<LoopControl> parts() {
        return List.of(this);
    }

    /**
     * Returns the loop of one shard.
     *
     * @throws IllegalArgumentException if there is none
     */
    default LoopControl part(int shardId) {
        throw new IllegalArgumentException("The loop " + name()
                + " is one loop for all shards; build it with shards = ShardScope.EACH to get one for each shard");
    }

    default LoopFuture<LoopOutcome> start() {
        LoopFuture<LoopOutcome> future = tryStart();
        if (future == null) {
            throw new IllegalStateException("The loop " + name() + " has been started already and is " + state()
                    + "; use startIfStopped() or restart()");
        }
        return future;
    }

    /** Begins a life and returns its future; null if there is one already. */
    @Nullable LoopFuture<LoopOutcome> tryStart();

    /** Begins a life unless there is one; returns whether it has begun one. */
    default boolean startIfStopped() {
        return tryStart() != null;
    }

    /** Starts it if it is stopped. If it is ending, it starts again when it has ended. */
    void startOnceEnded();

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    LoopFuture<LoopOutcome> stop(LoopOutcome how);

    /** Ends the loop because its bot or scheduler ends: a run in progress gets the grace before it is interrupted. */
    LoopFuture<LoopOutcome> shutdown();

    LoopFuture<LoopOutcome> restart();

    LoopFuture<LoopOutcome> completion();

    /** Pauses or resumes the present life, or the first if that has not begun. */
    void pause(boolean pause);

    LoopFuture<@Nullable Void> runNow();

    void changeSchedule(Schedule newSchedule);

    /** Puts the next run of the present life off to so many nanoseconds from now; not of a durable loop. */
    void postpone(long nanos);

    /** Changes which errors are transient; returns those before the change. */
    ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change);

    boolean isLive();

    /** Returns whether it is live, or a restart has promised the next life. */
    boolean isTaken();

    boolean isPaused();

    boolean isBeingCancelled();

    @Nullable Throwable failure();

    /** Returns whether the last scheduled run has failed, or ended the loop by its failure. */
    boolean isFailing();

    long iteration();

    Optional<Instant> nextIteration();

    LoopStats stats();
}
