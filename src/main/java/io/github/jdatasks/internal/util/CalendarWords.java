package io.github.jdatasks.internal.util;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Dates and times of schedules in words. */
public final class CalendarWords {
    private CalendarWords() {}

    /** Returns "every Monday and Friday" and the like. */
    public static String every(Set<DayOfWeek> days) {
        return "every " + days(days);
    }

    /** Returns "Monday and Friday", or "Friday to Monday" for three days or more in a row. */
    public static String days(Set<DayOfWeek> days) {
        int size = days.size();
        return days.stream()
                .filter(first -> size > 2 && size < 7)
                .filter(first -> IntStream.range(0, size).allMatch(day -> days.contains(first.plus(day))))
                .map(first -> name(first) + " to " + name(first.plus(size - 1)))
                .findAny()
                .orElseGet(() ->
                        list(days.stream().sorted().map(CalendarWords::name).toList()));
    }

    public static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    /** Returns "at 08:00, 12:00 and 20:30" for times in this order. */
    public static String at(List<LocalTime> times) {
        return "at " + list(times);
    }

    /** Returns "1st", "2nd" and so on, up to "31st". */
    public static String ordinal(int number) {
        return number
                + switch (number / 10 == 1 ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    /** Returns "a, b and c" for things in this order. */
    public static String list(Collection<?> things) {
        List<String> words = things.stream().map(Object::toString).toList();
        int last = words.size() - 1;
        return (last == 0 ? "" : String.join(", ", words.subList(0, last)) + " and ") + words.get(last);
    }
}
