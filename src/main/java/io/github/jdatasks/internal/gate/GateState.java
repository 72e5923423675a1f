package io.github.jdatasks.internal.gate;

import io.github.jdatasks.ShardScope;

/**
 * The published state of a gate, or of one of its shards, packed into one {@code long} so that a reader gets all of it
 * with one volatile read: in the low half flags and, of a gate, the version of its shards' states; in the high half how
 * often it has been closed for good.
 */
public final class GateState {
    public static final long ALL_OPEN = 1;
    public static final long ANY_OPEN = 1 << 1;
    /** Every local shard has been open at the same time, in this life. */
    public static final long ALL_READY = 1 << 2;

    public static final long ANY_READY = 1 << 3;
    /** Everything has shut down, but a shard manager might still bring a shard back. */
    static final long CLOSING = 1 << 4;
    /** Closed for good: nothing but a new instance logging in changes it. */
    static final long CLOSED = 1 << 5;
    /** The state may change without an event: call {@link Gate#recheck} before relying on it. */
    static final long UNSETTLED = 1 << 6;

    /** Some instance has begun to log in and has not shut down. */
    static final long ALIVE = 1 << 7;
    /** The shard manager has yet to build a shard. */
    public static final long QUEUED = 1 << 8;

    private static final int VERSION_SHIFT = 12;
    private static final long VERSION_MASK = 0xFFFFF;

    private static final int GONE_SHIFT = 32;

    /** What loops depend on that look at all shards. */
    public static final long OF_BOT = -1L << GONE_SHIFT | ALL_OPEN | ANY_OPEN | ALL_READY | ANY_READY;

    /** What changes with each shard. */
    public static final long OF_SHARDS = VERSION_MASK << VERSION_SHIFT;

    private GateState() {}

    public static boolean has(long word, long flag) {
        return (word & flag) != 0;
    }

    public static long open(ShardScope scope) {
        return scope == ShardScope.ALL ? ALL_OPEN : ANY_OPEN;
    }

    static long ready(ShardScope scope) {
        return scope == ShardScope.ALL ? ALL_READY : ANY_READY;
    }

    /** Whatever is published of the shards by themselves: if that changes, so does the word. */
    static long ofVersion(int version) {
        return (version & VERSION_MASK) << VERSION_SHIFT;
    }

    static long ofBotsGone(int gone) {
        return (long) gone << GONE_SHIFT;
    }

    static int botsGone(long word) {
        return (int) (word >> GONE_SHIFT);
    }

    /** Says the state in words, for logs. */
    static String describe(long word) {
        if (has(word, CLOSED)) {
            return "closed for good";
        }
        if (has(word, CLOSING)) {
            return "closing";
        }
        if (has(word, ALL_OPEN)) {
            return "open";
        }
        if (has(word, ANY_OPEN)) {
            return "partly open";
        }
        return has(word, ANY_READY) ? "disconnected" : "not ready yet";
    }
}
