package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.CalendarWords;
import io.github.jdatasks.internal.util.Checks;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The dates that have the times of a {@link LocalSchedule}.
 *
 * @param words to go before "at 08:00"; rules with the same words are the same
 * @param onOrAfter returns the first date that is not before another
 */
public record DateRule(String words, UnaryOperator<LocalDate> onOrAfter) {
    /** Not so many days or weeks that a date would be out of range, see {@link LocalTimeResolver}. */
    private static final int MOST = 10_000;

    /** The epoch day of a Monday: 5 January 1970. */
    private static final int MONDAY = 4;

    public static DateRule all() {
        return new DateRule("daily", date -> date);
    }

    public static DateRule weekly(@Nullable Set<DayOfWeek> days) {
        Set<DayOfWeek> chosen = chosen("weeklyAt", days);
        return chosen.size() == 7
                ? all()
                : new DateRule(CalendarWords.every(chosen), date -> {
                    LocalDate day = date;
                    while (!chosen.contains(day.getDayOfWeek())) {
                        day = day.plusDays(1);
                    }
                    return day;
                });
    }

    /** Returns one day of each month, or the last day of a month that is shorter. */
    public static DateRule monthly(int day) {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("monthlyAt: the day of the month must be 1 to 31, but it is " + day);
        }
        String words = switch (day) {
            case 31 -> "last day";
            case 29, 30 -> CalendarWords.ordinal(day) + ", or the last day,";
            default -> CalendarWords.ordinal(day);
        };
        return new DateRule("monthly on the " + words, date -> {
            LocalDate inMonth = inMonth(day, date);
            return inMonth.isBefore(date) ? inMonth(day, date.plusMonths(1)) : inMonth;
        });
    }

    /** Returns every so many days from a date on. */
    public static DateRule everyDays(int days, @Nullable LocalDate from) {
        Checks.check(
                days >= 1 && days <= MOST,
                "everyDays: the number of days must be 1 to " + MOST + ", but it is " + days);
        LocalDate first = first("everyDays", from);
        return new DateRule("every " + (days == 1 ? "day" : days + " days") + " from " + first, date -> {
            long since = Math.max(0, first.until(date, ChronoUnit.DAYS));
            return first.plusDays((since + days - 1) / days * days);
        });
    }

    /** Returns some days of every so many weeks, from a date in the first of these weeks on. */
    public static DateRule everyWeeks(int weeks, @Nullable LocalDate from, @Nullable Set<DayOfWeek> days) {
        Checks.check(
                weeks >= 1 && weeks <= MOST,
                "everyWeeks: the number of weeks must be 1 to " + MOST + ", but it is " + weeks);
        LocalDate first = first("everyWeeks", from);
        Set<DayOfWeek> chosen = chosen("everyWeeks", days);
        String words = "every " + (weeks == 1 ? "week" : weeks + " weeks") + " on " + CalendarWords.days(chosen);
        return new DateRule(words + " from " + first, date -> {
            LocalDate day = date.isBefore(first) ? first : date;
            while (!chosen.contains(day.getDayOfWeek()) || (week(day) - week(first)) % weeks != 0) {
                long rest = (week(day) - week(first)) % weeks;
                day = rest == 0 ? day.plusDays(1) : LocalDate.ofEpochDay(7 * (week(day) + weeks - rest) + MONDAY);
            }
            return day;
        });
    }

    private static LocalDate first(String method, @Nullable LocalDate from) {
        if (from == null) {
            throw new IllegalArgumentException(
                    method + ": the first date is null; give one such as LocalDate.of(2026, 3, 2)");
        }
        return from;
    }

    /** Returns the number of a week that begins on Monday; the same on all of its days. */
    private static long week(LocalDate date) {
        return Math.floorDiv(date.toEpochDay() - MONDAY, 7);
    }

    private static Set<DayOfWeek> chosen(String method, @Nullable Set<DayOfWeek> days) {
        if (days == null || days.isEmpty() || days.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    method + ": give at least one day, such as EnumSet.of(DayOfWeek.MONDAY), and no null");
        }
        return EnumSet.copyOf(days);
    }

    private static LocalDate inMonth(int day, LocalDate month) {
        return month.withDayOfMonth(Math.min(day, month.lengthOfMonth()));
    }
}
