package io.github.jdatasks.internal.cron;

import java.time.LocalDate;

/**
 * The days of an expression: of every month those that its two day fields choose. In masks of dates bit 1 is the first,
 * in masks of weekdays bit 0 is Sunday.
 *
 * @param dates days of the month by number
 * @param fromEnd days of the month by how long before its last day they are
 * @param nearest working days by the date that they are nearest to, bit 0 being the last day of the month
 * @param weekdays days of the week
 * @param nth days of the week, 7 bits for their first in the month, 7 for their second, and so on to the fifth
 * @param last days of the week, for their last in the month
 * @param both whether a day must be chosen by both fields: one of them begins with a star. Else either will do
 */
record CronDays(long dates, long fromEnd, long nearest, long weekdays, long nth, long last, boolean both) {
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
            int day = bit == 0 ? length : bit;
            mask |= day > length ? 0 : 1L << workingDay(day, length, (first + day - 1) % 7);
        }
        return mask;
    }

    /** Returns the working day nearest to a date without leaving the month. */
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

    /** Returns a mask of weekdays as one of the seven days from a weekday on. */
    private static long from(int weekday, long mask) {
        long week = mask & WEEK;
        return (week << 7 | week) >>> weekday & WEEK;
    }
}
