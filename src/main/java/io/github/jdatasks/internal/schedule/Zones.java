package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.Blanks;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

public final class Zones {
    /** Abbreviations that Java does not know, or knows only as a fixed offset without summer time. */
    private static final Map<String, String> ABBREVIATIONS = Map.of(
            "pst pdt", "America/Los_Angeles",
            "mst mdt", "America/Denver",
            "cst cdt", "America/Chicago",
            "est edt", "America/New_York",
            "bst", "Europe/London",
            "msk", "Europe/Moscow",
            "jst", "Asia/Tokyo",
            "kst", "Asia/Seoul",
            "aest aedt", "Australia/Sydney");

    private Zones() {}

    /**
     * Returns the zone of that name.
     *
     * @throws IllegalArgumentException with a suggestion if there is no such zone
     */
    public static ZoneId parse(String name) {
        try {
            return ZoneId.of(Blanks.strip(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone \"" + name + "\"; " + advice(name), e);
        }
    }

    static String name(ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + offset.getId();
        }
        return zone.getId();
    }

    private static String advice(String name) {
        String wanted = Blanks.replace(Blanks.strip(name), '_').toLowerCase(Locale.ROOT);
        for (var place : ABBREVIATIONS.entrySet()) {
            if (List.of(place.getKey().split(" ")).contains(wanted)) {
                return "did you mean \"" + place.getValue() + "\"?";
            }
        }
        String meant = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> !id.startsWith("SystemV/") && isLike(id.toLowerCase(Locale.ROOT), wanted))
                .sorted()
                .map(id -> "\"" + id + "\"")
                .collect(Collectors.joining(" or "));
        return meant.isEmpty()
                ? "write a name of the tz database such as \"Europe/Berlin\", or an offset such as \"+02:00\""
                : "did you mean " + meant + "?";
    }

    private static boolean isLike(String id, String wanted) {
        // Etc/GMT+5 is five hours behind UTC, which is not what "gmt+5" means.
        return id.equals(wanted) || (!id.startsWith("etc/") && id.endsWith("/" + wanted));
    }
}
