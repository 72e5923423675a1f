package io.github.jdatasks.internal.cron;

import io.github.jdatasks.internal.util.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

final class CronParser {
    private static final Map<String, String> NICKNAMES = new TreeMap<>(Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *"));

    private static final List<CronField> FIELDS = List.of(CronField.values());

    private static final String WANTED = "write five fields (minute, hour, day of the month, month, day of the week),"
            + " or six with the second first";

    private CronParser() {}

    static CronExpression parse(String text) {
        String fields = text;
        String stripped = Blanks.strip(text);
        if (stripped.startsWith("@")) {
            fields = NICKNAMES.get(stripped.toLowerCase(Locale.ROOT));
            if (fields == null) {
                throw mistake(
                        text,
                        text.indexOf('@'),
                        "unknown name; write one of " + String.join(", ", NICKNAMES.keySet()) + ", or " + WANTED);
            }
        }
        return expression(stripped, fields, words(fields));
    }

    private record Word(int start, int end) {}

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        for (int start = 0, i = 0; i <= text.length(); i++) {
            if (i == text.length() || Blanks.isBlank(text.charAt(i))) {
                if (i > start) {
                    words.add(new Word(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static CronExpression expression(String name, String text, List<Word> words) {
        int count = words.size();
        if (count < 5) {
            throw mistake(
                    text,
                    count == 0 ? 0 : words.get(count - 1).end,
                    "it ends after " + count + (count == 1 ? " field; " : " fields; ") + WANTED);
        }
        if (count > 6) {
            throw mistake(text, words.get(6).start, "there are " + count + " fields; " + WANTED);
        }
        List<CronFieldReader> all = new ArrayList<>();
        for (Word word : words) {
            CronField field = FIELDS.get(6 - count + all.size());
            all.add(new CronFieldReader(field, text, word.start, word.end));
        }
        List<CronFieldReader> five = all.subList(count - 5, count);
        CronFieldReader minutes = five.get(0);
        CronFieldReader hours = five.get(1);
        CronFieldReader dates = five.get(2);
        CronFieldReader months = five.get(3);
        CronFieldReader week = five.get(4);
        long seconds = count == 6 ? all.get(0).values : 1;
        boolean isWildcard = minutes.isStar || hours.isStar || all.get(0).isStar;
        CronDays days = new CronDays(
                dates.values,
                dates.fromEnd,
                dates.nearest,
                week.values,
                week.nth,
                week.last,
                dates.isStar || week.isStar);
        CronExpression expression =
                new CronExpression(name, seconds, minutes.values, hours.values, days, months.values, isWildcard);
        if (!hasDate(expression)) {
            throw mistake(
                    text,
                    words.get(count - 3).start,
                    "there is no such date: day of the month, month and day of the week never go together;"
                            + " for the last day of a month write L, for its last working day LW");
        }
        return expression;
    }

    /** Returns whether any day is ever chosen: 28 years have all combinations of leap years and weekdays. */
    private static boolean hasDate(CronExpression expression) {
        for (int month = 0; month < 28 * 12; month++) {
            if (expression.dates(2000 + month / 12, 1 + month % 12) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns an exception for a mistake at an index from 0; {@code what} says what is wrong and what would be right. */
    static IllegalArgumentException mistake(String text, int at, String what) {
        return new IllegalArgumentException("cron \"" + text + "\", column " + (at + 1) + ": " + what);
    }
}
