package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.Blanks;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads times of day as annotations give them: "08:00", "20:30:15", "08:00 America/New_York", "08:00+01:00". */
public final class TimeOfDayParser {
    private static final String NO_TIME =
            "not a time; write it like \"08:00\", \"20:30:15\" or \"08:00 America/New_York\", from 00:00 to 23:59";

    private static final Pattern SEVERAL = Pattern.compile("\\d:\\d\\d.*?(?<![-+\\d])\\d{1,2}:\\d\\d");
    private static final Pattern BETWEEN =
            Pattern.compile("\\h*(?:[,;|&]|\\band\\b|\\h-\\h|–|\\bto\\b|\\h(?=\\d))\\h*");
    private static final Pattern TWELVE_HOURS = Pattern.compile(
            "(\\d{1,2})(?:[:.]([0-5]\\d))?((?:[:.][0-5]\\d)?)\\h*([ap])\\.?m(?:\\.|\\b)(.*)", Pattern.CASE_INSENSITIVE);

    /** A time on a 24-hour clock that lacks a zero or its colons: "8:00", "20.30", "0800". */
    private static final Pattern INCOMPLETE =
            Pattern.compile("(\\d|[01]\\d|2[0-3])[:.]?([0-5]\\d)((?:[:.][0-5]\\d)?)(?![\\d:.])(.*)");

    /** What follows the time: "+02:00", or the end of a range that was meant. */
    private static final Pattern OFFSET = Pattern.compile("([-+])([01]?\\d|2[0-3])(?::?([0-5]\\d))?");

    private TimeOfDayParser() {}

    /**
     * Returns the schedule of the times; a union if they are of several zones.
     *
     * @param defaultZone for times that name none; not looked at if all do
     * @param dates that have the times, in the zone of each
     * @throws IllegalArgumentException that lists every unreadable time and unknown zone
     */
    public static Schedule parse(String[] texts, String defaultZone, AmbiguousTime ambiguous, DateRule dates) {
        Map<ZoneId, List<LocalTime>> byZone = new LinkedHashMap<>();
        ConfigErrors mistakes = new ConfigErrors();
        for (String given : texts) {
            String text = Blanks.strip(given);
            int end = endOfTime(text);
            String misread = misread(text, end);
            if (misread != null) {
                mistakes.add("\"" + given + "\" is " + misread);
                continue;
            }
            LocalTime time = mistakes.orNull(() -> time(text.substring(0, end), given));
            ZoneId zone = mistakes.orNull(() -> zone(Blanks.strip(text.substring(end)), given, defaultZone));
            if (time != null && zone != null) {
                byZone.computeIfAbsent(zone, z -> new ArrayList<>()).add(time);
            }
        }
        if (texts.length == 0) {
            mistakes.add("there is no time; give at least one, such as \"08:00\"");
        }
        mistakes.throwIfAny();
        return Schedule.anyOf(byZone.entrySet().stream()
                .map(e -> LocalSchedule.times(
                        "time", ambiguous, e.getKey(), dates, e.getValue().toArray(LocalTime[]::new)))
                .toArray(Schedule[]::new));
    }

    /** Returns what is wrong with a text that looks like a time, and what to write; null if nothing is known to be. */
    private static @Nullable String misread(String text, int end) {
        if (SEVERAL.matcher(text).find()) {
            return BETWEEN.splitAsStream(text)
                    .filter(part -> !part.isEmpty())
                    .map(part -> "\"" + inFull(on24Hours(part)) + "\"")
                    .collect(Collectors.joining(", ", "more than one time; write a list of texts: {", "}"));
        }
        Matcher offset = OFFSET.matcher(Blanks.strip(text.substring(end)));
        if (end > 0 && offset.matches()) {
            String minute = Objects.requireNonNullElse(offset.group(3), "00");
            int minutes = Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(minute);
            if (minutes > 60 * (offset.group(1).equals("-") ? 12 : 14)) { // no place on earth is so far from UTC
                return "not a time: a loop runs at points in time, not in a range, and an offset is from -12:00 to +14:00;"
                        + " to run at both times, write a list of texts: {\"" + inFull(text.substring(0, end))
                        + "\", \""
                        + inFull(offset.group(2) + ":" + minute) + "\"}";
            }
        }
        String right = on24Hours(text);
        if (!right.equals(text)) {
            return "not a time on a 24-hour clock; write \"" + right + "\"";
        }
        return end == 0 ? NO_TIME : null; // what follows no time is no zone
    }

    /** Returns a time such as "8:00 PM" as "HH:MM" with what follows it; other texts unchanged. */
    private static String on24Hours(String text) {
        Matcher time = TWELVE_HOURS.matcher(text);
        if (!time.matches()) {
            return text;
        }
        int hour = Integer.parseInt(time.group(1));
        if (hour >= 1 && hour <= 12) {
            hour = hour % 12 + (time.group(4).equalsIgnoreCase("p") ? 12 : 0);
        }
        String minute = Objects.requireNonNullElse(time.group(2), "00");
        return String.format(
                Locale.ROOT, "%02d:%s%s%s", hour, minute, time.group(3).replace('.', ':'), time.group(5));
    }

    private static int endOfTime(String text) {
        return text.length() - text.replaceFirst("^[0-9:.]+", "").length();
    }

    private static LocalTime time(String time, String text) {
        try {
            return LocalTime.parse(time);
        } catch (DateTimeParseException e) {
            String right = inFull(Blanks.strip(text));
            String advice = right.equals(Blanks.strip(text)) ? NO_TIME : "not a time; write \"" + right + "\"";
            throw new IllegalArgumentException("\"" + text + "\" is " + advice, e);
        }
    }

    /** Returns a time such as "8:00", "20.30" or "0800" as "HH:MM" with what follows it; other texts unchanged. */
    private static String inFull(String text) {
        Matcher time = INCOMPLETE.matcher(text);
        if (!time.matches()) {
            return text;
        }
        String hour = time.group(1).length() == 1 ? "0" + time.group(1) : time.group(1);
        return hour + ":" + time.group(2) + time.group(3).replace('.', ':') + time.group(4);
    }

    private static ZoneId zone(String zone, String text, String defaultZone) {
        try {
            return Zones.parse(zone.isEmpty() ? defaultZone : zone);
        } catch (IllegalArgumentException e) {
            throw zone.isEmpty() ? e : new IllegalArgumentException("\"" + text + "\": " + e.getMessage(), e);
        }
    }
}
