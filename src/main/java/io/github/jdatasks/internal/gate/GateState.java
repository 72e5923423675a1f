package io.github.jdatasks.internal.gate;

import io.github.jdatasks.ShardScope;

/**
 * The published state of a gate or of one of its shards, in one {@code long} so one volatile read gets all of it. The
 * low half has flags and, for a gate, the version of its shards' words; the high half counts how often it closed for
 * good.
 */
public final class GateState {
    public static final long ALL_OPEN = 1;
    public static final long ANY_OPEN = 1 << 1;
    /** All local shards have been open at the same time in this life. */
    public static final long ALL_READY = 1 << 2;

    public static final long ANY_READY = 1 << 3;
    /** All shards have shut down, but a shard manager may restart one. */
    public static final long CLOSING = 1 << 4;
    /** Closed until a new instance logs in. */
    public static final long CLOSED = 1 << 5;
    /** The state may change without an event: call {@link Gate#recheck} before relying on it. */
    public static final long UNSETTLED = 1 << 6;

    /** An instance has begun to log in and has not shut down. */
    public static final long ALIVE = 1 << 7;
    /** The shard manager has yet to build a shard. */
    public static final long QUEUED = 1 << 8;

    /** An instance has been connected and has not shut down; one that takes its place is not up before it is connected. */
    public static final long UP = 1 << 9;

    private static final int VERSION_SHIFT = 12;
    private static final long VERSION_MASK = 0xFFFFF;

    private static final int GONE_SHIFT = 32;

    /** The bits that matter to loops of the whole bot. */
    public static final long OF_BOT = -1L << GONE_SHIFT | ALL_OPEN | ANY_OPEN | ALL_READY | ANY_READY | ALIVE | UP;

    /** The bits that change with the word of any shard. */
    public static final long OF_SHARDS = VERSION_MASK << VERSION_SHIFT;

    private GateState() {}

    public static boolean has(long word, long flag) {
        return (word & flag) != 0;
    }

    public static long open(ShardScope scope) {
        return scope == ShardScope.ALL ? ALL_OPEN : ANY_OPEN;
    }

    /** Makes the gate's word change whenever the word of a shard does. */
    static long ofVersion(int version) {
        return (version & VERSION_MASK) << VERSION_SHIFT;
    }

    static long ofBotsGone(int gone) {
        return (long) gone << GONE_SHIFT;
    }

    static int botsGone(long word) {
        return (int) (word >> GONE_SHIFT);
    }

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
