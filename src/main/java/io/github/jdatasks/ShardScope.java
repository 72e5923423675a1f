package io.github.jdatasks;

/** Which of a bot's local shards must be connected for a loop to run. */
public enum ShardScope {
    /** Every local shard. The default. */
    ALL,
    /** At least one local shard. */
    ANY,
    /**
     * A loop for each local shard, which runs while that shard is connected and follows it over restarts.
     *
     * <p>The loops are independent: they have their own runs, hooks, retries and {@code count}, and call the same body,
     * at the same time if need be. In a run, {@link LoopContext#jda()} is the loop's shard and {@link
     * LoopContext#task()} its loop alone, named {@code name#shardId}. A shard that comes later gets its loop then. The
     * loop of a shard that has shut down waits for it as long as its shard manager may start it again, and ends as if
     * the bot had shut down when that is over.
     *
     * <p>What the builder returns, and {@link LoopCog#loop(String)}, is all of them as one {@link LoopTask}: a call
     * on it applies to every loop, its futures complete when those of all loops have, its numbers are sums.
     */
    EACH
}
