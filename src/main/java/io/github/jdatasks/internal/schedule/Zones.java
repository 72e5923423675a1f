package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.Blanks;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

public final class Zones {
    /** Abbreviations that Java does not know, or knows only as a fixed offset without summer time. */
    private static final Map<String, String> ABBREVIATIONS = Map.ofEntries(
            Map.entry("pst", "America/Los_Angeles"),
            Map.entry("pdt", "America/Los_Angeles"),
            Map.entry("mst", "America/Denver"),
            Map.entry("mdt", "America/Denver"),
            Map.entry("cst", "America/Chicago"),
            Map.entry("cdt", "America/Chicago"),
            Map.entry("est", "America/New_York"),
            Map.entry("edt", "America/New_York"),
            Map.entry("bst", "Europe/London"),
            Map.entry("msk", "Europe/Moscow"),
            Map.entry("jst", "Asia/Tokyo"),
            Map.entry("kst", "Asia/Seoul"),
            Map.entry("aest", "Australia/Sydney"),
            Map.entry("aedt", "Australia/Sydney"));

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
        String place = ABBREVIATIONS.get(wanted);
        if (place != null) {
            return "did you mean \"" + place + "\"?";
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
