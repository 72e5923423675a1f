package io.github.jdatasks.internal.cron;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one field of an expression from left to right. */
final class CronFieldReader {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** ASCII only: some other letters become one of these in upper case. */
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");

    /** Whether the field begins with a star, or a question mark. */
    final boolean isStar;

    /** The chosen values, and for the two day fields the other masks of {@link CronDays}. */
    long values;

    long fromEnd;
    long nearest;
    long nth;
    long last;

    private final CronField field;
    private final String text;
    private final int end;
    private int at;

    /** Reads the field between two indices of an expression, which are not equal. */
    CronFieldReader(CronField field, String text, int start, int end) {
        this.field = field;
        this.text = text;
        this.at = start;
        this.end = end;
        this.isStar = text.charAt(start) == '*' || text.charAt(start) == '?';
        do {
            item();
        } while (take(','));
        if (at < end) {
            throw mistake(
                    at,
                    "\"" + text.charAt(at) + "\" cannot stand here; write values such as 5, 1-5 or */5,"
                            + " with commas between them");
        }
    }

    private void item() {
        if (take('*')) {
            addAll(field.min, field.last(), step());
        } else if (field.isDay() && take('?')) {
            addAll(field.min, field.last(), 1);
        } else if (field == CronField.DAY_OF_MONTH && take('L')) {
            lastDay();
        } else {
            values();
        }
    }

    private void lastDay() {
        int before = take('-') ? number("a number of days before the last", 1, 30) : 0;
        if (take('W')) {
            nearest |= CronDays.NEAREST_LAST << before;
        } else {
            fromEnd |= 1L << before;
        }
    }

    private void values() {
        int value = value();
        if (field == CronField.DAY_OF_MONTH && take('W')) {
            nearest |= field.bit(value);
        } else if (take('-')) {
            choose(range(value));
        } else if (at < end && text.charAt(at) == '/') {
            addAll(value, field.max, step()); // like cronie, which counts days of the week up to 7, Sunday
        } else {
            choose(field.bit(value));
        }
    }

    /** Reads the rest of a range, which may go round the end of the field: FRI-MON, 22-2, 57-5/3. */
    private long range(int from) {
        int to = field == CronField.DAY_OF_MONTH && take('L') ? field.max : value();
        return mask(from, to < from ? to + field.size() : to, step());
    }

    /** Chooses these values, or of these days of the week those with a number in the month. */
    private void choose(long mask) {
        if (field == CronField.DAY_OF_WEEK && take('L')) {
            last |= mask;
        } else if (field == CronField.DAY_OF_WEEK && take('#')) {
            nth |= mask << (7 * (number("a week of the month", 1, 5) - 1));
        } else {
            values |= mask;
        }
    }

    private int step() {
        return take('/') ? number("a step", 1, field.size()) : 1;
    }

    private void addAll(int from, int to, int step) {
        values |= mask(from, to, step);
    }

    private long mask(int from, int to, int step) {
        long mask = 0;
        for (int value = from; value <= to; value += step) {
            mask |= field.bit(value);
        }
        return mask;
    }

    private int number(String label, int min, int max) {
        int start = at;
        int number = numberOf(word(DIGITS));
        if (number < min || number > max) {
            throw mistake(start, isNot(start, label) + "; write " + min + " to " + max);
        }
        return number;
    }

    private int value() {
        int start = at;
        String digits = word(DIGITS);
        int value = digits.isEmpty() ? name() : numberOf(digits);
        if (value < field.min || value > field.max) {
            throw mistake(start, isNot(start, field.label) + "; " + field.advice());
        }
        return value;
    }

    /** Returns a number, or one too large for any field if it is; -1 if there is none. */
    private static int numberOf(String digits) {
        return digits.isEmpty()
                ? -1
                : new BigInteger(digits).min(BigInteger.valueOf(99)).intValue();
    }

    private int name() {
        String name = word(LETTERS).toUpperCase(Locale.ROOT);
        if (field == CronField.DAY_OF_WEEK && name.length() == 4 && name.endsWith("L")) {
            at--; // FRIL
            name = name.substring(0, 3);
        }
        return field.named(name);
    }

    /** Takes the longest word of a kind that begins here, perhaps an empty one. */
    private String word(Pattern kind) {
        Matcher matcher = kind.matcher(text).region(at, end);
        String word = matcher.lookingAt() ? matcher.group() : "";
        at += word.length();
        return word;
    }

    private String isNot(int start, String expected) {
        String given = text.substring(start, end).split("[-,/#]", 2)[0];
        return given.isEmpty() ? expected + " is missing" : "\"" + given + "\" is not " + expected;
    }

    private boolean take(char wanted) {
        boolean taken = at < end && Character.toUpperCase(text.charAt(at)) == wanted;
        at += taken ? 1 : 0;
        return taken;
    }

    private IllegalArgumentException mistake(int where, String what) {
        return CronExpression.mistake(text, where, what);
    }
}
