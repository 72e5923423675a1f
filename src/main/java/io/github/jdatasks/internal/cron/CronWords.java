package io.github.jdatasks.internal.cron;

import io.github.jdatasks.internal.util.CalendarWords;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Simple expressions in words. */
public final class CronWords {
    private static final long ALL_HOURS = (1L << 24) - 1;
    private static final long ALL_DATES = (1L << 32) - 2;
    private static final long ALL_MONTHS = (1L << 13) - 2;
    private static final long ALL_WEEKDAYS = (1L << 7) - 1;

    /** An expression with more times a day is not simple. */
    private static final int MOST_TIMES = 4;

    private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");

    private CronWords() {}

    /** Returns words to put before the name of a zone; null if the expression is not simple. */
    public static @Nullable String of(CronExpression expression) {
        String days = days(expression);
        if (days == null) {
            return null;
        }
        if (expression.isWildcard()) {
            return days.equals("daily") ? steps(expression) : null;
        }
        int count = Long.bitCount(expression.hours())
                * Long.bitCount(expression.minutes())
                * Long.bitCount(expression.seconds());
        return count > MOST_TIMES ? null : days + " " + CalendarWords.at(times(expression));
    }

    private static @Nullable String days(CronExpression expression) {
        CronDays days = expression.days();
        if (!days.both()) {
            return null;
        }
        boolean everyMonth = expression.months() == ALL_MONTHS;
        boolean everyDay = everyMonth && days.dates() == ALL_DATES;
        if (days.weekdays() != ALL_WEEKDAYS) {
            return everyDay ? weekly(days) : null;
        }
        if (everyDay) {
            return "daily";
        }
        if (everyMonth && days.dates() == 0 && days.fromEnd() == 1 && days.nearest() == 0) {
            return "monthly on the last day";
        }
        if (!isOne(days.dates()) || (days.fromEnd() | days.nearest()) != 0) {
            return null;
        }
        int date = bit(days.dates());
        if (everyMonth) {
            return date > 28 ? null : "monthly on the " + CalendarWords.ordinal(date);
        }
        return isOne(expression.months()) ? "yearly on " + date + " " + month(expression.months()) : null;
    }

    private static String month(long mask) {
        return Month.of(bit(mask)).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static @Nullable String weekly(CronDays days) {
        if (days.weekdays() != 0) {
            Set<DayOfWeek> chosen =
                    bits(days.weekdays()).stream().map(CronWords::weekday).collect(Collectors.toSet());
            return (days.nth() | days.last()) == 0 ? CalendarWords.every(chosen) : null;
        }
        if (isOne(days.nth()) && days.last() == 0) {
            int nth = bit(days.nth());
            return "monthly on the " + NTH.get(nth / 7) + " " + CalendarWords.name(weekday(nth % 7));
        }
        boolean last = isOne(days.last()) && days.nth() == 0;
        return last ? "monthly on the last " + CalendarWords.name(weekday(bit(days.last()))) : null;
    }

    private static DayOfWeek weekday(int number) {
        return DayOfWeek.of(number == 0 ? 7 : number);
    }

    private static List<LocalTime> times(CronExpression expression) {
        List<LocalTime> times = new ArrayList<>();
        for (int hour : bits(expression.hours())) {
            for (int minute : bits(expression.minutes())) {
                bits(expression.seconds()).forEach(second -> times.add(LocalTime.of(hour, minute, second)));
            }
        }
        return times;
    }

    private static @Nullable String steps(CronExpression expression) {
        long seconds = expression.seconds();
        long minutes = expression.minutes();
        if (expression.hours() != ALL_HOURS) {
            return seconds == 1 && minutes == 1 ? steps(expression.hours(), 24, "hour") : null;
        }
        if (seconds != 1) {
            return Long.bitCount(minutes) == 60 ? steps(seconds, 60, "second") : null;
        }
        if (steps(minutes, 60, "minute") != null || Long.bitCount(minutes) > MOST_TIMES) {
            return steps(minutes, 60, "minute");
        }
        return "hourly at minute" + (isOne(minutes) ? " " : "s ") + CalendarWords.list(bits(minutes));
    }

    private static @Nullable String steps(long mask, int size, String unit) {
        int step = bit(mask & ~1L);
        long multiples = 0;
        for (int value = 0; value < size; value += step) {
            multiples |= 1L << value;
        }
        boolean regular = mask == multiples && size % step == 0;
        return regular ? "every " + (step == 1 ? unit : step + " " + unit + "s") + " on the clock of" : null;
    }

    private static List<Integer> bits(long mask) {
        return IntStream.range(0, Long.SIZE)
                .filter(bit -> (mask >>> bit & 1) != 0)
                .boxed()
                .toList();
    }

    private static boolean isOne(long mask) {
        return Long.bitCount(mask) == 1;
    }

    private static int bit(long mask) {
        return Long.numberOfTrailingZeros(mask);
    }
}
