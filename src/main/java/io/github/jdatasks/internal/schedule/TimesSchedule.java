package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.internal.util.CalendarWords;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Times of day in one zone, on every date or on some. */
public final class TimesSchedule extends LocalSchedule {
    private final DateRule dates;

    /** Ascending and distinct. */
    private final List<LocalTime> times;

    private TimesSchedule(
            String method,
            @Nullable AmbiguousTime ambiguous,
            @Nullable ZoneId zone,
            DateRule dates,
            LocalTime @Nullable [] times) {
        super(method, ambiguous, zone);
        this.dates = dates;
        this.times = sorted(method, times);
    }

    public static TimesSchedule of(
            String method,
            @Nullable AmbiguousTime ambiguous,
            @Nullable ZoneId zone,
            DateRule dates,
            LocalTime @Nullable ... times) {
        return new TimesSchedule(method, ambiguous, zone, dates, times);
    }

    private static List<LocalTime> sorted(String method, LocalTime @Nullable [] times) {
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
    LocalDateTime firstAfter(LocalDateTime local) {
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
    String words() {
        return dates.words() + " " + CalendarWords.at(times);
    }

    @Override
    Object rule() {
        return List.of(dates.words(), times);
    }
}
