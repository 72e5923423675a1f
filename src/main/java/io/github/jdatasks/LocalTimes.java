package io.github.jdatasks;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads times of day as annotations give them: "08:00", "20:30:15", "08:00 America/New_York", "08:00+01:00". */
final class LocalTimes {
    private LocalTimes() {}

    /**
     * Returns the schedule of the times; a union if they are of several zones.
     *
     * @param defaultZone for times that name none; not looked at if all do
     * @param dates that have the times, in the zone of each
     * @throws IllegalArgumentException that lists every unreadable time and unknown zone
     */
    static Schedule parse(String[] texts, String defaultZone, AmbiguousTime ambiguous, Dates dates) {
        Map<ZoneId, List<LocalTime>> byZone = new LinkedHashMap<>();
        Mistakes mistakes = new Mistakes();
        for (String text : texts) {
            int end = endOfTime(text);
            LocalTime time = mistakes.orNull(() -> time(text.substring(0, end), text));
            if (end == 0) {
                continue; // what follows no time is no zone
            }
            ZoneId zone = mistakes.orNull(() -> zone(text.substring(end).strip(), text, defaultZone));
            if (time != null && zone != null) {
                byZone.computeIfAbsent(zone, z -> new ArrayList<>()).add(time);
            }
        }
        if (texts.length == 0) {
            mistakes.add("there is no time; give at least one, such as \"08:00\"");
        }
        if (!mistakes.isEmpty()) {
            throw mistakes.exception();
        }
        return Schedule.anyOf(byZone.entrySet().stream()
                .map(e -> TimesSchedule.of(
                        "time", ambiguous, e.getKey(), dates, e.getValue().toArray(LocalTime[]::new)))
                .toArray(Schedule[]::new));
    }

    private static int endOfTime(String text) {
        int end = 0;
        while (end < text.length() && "0123456789:.".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static LocalTime time(String time, String text) {
        try {
            return LocalTime.parse(time);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time; write it like \"08:00\", \"20:30:15\" or"
                            + " \"08:00 America/New_York\", from 00:00 to 23:59",
                    e);
        }
    }

    private static ZoneId zone(String zone, String text, String defaultZone) {
        if (zone.isEmpty()) {
            return Zones.parse(defaultZone);
        }
        try {
            return Zones.parse(zone);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + e.getMessage(), e);
        }
    }
}
