package io.github.jdatasks;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;

/** Reads names of time zones. */
final class Zones {
    private Zones() {}

    /**
     * Returns the zone of that name.
     *
     * @throws IllegalArgumentException that names the zone and, where it can, the one that was probably meant
     */
    static ZoneId parse(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone \"" + name + "\"; " + advice(name), e);
        }
    }

    private static String advice(String name) {
        String wanted = name.replace(' ', '_').toLowerCase(Locale.ROOT);
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> isLike(id.toLowerCase(Locale.ROOT), wanted))
                .sorted()
                .findFirst()
                .map(id -> "did you mean \"" + id + "\"?")
                .orElse("write a name of the tz database such as \"Europe/Berlin\", or an offset such as \"+02:00\"");
    }

    private static boolean isLike(String id, String wanted) {
        return id.equals(wanted) || id.endsWith("/" + wanted);
    }
}
