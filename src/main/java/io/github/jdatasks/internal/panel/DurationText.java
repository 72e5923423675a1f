package io.github.jdatasks.internal.panel;

import java.text.NumberFormat;
import java.util.Locale;

/** Durations in a few characters: "250 ms", "1.2 s", "1 h 30 min". The units are the same in most languages. */
final class DurationText {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    static String of(long nanos, Locale locale) {
        if (nanos < SECOND) {
            return decimal(nanos, MILLI, nanos < 10 * MILLI ? 1 : 0, locale) + " ms";
        }
        if (nanos < MINUTE) {
            return decimal(nanos, SECOND, 1, locale) + " s";
        }
        if (nanos < HOUR) {
            return two(nanos, MINUTE, " min", SECOND, " s");
        }
        return nanos < DAY ? two(nanos, HOUR, " h", MINUTE, " min") : two(nanos, DAY, " d", HOUR, " h");
    }

    private static String decimal(long nanos, long unit, int digits, Locale locale) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(digits);
        return format.format((double) nanos / unit);
    }

    private static String two(long nanos, long unit, String name, long smaller, String nameOfSmaller) {
        long rest = nanos % unit / smaller;
        return nanos / unit + name + (rest == 0 ? "" : " " + rest + nameOfSmaller);
    }
}
