package io.github.jdatasks;

import io.github.jdatasks.internal.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * What a body, hook or error handler can know about the run it is called for.
 *
 * <p>A context is valid for as long as its run lasts and may be handed to other threads. Look up guilds and channels by
 * id in every run: {@link #jda()} is fresh each time, entities kept from an earlier run may be stale.
 *
 * <pre>{@code
 * @Loop(minutes = 10)
 * void greet(LoopContext run) {
 *     TextChannel channel = run.jda().getTextChannelById(CHANNEL);
 *     if (channel != null) {
 *         channel.sendMessage("run " + run.iteration()).complete();
 *     }
 * }
 * }</pre>
 */
public final class LoopContext {
    private final LoopMachine machine;
    private final long iteration;
    private final int attempt;
    private final long startedAt;
    private final long lateness;

    LoopContext(LoopMachine machine, long iteration, int attempt, long startedAt, long lateness) {
        this.machine = machine;
        this.iteration = iteration;
        this.attempt = attempt;
        this.startedAt = startedAt;
        this.lateness = lateness;
    }

    /** {@return the loop this run belongs to} */
    public LoopTask task() {
        return machine.task();
    }

    /**
     * Returns the number of this run in the present life of the loop.
     *
     * @return 0 for the first; the number of finished runs in a hook or a run of {@link LoopTask#runNow()}
     */
    public long iteration() {
        return iteration;
    }

    /**
     * Returns the number of this attempt at the run.
     *
     * @return 1 for the first, more for retries after transient errors
     */
    public int attempt() {
        return attempt;
    }

    /** {@return the instant the run was planned for; in a hook, when the hook was called} */
    public Instant scheduledAt() {
        return EpochNanos.toInstant(scheduledNanos());
    }

    /** {@return the instant this attempt was started at} */
    public Instant startedAt() {
        return EpochNanos.toInstant(startedAt);
    }

    /** {@return how long after its planned instant this attempt was started} */
    public Duration lateness() {
        return Duration.ofNanos(lateness);
    }

    /**
     * Returns the bot: with {@link ShardScope#EACH} the loop's shard, else the connected shard with the lowest id.
     *
     * <p>While none is connected it is the local shard with the lowest id that has not been shut down.
     *
     * @return the shard, never null
     * @throws IllegalStateException if the loop has no gate, or its gate has not met a bot, or the bot, or the loop's
     *     shard, has shut down, as in an after-hook that is called because of {@code jda.shutdown()}
     */
    public JDA jda() {
        GateView view = view();
        JDA jda = view.jda();
        if (jda == null) {
            throw new IllegalStateException(whyThereIsNoBot(view));
        }
        return jda;
    }

    private String whyThereIsNoBot(GateView view) {
        String whose = " of the loop " + machine.name();
        if (view.hasBeenMet()) {
            return "The " + (view.isWhole() ? "bot" : "shard") + whose + " has shut down, so there is no JDA any more."
                    + " What needs one does without here, or is done before: by cog.unload().join(), or cancel().join()"
                    + " of the loop, before jda.shutdown(); when the JVM ends, JDABuilder.setEnableShutdownHook(false)"
                    + " keeps JDA from shutting down first";
        }
        return "The gate" + whose + " has not met a bot; register the gate, or its cog, with JDA as a listener";
    }

    /**
     * Returns the bot's connected local shards, lowest id first; with {@link ShardScope#EACH} only the loop's.
     *
     * @return a copy; empty while none is connected
     * @throws IllegalStateException if the loop has no gate
     */
    public List<JDA> shards() {
        return view().shards();
    }

    /**
     * Returns whether the loop is to end after this run, so that a long body can return early.
     *
     * @return true after {@link LoopTask#stop()}, {@link LoopTask#cancel()}, an unload or a shutdown
     */
    public boolean isStopRequested() {
        return machine.isStopRequested();
    }

    private GateView view() {
        GateView view = machine.settings().view();
        if (view == null) {
            throw new IllegalStateException("The loop " + machine.name() + " knows no bot: it was built without a gate;"
                    + " call gate(ConnectionGate) on its builder, or build it with newLoop(…) inside a LoopCog");
        }
        return view;
    }

    /** Returns the planned instant in nanoseconds since 1970. */
    long scheduledNanos() {
        return EpochNanos.minus(startedAt, lateness);
    }

    LoopMachine machine() {
        return machine;
    }

    @Override
    public String toString() {
        return machine.name() + " run " + iteration + ", attempt " + attempt;
    }
}
