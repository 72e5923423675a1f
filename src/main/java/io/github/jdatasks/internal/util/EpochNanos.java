package io.github.jdatasks.internal.util;

import java.time.Instant;

/**
 * Instants as a long of nanoseconds since 1970, from 1677 to 2262; an instant outside of that becomes the nearest end.
 *
 * <p>The ends are two minutes away from the other instants, so the timer, which reads the clock once a minute, still
 * does so if the clock or a deadline is at an end. {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} are no instants:
 * callers use them for "none" and "never".
 */
public final class EpochNanos {
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SECOND = Long.MAX_VALUE / NANOS - 121;

    /** Any instant after {@link #LAST}; {@link #ofClock} never returns it. */
    public static final long FAR = Long.MAX_VALUE - 1;

    /** The last instant in range. */
    public static final Instant LAST = Instant.ofEpochSecond(MAX_SECOND, NANOS - 1);

    private EpochNanos() {}

    public static long of(Instant instant) {
        long second = instant.getEpochSecond();
        return second > MAX_SECOND
                ? FAR
                : second < -MAX_SECOND ? Long.MIN_VALUE + 1 : second * NANOS + instant.getNano();
    }

    /** Returns the nanoseconds of a clock's instant, {@link #LAST} at most. */
    public static long ofClock(Instant instant) {
        return of(instant.isAfter(LAST) ? LAST : instant);
    }

    public static Instant toInstant(long epochNanos) {
        long second = Math.max(Math.floorDiv(epochNanos, NANOS), -MAX_SECOND);
        return Instant.ofEpochSecond(second, Math.floorMod(epochNanos, NANOS));
    }

    /** Returns the instant plus nanoseconds; {@link Instant#MIN} or {@link Instant#MAX} where it would overflow. */
    public static Instant later(Instant instant, long nanos) {
        Instant end = nanos < 0 ? Instant.MIN : Instant.MAX;
        long secondsLeft = Math.abs(end.getEpochSecond() - instant.getEpochSecond());
        return Math.abs(nanos / NANOS) + 1 < secondsLeft ? instant.plusNanos(nanos) : end;
    }

    /** Returns the sum; the least or greatest long where it would overflow. */
    public static long plus(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? end(a) : sum;
    }

    /** Returns the difference; the least or greatest long where it would overflow. */
    public static long minus(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? end(a) : difference;
    }

    private static long end(long a) {
        return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
