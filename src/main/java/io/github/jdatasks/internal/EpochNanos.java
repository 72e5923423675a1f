package io.github.jdatasks.internal;

import java.time.Instant;

/**
 * Instants as nanoseconds since 1970 in a long, which reach from 1677 to 2262; instants beyond stay at the ends.
 */
public final class EpochNanos {
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SECOND = Long.MAX_VALUE / NANOS - 1;

    private EpochNanos() {}

    /** Returns the nanoseconds of an instant. */
    public static long of(Instant instant) {
        long second = instant.getEpochSecond();
        if (second > MAX_SECOND) {
            return Long.MAX_VALUE;
        }
        if (second < -MAX_SECOND) {
            return Long.MIN_VALUE;
        }
        return second * NANOS + instant.getNano();
    }

    /** Returns the instant of nanoseconds since 1970. */
    public static Instant toInstant(long epochNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS));
    }

    /** Returns the sum, or the end of the range it would overflow. */
    public static long plus(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }

    /** Returns the difference, or the end of the range it would overflow. */
    public static long minus(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return difference;
    }
}
