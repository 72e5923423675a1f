package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.CalendarWords;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dates that have the times of a {@link TimesSchedule}. */
public sealed interface DateRule {
    LocalDate onOrAfter(LocalDate date);

    /** Returns the words to go before "at 08:00". */
    String describe();

    static DateRule all() {
        return new EveryDay();
    }

    static DateRule weekly(@Nullable Set<DayOfWeek> days) {
        if (days == null || days.isEmpty() || days.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "weeklyAt: give at least one day, such as EnumSet.of(DayOfWeek.MONDAY), and no null");
        }
        return days.size() == 7 ? all() : new Weekdays(Collections.unmodifiableSet(EnumSet.copyOf(days)));
    }

    static DateRule monthly(int day) {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("monthlyAt: the day of the month must be 1 to 31, but it is " + day);
        }
        return new DayOfMonth(day);
    }

    record EveryDay() implements DateRule {
        @Override
        public LocalDate onOrAfter(LocalDate date) {
            return date;
        }

        @Override
        public String describe() {
            return "daily";
        }
    }

    record Weekdays(Set<DayOfWeek> days) implements DateRule {
        @Override
        public LocalDate onOrAfter(LocalDate date) {
            LocalDate day = date;
            while (!days.contains(day.getDayOfWeek())) {
                day = day.plusDays(1);
            }
            return day;
        }

        @Override
        public String describe() {
            return CalendarWords.every(days);
        }
    }

    /** One day of each month, or the last day of a month that is shorter. */
    record DayOfMonth(int day) implements DateRule {
        @Override
        public LocalDate onOrAfter(LocalDate date) {
            LocalDate inMonth = in(date);
            return inMonth.isBefore(date) ? in(date.plusMonths(1)) : inMonth;
        }

        private LocalDate in(LocalDate month) {
            return month.withDayOfMonth(Math.min(day, month.lengthOfMonth()));
        }

        @Override
        public String describe() {
            String on = "monthly on the ";
            return switch (day) {
                case 31 -> on + "last day";
                case 29, 30 -> on + CalendarWords.ordinal(day) + ", or the last day,";
                default -> on + CalendarWords.ordinal(day);
            };
        }
    }
}
