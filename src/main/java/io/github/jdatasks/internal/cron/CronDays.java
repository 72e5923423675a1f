package io.github.jdatasks.internal.cron;

import java.time.LocalDate;

/**
 * The days chosen by the two day fields of an expression. In masks of dates bit 1 is the first of the month, in masks
 * of weekdays bit 0 is Sunday.
 *
 * @param dates days of the month
 * @param fromEnd days before the last day of the month
 * @param nearest dates whose nearest working day is chosen; from {@link #NEAREST_LAST} on the last day of the month, the
 *     day before it, and so on
 * @param weekdays days of the week
 * @param nth 7 bits for the first such weekday of the month, 7 for the second, and so on to the fifth
 * @param last weekdays whose last in the month is chosen
 * @param both whether both fields must choose a day, since one begins with a star; else either is enough
 */
record CronDays(long dates, long fromEnd, long nearest, long weekdays, long nth, long last, boolean both) {
    static final long NEAREST_LAST = 1L << 32;

    private static final int WEEK = 0x7F;
    private static final int SUNDAY = 0;
    private static final int SATURDAY = 6;

    /** Returns the mask of the dates chosen in a month. */
    long in(int year, int month) {
        LocalDate date = LocalDate.of(year, month, 1);
        int first = date.getDayOfWeek().getValue() % 7;
        int length = date.lengthOfMonth();
        long byDate = byDate(first, length);
        long byWeek = byWeek(first, length);
        long existing = (1L << (length + 1)) - 2;
        return existing & (both ? byDate & byWeek : byDate | byWeek);
    }

    private long byDate(int first, int length) {
        long mask = dates;
        for (long rest = fromEnd; rest != 0; rest &= rest - 1) {
            mask |= 1L << Math.max(0, length - Long.numberOfTrailingZeros(rest));
        }
        for (long rest = nearest; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            int day = bit < 32 ? bit : length - (bit - 32);
            mask |= day < 1 || day > length ? 0 : 1L << workingDay(day, length, (first + day - 1) % 7);
        }
        return mask;
    }

    /** Returns the working day of the same month that is nearest to a date. */
    private static int workingDay(int day, int length, int weekday) {
        return switch (weekday) {
            case SATURDAY -> day > 1 ? day - 1 : day + 2;
            case SUNDAY -> day < length ? day + 1 : day - 2;
            default -> day;
        };
    }

    private long byWeek(int first, int length) {
        long week = from(first, weekdays);
        long mask = (week | week << 7 | week << 14 | week << 21 | week << 28) << 1;
        for (int n = 0; nth >>> n != 0; n += 7) {
            mask |= from(first, nth >>> n) << (n + 1);
        }
        return mask | from((first + length) % 7, last) << (length - 6);
    }

    /** Rotates a mask of weekdays so that bit 0 is the given weekday. */
    private static long from(int weekday, long mask) {
        long week = mask & WEEK;
        return (week << 7 | week) >>> weekday & WEEK;
    }
}
