package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.CalendarWords;
import java.time.DayOfWeek;
import java.time.LocalDate;
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
    public static DateRule all() {
        return new DateRule("daily", date -> date);
    }

    public static DateRule weekly(@Nullable Set<DayOfWeek> days) {
        if (days == null || days.isEmpty() || days.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "weeklyAt: give at least one day, such as EnumSet.of(DayOfWeek.MONDAY), and no null");
        }
        Set<DayOfWeek> chosen = EnumSet.copyOf(days);
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

    private static LocalDate inMonth(int day, LocalDate month) {
        return month.withDayOfMonth(Math.min(day, month.lengthOfMonth()));
    }
}
