package io.github.jdatasks.internal.cron;

import io.github.jdatasks.internal.util.CalendarWords;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
        List<LocalTime> times = times(expression);
        return times.isEmpty() ? null : days + " " + CalendarWords.at(times);
    }

    private static @Nullable String days(CronExpression expression) {
        CronDays days = expression.days();
        if (!days.both()) {
            return null;
        }
        boolean everyWeekday = days.weekdays() == ALL_WEEKDAYS;
        if (expression.months() != ALL_MONTHS) {
            return everyWeekday ? yearly(expression.months(), days) : null;
        }
        if (days.dates() != ALL_DATES) {
            return everyWeekday ? monthly(days) : null;
        }
        return everyWeekday ? "daily" : weekly(days);
    }

    private static @Nullable String yearly(long months, CronDays days) {
        boolean oneDate = isOne(months) && isOne(days.dates()) && (days.fromEnd() | days.nearest()) == 0;
        Month month = Month.of(Math.min(12, bit(months)));
        return oneDate
                ? "yearly on " + bit(days.dates()) + " " + month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : null;
    }

    private static @Nullable String monthly(CronDays days) {
        if (days.dates() == 0 && days.fromEnd() == 1 && days.nearest() == 0) {
            return "monthly on the last day";
        }
        boolean oneDate = isOne(days.dates()) && (days.fromEnd() | days.nearest()) == 0;
        return oneDate && bit(days.dates()) <= 28 ? "monthly on the " + CalendarWords.ordinal(bit(days.dates())) : null;
    }

    private static @Nullable String weekly(CronDays days) {
        if (days.weekdays() != 0) {
            return (days.nth() | days.last()) == 0 ? CalendarWords.every(weekdays(days.weekdays())) : null;
        }
        if (isOne(days.nth()) && days.last() == 0) {
            return "monthly on the " + NTH.get(bit(days.nth()) / 7) + " " + weekday(bit(days.nth()) % 7);
        }
        return isOne(days.last()) && days.nth() == 0 ? "monthly on the last " + weekday(bit(days.last())) : null;
    }

    private static Set<DayOfWeek> weekdays(long mask) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if ((mask >>> day.getValue() % 7 & 1) != 0) {
                days.add(day);
            }
        }
        return days;
    }

    private static String weekday(int number) {
        return CalendarWords.name(number == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(number));
    }

    /** Returns the times of day; none if there are too many. */
    private static List<LocalTime> times(CronExpression expression) {
        int count = Long.bitCount(expression.hours())
                * Long.bitCount(expression.minutes())
                * Long.bitCount(expression.seconds());
        List<LocalTime> times = new ArrayList<>();
        for (int hour : count > MOST_TIMES ? List.<Integer>of() : bits(expression.hours())) {
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
        boolean regular = step < size && size % step == 0 && Long.bitCount(mask) == size / step;
        for (int value = 0; regular && value < size; value += step) {
            regular = (mask >>> value & 1) != 0;
        }
        return regular ? "every " + (step == 1 ? unit : step + " " + unit + "s") + " on the clock of" : null;
    }

    private static List<Integer> bits(long mask) {
        List<Integer> bits = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            bits.add(bit(rest));
        }
        return bits;
    }

    private static boolean isOne(long mask) {
        return Long.bitCount(mask) == 1;
    }

    private static int bit(long mask) {
        return Long.numberOfTrailingZeros(mask);
    }
}
