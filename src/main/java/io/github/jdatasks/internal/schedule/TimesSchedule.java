package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.internal.util.CalendarWords;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Times of day in one zone, on every date or on some; the times are ascending and distinct. */
public record TimesSchedule(AmbiguousTime ambiguous, ZoneId zone, DateRule dates, List<LocalTime> times)
        implements OwnSchedule.Calendar {
    public static TimesSchedule of(
            String method,
            @Nullable AmbiguousTime ambiguous,
            @Nullable ZoneId zone,
            DateRule dates,
            LocalTime @Nullable ... times) {
        return new TimesSchedule(
                AmbiguousTimes.checked(method, ambiguous), Zones.checked(method, zone), dates, sorted(method, times));
    }

    private static List<LocalTime> sorted(String method, LocalTime @Nullable ... times) {
        if (times == null || times.length == 0) {
            throw new IllegalArgumentException(method + ": give at least one time, such as LocalTime.of(8, 0)");
        }
        TreeSet<LocalTime> sorted = new TreeSet<>();
        for (LocalTime time : times) {
            if (time == null) {
                throw new IllegalArgumentException(method + ": a time is null; give times such as LocalTime.of(8, 0)");
            }
            sorted.add(time);
        }
        return List.copyOf(sorted);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return LocalTimeResolver.nextOnce(after, this::firstAfter, zone, ambiguous);
    }

    private LocalDateTime firstAfter(LocalDateTime local) {
        LocalDate today = local.toLocalDate();
        LocalDate date = dates.onOrAfter(today);
        if (date.equals(today)) {
            for (LocalTime time : times) {
                if (time.isAfter(local.toLocalTime())) {
                    return date.atTime(time);
                }
            }
            date = dates.onOrAfter(today.plusDays(1));
        }
        return date.atTime(times.get(0));
    }

    @Override
    public String describe() {
        return dates.describe() + " " + CalendarWords.at(times) + " " + Zones.name(zone)
                + AmbiguousTimes.afterwords(ambiguous);
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public boolean followsClock() {
        return false;
    }

    @Override
    public List<Object> parts() {
        return List.of(ambiguous, zone, dates.describe(), times);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return hasPartsOf(other);
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
