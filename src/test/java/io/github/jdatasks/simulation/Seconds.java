package io.github.jdatasks.simulation;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Times of a script: nanoseconds as decimal seconds and back.
 */
final class Seconds {
    private static final int DIGITS = 9;

    private Seconds() {}

    static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(DIGITS).longValueExact();
    }

    static Duration duration(String seconds) {
        return Duration.ofNanos(nanos(seconds));
    }

    static String text(long nanos) {
        long second = Duration.ofSeconds(1).toNanos();
        return nanos % second == 0
                ? Long.toString(nanos / second)
                : BigDecimal.valueOf(nanos, DIGITS).stripTrailingZeros().toPlainString();
    }
}
