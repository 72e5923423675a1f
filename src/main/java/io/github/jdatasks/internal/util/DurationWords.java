package io.github.jdatasks.internal.util;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Durations in words: "1 hour 30 minutes", "2.5 seconds", "250 milliseconds". */
public final class DurationWords {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationWords() {}

    /** Returns a positive number of nanoseconds in words. */
    public static String of(long nanos) {
        if (nanos < 1_000) {
            return decimal(nanos, 0, "nanosecond");
        }
        if (nanos < 1_000_000) {
            return decimal(nanos, 3, "microsecond");
        }
        if (nanos < SECOND) {
            return decimal(nanos, 6, "millisecond");
        }
        List<String> words = new ArrayList<>();
        add(words, nanos / DAY, "day");
        add(words, nanos % DAY / HOUR, "hour");
        add(words, nanos % HOUR / MINUTE, "minute");
        if (nanos % MINUTE != 0) {
            words.add(decimal(nanos % MINUTE, 9, "second"));
        }
        return String.join(" ", words);
    }

    /** Returns the words to follow "every": "5 minutes", but "minute" for one. */
    public static String afterEvery(long nanos) {
        String words = of(nanos);
        boolean oneUnit = words.indexOf(' ', 2) < 0;
        return oneUnit && words.startsWith("1 ") ? words.substring(2) : words;
    }

    private static void add(List<String> words, long amount, String unit) {
        if (amount != 0) {
            words.add(decimal(amount, 0, unit));
        }
    }

    private static String decimal(long amount, int scale, String unit) {
        String number = BigDecimal.valueOf(amount, scale).stripTrailingZeros().toPlainString();
        return number + " " + unit + ("1".equals(number) ? "" : "s");
    }
}
