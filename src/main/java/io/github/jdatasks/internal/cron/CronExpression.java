package io.github.jdatasks.internal.cron;

import io.github.jdatasks.internal.util.Blanks;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A cron expression: a mask for each field, in which the bit of each chosen value is set.
 *
 * @param days at least one exists in some month of {@code months}
 * @param isWildcard whether the second, minute or hour field begins with a star: such an expression follows elapsed
 *     time when the clocks change, as in cronie
 */
public record CronExpression(
        String text, long seconds, long minutes, long hours, CronDays days, long months, boolean isWildcard) {
    private static final List<CronField> FIELDS = List.of(CronField.values());
    private static final Pattern WORD = Pattern.compile("[^ ]+");
    static final String WANTED = "write five fields (minute, hour, day of the month, month, day of the week),"
            + " or six with the second first";

    /** Parses a text; the {@link IllegalArgumentException} for a mistake names its column. */
    public static CronExpression parse(String text) {
        String name = Blanks.strip(text);
        String fields = name.startsWith("@") ? CronNicknames.fields(text, name) : text;
        List<MatchResult> words =
                WORD.matcher(Blanks.replace(fields, ' ')).results().toList();
        int count = words.size();
        if (count < 5) {
            int end = count == 0 ? 0 : words.get(count - 1).end();
            throw mistake(text, end, "it ends after " + count + (count == 1 ? " field; " : " fields; ") + WANTED);
        }
        if (count == 7) {
            String years = "; if it is meant, limit the schedule with startingAt(Instant) and until(Instant)";
            throw mistake(text, words.get(6).start(), "there are 7 fields; leave the last one out, the year" + years);
        }
        if (count > 7) {
            throw mistake(text, words.get(6).start(), "there are " + count + " fields; " + WANTED);
        }
        List<CronFieldReader> all = new ArrayList<>();
        for (MatchResult word : words) {
            all.add(new CronFieldReader(FIELDS.get(6 - count + all.size()), fields, word.start(), word.end()));
        }
        CronFieldReader dates = all.get(count - 3);
        CronFieldReader week = all.get(count - 1);
        CronExpression expression = new CronExpression(
                name,
                count == 6 ? all.get(0).values : 1,
                all.get(count - 5).values,
                all.get(count - 4).values,
                new CronDays(
                        dates.values,
                        dates.fromEnd,
                        dates.nearest,
                        week.values,
                        week.nth,
                        week.last,
                        dates.isStar || week.isStar),
                all.get(count - 2).values,
                all.subList(0, count - 3).stream().anyMatch(field -> field.isStar));
        // 28 years have all combinations of leap years and weekdays.
        if (IntStream.range(0, 28 * 12).allMatch(month -> expression.dates(2000 + month / 12, 1 + month % 12) == 0)) {
            throw mistake(
                    text,
                    words.get(count - 3).start(),
                    "there is no such date: day of the month, month and day of the week never go together;"
                            + " for the last day of a month write L, for its last working day LW");
        }
        return expression;
    }

    /** Returns an exception for a mistake at an index from 0; {@code what} says what is wrong and what would be right. */
    static IllegalArgumentException mistake(String text, int at, String what) {
        return new IllegalArgumentException("cron \"" + text + "\", column " + (at + 1) + ": " + what);
    }

    /** Returns the first date-time strictly after another; there is always one within 40 years. */
    public LocalDateTime firstAfter(LocalDateTime local) {
        LocalDateTime from = local.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        LocalDate today = from.toLocalDate();
        LocalDate date = firstDate(today);
        int time = secondOfDay(date.equals(today) ? from.toLocalTime() : LocalTime.MIN);
        if (time < 0) {
            date = firstDate(date.plusDays(1));
            time = secondOfDay(LocalTime.MIN);
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
        int second = first(seconds, from.getSecond());
        int minute = first(minutes, from.getMinute() + (second < 0 ? 1 : 0));
        int hour = first(hours, from.getHour() + (minute < 0 ? 1 : 0));
        if (hour != from.getHour()) {
            minute = first(minutes, 0);
        }
        if (hour != from.getHour() || minute != from.getMinute()) {
            second = first(seconds, 0);
        }
        return hour < 0 ? -1 : (hour * 60 + minute) * 60 + second;
    }

    /** Returns the lowest set bit that is not below {@code from}, or -1. */
    private static int first(long mask, int from) {
        long rest = mask & -1L << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }
}
