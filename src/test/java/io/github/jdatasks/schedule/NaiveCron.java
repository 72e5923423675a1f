package io.github.jdatasks.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a cron expression matches, said as plainly as possible: the texts of its fields are looked at again for every
 * date. Knows nothing of mistakes.
 */
final class NaiveCron {
    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String[] fields;
    private final Set<Integer> seconds;
    private final Set<Integer> minutes;
    private final Set<Integer> hours;
    private final Set<Integer> months;

    NaiveCron(String expression) {
        String six = expression.split(" ", -1).length == 5 ? "0 " + expression : expression;
        fields = six.toUpperCase(Locale.ROOT).split(" ", -1);
        seconds = numbers(fields[0], 0, 59, List.of());
        minutes = numbers(fields[1], 0, 59, List.of());
        hours = numbers(fields[2], 0, 23, List.of());
        months = numbers(fields[4], 1, 12, MONTHS);
    }

    /** Whether every time is to run exactly once on the days the clocks change; else what the clock shows counts. */
    boolean isFixed() {
        return Arrays.stream(fields).limit(3).noneMatch(field -> field.startsWith("*"));
    }

    boolean matches(LocalTime time) {
        return hours.contains(time.getHour())
                && minutes.contains(time.getMinute())
                && seconds.contains(time.getSecond())
                && time.getNano() == 0;
    }

    boolean matches(LocalDate date) {
        boolean byDate = anyItem(fields[3], item -> matchesDate(item, date));
        boolean byWeek = anyItem(fields[5], item -> matchesWeekday(item, date));
        boolean oneIsFree = "*?".indexOf(fields[3].charAt(0)) >= 0 || "*?".indexOf(fields[5].charAt(0)) >= 0;
        return months.contains(date.getMonthValue()) && (oneIsFree ? byDate && byWeek : byDate || byWeek);
    }

    /** Returns the first match after a moment, looking at one date after the other; null if there is none in 50 years. */
    @Nullable LocalDateTime firstAfter(LocalDateTime moment) {
        LocalDate last = moment.toLocalDate().plusYears(50);
        for (LocalDate date = moment.toLocalDate(); date.isBefore(last); date = date.plusDays(1)) {
            for (int hour : matches(date) ? hours : Set.<Integer>of()) {
                for (int minute : minutes) {
                    for (int second : seconds) {
                        LocalDateTime match = date.atTime(hour, minute, second);
                        if (match.isAfter(moment)) {
                            return match;
                        }
                    }
                }
            }
        }
        return null;
    }

    private static boolean anyItem(String field, Predicate<String> matches) {
        return Arrays.stream(field.split(",", -1)).anyMatch(matches);
    }

    private static boolean matchesDate(String item, LocalDate date) {
        LocalDate lastDay = date.plusMonths(1).withDayOfMonth(1).minusDays(1);
        if (item.equals("LW")) {
            return date.equals(nearestWorkingDay(lastDay));
        }
        if (item.startsWith("L")) {
            int back = item.equals("L") ? 0 : Integer.parseInt(item.substring(2).replace("W", ""));
            LocalDate day = lastDay.minusDays(back);
            return date.equals(item.endsWith("W") && day.getMonth() == date.getMonth() ? nearestWorkingDay(day) : day);
        }
        if (item.contains("-L")) {
            return matchesDate(item.replace("-L", "-31"), date);
        }
        if (item.endsWith("W")) {
            int day = Integer.parseInt(item.substring(0, item.length() - 1));
            return day <= lastDay.getDayOfMonth() && date.equals(nearestWorkingDay(date.withDayOfMonth(day)));
        }
        return numbers(item, 1, 31, List.of()).contains(date.getDayOfMonth());
    }

    private static LocalDate nearestWorkingDay(LocalDate date) {
        for (int shift : List.of(0, -1, 1, -2, 2)) {
            LocalDate near = date.plusDays(shift);
            if (near.getMonth() == date.getMonth() && near.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
                return near;
            }
        }
        throw new AssertionError(date);
    }

    private static boolean matchesWeekday(String item, LocalDate date) {
        int weekday = date.getDayOfWeek().getValue() % 7;
        int hash = item.indexOf('#');
        if (hash >= 0) {
            int week = Integer.parseInt(item.substring(hash + 1));
            return matchesWeekday(item.substring(0, hash), date)
                    && date.getDayOfMonth() > 7 * (week - 1)
                    && date.getDayOfMonth() <= 7 * week;
        }
        if (item.endsWith("L")) {
            return matchesWeekday(item.substring(0, item.length() - 1), date)
                    && date.plusWeeks(1).getMonth() != date.getMonth();
        }
        Set<Integer> days = numbers(item, 0, 7, DAYS);
        return days.contains(weekday) || (weekday == 0 && days.contains(7));
    }

    private static Set<Integer> numbers(String field, int min, int max, List<String> names) {
        Set<Integer> numbers = new TreeSet<>();
        for (String item : field.split(",", -1)) {
            String[] parts = item.split("/", -1);
            String[] ends = parts[0].split("-", -1);
            boolean all = parts[0].equals("*") || parts[0].equals("?");
            int from = all ? min : number(ends[0], names);
            int end = all || (parts.length > 1 && ends.length == 1) ? max : number(ends[ends.length - 1], names);
            int to = max == 7 && end == 0 && from > 0 ? 7 : end; // FRI-SUN
            int step = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
            int count = 0;
            for (int number = from; number != to; number = after(number, min, max)) {
                if (count++ % step == 0) {
                    numbers.add(number);
                }
            }
            if (count % step == 0) {
                numbers.add(to);
            }
        }
        return numbers;
    }

    /** Returns the value after another; Sunday, which is 0 and 7, counts once on the way round. */
    private static int after(int number, int min, int max) {
        return number < max ? number + 1 : max == 7 ? 1 : min;
    }

    private static int number(String text, List<String> names) {
        return names.contains(text) ? names.indexOf(text) : Integer.parseInt(text);
    }
}
