package io.github.jdatasks.internal.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks of durations given by users; each must fit a {@code long} of nanoseconds. */
public final class Durations {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final long SECOND = 1_000_000_000L;

    private Durations() {}

    /** Returns the nanoseconds of a duration that must be positive; {@code what} is named in the message. */
    public static long positiveNanos(String what, @Nullable Duration duration) {
        if (duration == null) {
            throw new IllegalArgumentException(
                    what + ": the duration is null; give a positive one, such as Duration.ofMinutes(5)");
        }
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(what + ": the duration must be positive, such as Duration.ofMinutes(5),"
                    + " but it is " + duration);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + ": the duration must be at most " + LONGEST + " (292 years), but it is " + duration);
        }
        return duration.toNanos();
    }

    /** As {@link #positiveNanos}, but the duration may be zero. */
    public static long zeroOrMoreNanos(String what, @Nullable Duration duration) {
        return Duration.ZERO.equals(duration) ? 0 : positiveNanos(what, duration);
    }

    /**
     * Returns the sum of an annotation's elements, which must be positive.
     *
     * @throws IllegalArgumentException that lists every mistake
     */
    public static Duration ofParts(double seconds, double minutes, double hours) {
        ConfigErrors mistakes = new ConfigErrors();
        Duration sum = part("seconds", seconds, SECOND, mistakes)
                .plus(part("minutes", minutes, 60 * SECOND, mistakes))
                .plus(part("hours", hours, 3600 * SECOND, mistakes));
        if (mistakes.isEmpty() || sum.compareTo(LONGEST) > 0) {
            mistakes.orNull(() -> positiveNanos("seconds + minutes + hours", sum));
        }
        mistakes.throwIfAny();
        return sum;
    }

    private static Duration part(String name, double amount, long nanosPerUnit, ConfigErrors mistakes) {
        Long nanos = mistakes.orNull(() -> nanos(name, amount, nanosPerUnit));
        return nanos == null ? Duration.ZERO : Duration.ofNanos(nanos);
    }

    /** Returns the nanoseconds of an annotation's element of that name, which may be zero. */
    public static long nanosOfSeconds(String name, double seconds) {
        return nanos(name, seconds, SECOND);
    }

    private static long nanos(String name, double amount, long nanosPerUnit) {
        if (!Double.isFinite(amount) || amount < 0) {
            throw new IllegalArgumentException(
                    name + " must be zero or a positive number, such as 5 or 0.5, but it is " + amount);
        }
        // Decimal arithmetic makes 0.1 s exactly 100 ms.
        BigDecimal exact = BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(nanosPerUnit));
        BigDecimal nanos = exact.setScale(0, RoundingMode.HALF_UP);
        if (nanos.signum() == 0 && amount > 0) {
            throw new IllegalArgumentException(name + " must be at least a nanosecond, but it is " + amount);
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(name + " must be at most 292 years, but it is " + amount);
        }
        return nanos.longValueExact();
    }
}
