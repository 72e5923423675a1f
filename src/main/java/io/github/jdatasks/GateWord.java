package io.github.jdatasks;

/**
 * The published state of a gate, packed into one {@code long} so that a reader gets all of it with one volatile read:
 * flags in the low half, how many bots have shut down for good in the high half.
 */
final class GateWord {
    static final long ALL_OPEN = 1;
    static final long ANY_OPEN = 1 << 1;
    /** Every local shard has been open at the same time, in this life. */
    static final long ALL_READY = 1 << 2;

    static final long ANY_READY = 1 << 3;
    /** Everything has shut down, but a shard manager might still bring a shard back. */
    static final long CLOSING = 1 << 4;
    /** Closed for good: nothing but a new instance logging in changes it. */
    static final long CLOSED = 1 << 5;
    /** The truth may change without an event; whoever needs it has to have the gate look again. */
    static final long UNSETTLED = 1 << 6;

    /** Some instance has begun to log in and has not shut down. */
    static final long ALIVE = 1 << 7;

    private static final int GONE_SHIFT = 32;

    private GateWord() {}

    static boolean has(long word, long flag) {
        return (word & flag) != 0;
    }

    static long open(ShardScope scope) {
        return scope == ShardScope.ALL ? ALL_OPEN : ANY_OPEN;
    }

    static long ready(ShardScope scope) {
        return scope == ShardScope.ALL ? ALL_READY : ANY_READY;
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
