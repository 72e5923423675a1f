package io.github.jdatasks.internal.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that stand for a whole expression. */
final class CronNicknames {
    private static final Map<String, String> NICKNAMES = new TreeMap<>(Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *"));

    /** An interval as the cron of Go programs has it. */
    private static final Pattern EVERY =
            Pattern.compile("@every\\s+(?:([1-9]\\d{0,8})h)?(?:([1-9]\\d{0,8})m)?(?:([1-9]\\d{0,8})s)?");

    private static final List<String> UNITS = List.of("hours", "minutes", "seconds");

    private CronNicknames() {}

    /**
     * Returns the fields that a name stands for.
     *
     * @param text what the user has given, for the message
     * @throws IllegalArgumentException if there is no such name
     */
    static String fields(String text, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String fields = NICKNAMES.get(wanted);
        if (fields == null) {
            throw CronExpression.mistake(text, text.indexOf('@'), mistake(wanted));
        }
        return fields;
    }

    private static String mistake(String name) {
        if (name.equals("@reboot")) {
            return "the start of the bot is no point in time; write @Loop(count = 1) without a cron expression, which"
                    + " runs once when the bot is ready";
        }
        if (name.startsWith("@every")) {
            return "an interval is no cron expression; write " + interval(name);
        }
        String names = String.join(", ", NICKNAMES.keySet());
        return "unknown name; write one of " + names + ", or " + CronExpression.WANTED;
    }

    /** Returns what to write for "@every 1h30m". */
    private static String interval(String name) {
        Matcher parts = EVERY.matcher(name);
        List<String> attributes = new ArrayList<>();
        StringBuilder duration = new StringBuilder("Duration");
        for (int unit = 0; unit < UNITS.size() && parts.matches(); unit++) {
            add(UNITS.get(unit), parts.group(unit + 1), attributes, duration);
        }
        return attributes.isEmpty()
                ? "@Loop(seconds = …), or Schedule.every(Duration)"
                : "@Loop(" + String.join(", ", attributes) + "), or Schedule.every(" + duration + ")";
    }

    private static void add(String unit, @Nullable String number, List<String> attributes, StringBuilder duration) {
        if (number != null) {
            String method = (attributes.isEmpty() ? "of" : "plus")
                    + unit.substring(0, 1).toUpperCase(Locale.ROOT);
            duration.append('.')
                    .append(method)
                    .append(unit.substring(1))
                    .append('(')
                    .append(number)
                    .append(')');
            attributes.add(unit + " = " + number);
        }
    }
}
