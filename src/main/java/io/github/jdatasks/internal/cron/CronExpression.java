package io.github.jdatasks.internal.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * A cron expression: a mask for each field, in which the bit of each chosen value is set.
 *
 * @param days at least one exists in some month of {@code months}
 * @param isWildcard whether the second, minute or hour field begins with a star: such an expression follows elapsed
 *     time when the clocks change, as in cronie
 */
public record CronExpression(
        String text, long seconds, long minutes, long hours, CronDays days, long months, boolean isWildcard) {
    /** Parses a text; the {@link IllegalArgumentException} for a mistake names its column. */
    public static CronExpression parse(String text) {
        return CronParser.parse(text);
    }

    /** Returns the first date-time strictly after another; there is always one within 40 years. */
    public LocalDateTime firstAfter(LocalDateTime local) {
        LocalDateTime from = local.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        LocalDate today = from.toLocalDate();
        LocalDate date = firstDate(today);
        int time = date.equals(today) ? secondOfDay(from.toLocalTime()) : firstSecondOfDay();
        if (time < 0) {
            date = firstDate(date.plusDays(1));
            time = firstSecondOfDay();
        }
        return date.atTime(LocalTime.ofSecondOfDay(time));
    }

    private LocalDate firstDate(LocalDate from) {
        int year = from.getYear();
        int month = from.getMonthValue();
        long dates = dates(year, month) & -1L << from.getDayOfMonth();
        while (dates == 0) {
            year += month / 12;
            month = month % 12 + 1;
            dates = dates(year, month);
        }
        return LocalDate.of(year, month, Long.numberOfTrailingZeros(dates));
    }

    /** Returns the mask of the dates in a month. */
    long dates(int year, int month) {
        return (months >>> month & 1) == 0 ? 0 : days.in(year, month);
    }

    /** Returns the first second of the day that is not before a time, or -1. */
    private int secondOfDay(LocalTime from) {
        int hour = from.getHour();
        if ((hours >>> hour & 1) != 0) {
            int minute = from.getMinute();
            if ((minutes >>> minute & 1) != 0) {
                int second = first(seconds, from.getSecond());
                if (second >= 0) {
                    return (hour * 60 + minute) * 60 + second;
                }
            }
            int later = first(minutes, minute + 1);
            if (later >= 0) {
                return (hour * 60 + later) * 60 + first(seconds, 0);
            }
        }
        int later = first(hours, hour + 1);
        return later < 0 ? -1 : (later * 60 + first(minutes, 0)) * 60 + first(seconds, 0);
    }

    private int firstSecondOfDay() {
        return (first(hours, 0) * 60 + first(minutes, 0)) * 60 + first(seconds, 0);
    }

    /** Returns the lowest set bit that is not below {@code from}, or -1. */
    private static int first(long mask, int from) {
        long rest = mask & -1L << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }
}
