package io.github.jdatasks.internal.util;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Durations in words: "1 hour 30 minutes", "2.5 seconds", "250 milliseconds". */
public final class DurationWords {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationWords() {}

    /** Returns a positive number of nanoseconds in words. */
    public static String of(long nanos) {
        if (nanos < SECOND) {
            return nanos < 1_000
                    ? decimal(nanos, 0, "nanosecond")
                    : nanos < 1_000_000 ? decimal(nanos, 3, "microsecond") : decimal(nanos, 6, "millisecond");
        }
        return Stream.of(
                        decimal(nanos / DAY, 0, "day"),
                        decimal(nanos % DAY / HOUR, 0, "hour"),
                        decimal(nanos % HOUR / MINUTE, 0, "minute"),
                        decimal(nanos % MINUTE, 9, "second"))
                .filter(words -> !words.startsWith("0 "))
                .collect(Collectors.joining(" "));
    }

    /** Returns the words to follow "every": "5 minutes", but "minute" for one. */
    public static String afterEvery(long nanos) {
        String words = of(nanos);
        boolean oneUnit = words.indexOf(' ', 2) < 0;
        return oneUnit && words.startsWith("1 ") ? words.substring(2) : words;
    }

    private static String decimal(long amount, int scale, String unit) {
        String number = BigDecimal.valueOf(amount, scale).stripTrailingZeros().toPlainString();
        return number + " " + unit + ("1".equals(number) ? "" : "s");
    }
}
