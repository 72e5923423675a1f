package io.github.jdatasks;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sorted lists of distinct times of day. */
final class DailyTimes {
    private DailyTimes() {}

    static List<LocalTime> checked(LocalTime @Nullable ... times) {
        if (times == null || times.length == 0) {
            throw new IllegalArgumentException("dailyAt: give at least one time, such as LocalTime.of(8, 0)");
        }
        TreeSet<LocalTime> sorted = new TreeSet<>();
        for (LocalTime time : times) {
            if (time == null) {
                throw new IllegalArgumentException("dailyAt: a time is null; give times such as LocalTime.of(8, 0)");
            }
            sorted.add(time);
        }
        return List.copyOf(sorted);
    }

    /** Returns the first time after the given one, null if the rest of the day has none. */
    static @Nullable LocalTime firstAfter(List<LocalTime> times, LocalTime now) {
        for (LocalTime time : times) {
            if (time.isAfter(now)) {
                return time;
            }
        }
        return null;
    }

    static String describe(List<LocalTime> times, ZoneId zone, AmbiguousTime ambiguous) {
        int last = times.size() - 1;
        String list = times.subList(0, last).stream().map(LocalTime::toString).collect(Collectors.joining(", "));
        return "daily at " + (last == 0 ? "" : list + " and ") + times.get(last) + " " + name(zone)
                + (ambiguous == AmbiguousTime.LATER ? " (the later one when the clocks go back)" : "");
    }

    private static String name(ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + offset.getId();
        }
        return zone.getId();
    }
}
