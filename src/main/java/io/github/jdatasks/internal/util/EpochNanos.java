package io.github.jdatasks.internal.util;

import java.time.Instant;

/**
 * Instants as nanoseconds since 1970 in a long, which reach from 1677 to 2262; instants beyond stay at the ends.
 *
 * <p>Between the ends and the instants that can be distinguished there are two minutes, so that a timer that looks at the
 * clock once a minute does so no more often if the clock, or what it waits for, is beyond. The two outermost numbers stand for no
 * instant and can be used for "none" and "never".
 */
public final class EpochNanos {
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SECOND = Long.MAX_VALUE / NANOS - 121;

    /** Stands for all instants after {@link #LAST}: no clock is ever seen to have come so far. */
    public static final long FAR = Long.MAX_VALUE - 1;

    /** The last instant that can be distinguished from later ones. */
    public static final Instant LAST = Instant.ofEpochSecond(MAX_SECOND, NANOS - 1);

    private static final long BEFORE = Long.MIN_VALUE + 1;

    private EpochNanos() {}

    /** Returns the nanoseconds of an instant. */
    public static long of(Instant instant) {
        long second = instant.getEpochSecond();
        if (second > MAX_SECOND) {
            return FAR;
        }
        if (second < -MAX_SECOND) {
            return BEFORE;
        }
        return second * NANOS + instant.getNano();
    }

    /** Returns the nanoseconds of what a clock shows. */
    public static long ofClock(Instant instant) {
        return of(instant.isAfter(LAST) ? LAST : instant);
    }

    /** Returns the instant of nanoseconds since 1970. */
    public static Instant toInstant(long epochNanos) {
        long second = Math.max(Math.floorDiv(epochNanos, NANOS), -MAX_SECOND);
        return Instant.ofEpochSecond(second, Math.floorMod(epochNanos, NANOS));
    }

    /** Returns an instant so much later, or the end of all instants that it would come near. */
    public static Instant later(Instant instant, long nanos) {
        Instant end = nanos < 0 ? Instant.MIN : Instant.MAX;
        long secondsLeft = Math.abs(end.getEpochSecond() - instant.getEpochSecond());
        return Math.abs(nanos / NANOS) + 1 < secondsLeft ? instant.plusNanos(nanos) : end;
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
