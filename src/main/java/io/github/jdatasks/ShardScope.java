package io.github.jdatasks;

/**
 * Which of a bot's local shards must be connected for a loop to run.
 */
public enum ShardScope {
    /** Every local shard. The default. */
    ALL,
    /** At least one local shard. */
    ANY
}
