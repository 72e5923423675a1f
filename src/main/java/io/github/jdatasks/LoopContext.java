package io.github.jdatasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * What a body, hook or error handler can know about the run it is called for.
 *
 * <p>A context is valid for as long as its run lasts and may be handed to other threads. Look up guilds and channels by
 * id in every run: {@link #jda()} is fresh each time, entities kept from an earlier run may be stale. A test of a body
 * may pass a context of its own, such as a mock.
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
public interface LoopContext {
    /** {@return the loop this run belongs to} */
    LoopTask task();

    /**
     * {@return the number of this run in the present life of the loop, 0 for the first; in a hook or a run of
     * {@link LoopTask#runNow()}, the number of finished runs}
     */
    long iteration();

    /** {@return the number of this attempt at the run: 1 for the first, more for retries after transient errors} */
    int attempt();

    /** {@return the instant the run was planned for; in a hook, when the hook was called} */
    Instant scheduledAt();

    /** {@return the instant this attempt was started at} */
    Instant startedAt();

    /** {@return how long after its planned instant this attempt was started} */
    Duration lateness();

    /**
     * {@return the bot: with {@link ShardScope#EACH} the loop's shard, else the connected shard with the lowest id, or
     * the lowest that has not been shut down if none is connected; never null}
     *
     * @throws IllegalStateException if the loop has no gate, or its gate has not met a bot, or the bot, or the loop's
     *     shard, has shut down, as in an after-hook that is called because of {@code jda.shutdown()}
     */
    JDA jda();

    /**
     * {@return the bot's connected local shards, lowest id first; with {@link ShardScope#EACH} only the loop's}
     *
     * @throws IllegalStateException if the loop has no gate
     */
    List<JDA> shards();

    /**
     * {@return whether the loop is to end after this run, because of {@link LoopTask#stop()}, {@link
     * LoopTask#cancel()}, an unload or a shutdown} A long body may then return early.
     */
    boolean isStopRequested();
}
