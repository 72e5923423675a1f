package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.internal.cron.CronExpression;
import io.github.jdatasks.internal.cron.CronWords;
import io.github.jdatasks.internal.util.CalendarWords;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An endless set of local date-times in one zone. The messages of its factories begin with the user's method. */
public final class LocalSchedule extends OwnSchedule {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final AmbiguousTime ambiguous;
    private final ZoneId zone;
    private final boolean followsClock;

    /** Returns the first date-time of the set strictly after another. */
    private final UnaryOperator<LocalDateTime> firstAfter;

    /** To go before the name of the zone. */
    private final String words;

    /** What tells the set from another one. */
    private final String id;

    private LocalSchedule(
            String method,
            @Nullable AmbiguousTime ambiguous,
            @Nullable ZoneId zone,
            boolean followsClock,
            UnaryOperator<LocalDateTime> firstAfter,
            String words,
            String id) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    method + ": the choice for ambiguous times is null; give EARLIER or LATER");
        }
        if (zone == null) {
            throw new IllegalArgumentException(
                    method + ": the zone is null; give one such as ZoneId.of(\"Europe/Berlin\")");
        }
        this.ambiguous = ambiguous;
        this.zone = zone;
        this.followsClock = followsClock;
        this.firstAfter = firstAfter;
        this.words = words;
        this.id = id;
    }

    /** Returns the times of a cron expression: a wildcard one runs whenever the clock shows one, even again. */
    public static LocalSchedule cron(@Nullable AmbiguousTime ambiguous, @Nullable String text, @Nullable ZoneId zone) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "cron: the expression is null; give one such as \"0 8 * * MON-FRI\", for 08:00 on working days");
        }
        CronExpression cron = CronExpression.parse(text);
        if (cron.isWildcard() && ambiguous == AmbiguousTime.LATER) {
            throw new IllegalArgumentException("cron \"" + text + "\" runs both times in an hour that happens twice,"
                    + " since its second, minute or hour begins with *; leave out the choice for ambiguous times");
        }
        String words = Objects.requireNonNullElse(CronWords.of(cron), "cron \"" + cron.text() + "\"");
        return new LocalSchedule("cron", ambiguous, zone, cron.isWildcard(), cron::firstAfter, words, cron.text());
    }

    /** Returns the times at which the clock shows a whole number of steps since the full hour. */
    public static LocalSchedule aligned(@Nullable Duration step, @Nullable ZoneId zone) {
        long nanos = Durations.positiveNanos("alignedTo", step);
        if (HOUR % nanos == 0) {
            String words = "every " + DurationWords.afterEvery(nanos) + " on the clock of";
            UnaryOperator<LocalDateTime> firstAfter = local -> {
                LocalDateTime hour = local.truncatedTo(ChronoUnit.HOURS);
                return hour.plusNanos((hour.until(local, ChronoUnit.NANOS) / nanos + 1) * nanos);
            };
            return new LocalSchedule("alignedTo", AmbiguousTime.EARLIER, zone, true, firstAfter, words, words);
        }
        if (nanos % HOUR != 0 || DAY % nanos != 0) {
            throw new IllegalArgumentException("alignedTo: the step must go into an hour, or be hours that go into a"
                    + " day, such as 15 minutes or 6 hours, but it is " + step);
        }
        // Steps of hours: no time may be lost or repeated when the clocks change.
        LocalTime[] times = LongStream.range(0, DAY / nanos)
                .mapToObj(number -> LocalTime.ofNanoOfDay(number * nanos))
                .toArray(LocalTime[]::new);
        return times("alignedTo", AmbiguousTime.EARLIER, zone, DateRule.all(), times);
    }

    /** Returns times of day on some dates. */
    public static LocalSchedule times(
            String method,
            @Nullable AmbiguousTime ambiguous,
            @Nullable ZoneId zone,
            DateRule dates,
            LocalTime @Nullable ... times) {
        if (times == null || times.length == 0) {
            throw new IllegalArgumentException(method + ": give at least one time, such as LocalTime.of(8, 0)");
        }
        if (Arrays.stream(times).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(method + ": a time is null; give times such as LocalTime.of(8, 0)");
        }
        List<LocalTime> sorted = Arrays.stream(times).distinct().sorted().toList();
        String words = dates.words() + " " + CalendarWords.at(sorted);
        return new LocalSchedule(
                method, ambiguous, zone, false, local -> firstAfter(local, dates, sorted), words, words);
    }

    private static LocalDateTime firstAfter(LocalDateTime local, DateRule dates, List<LocalTime> times) {
        LocalDate today = local.toLocalDate();
        LocalDate date = dates.onOrAfter().apply(today);
        if (date.equals(today)) {
            int found = Collections.binarySearch(times, local.toLocalTime());
            int next = found >= 0 ? found + 1 : -found - 1;
            if (next < times.size()) {
                return date.atTime(times.get(next));
            }
            date = dates.onOrAfter().apply(today.plusDays(1));
        }
        return date.atTime(times.get(0));
    }

    @Override
    boolean followsClock() {
        return followsClock;
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        if (!LocalTimeResolver.isInRange(after)) {
            return Optional.empty();
        }
        return Optional.of(
                followsClock
                        ? LocalTimeResolver.nextShown(after, firstAfter, zone.getRules())
                        : LocalTimeResolver.nextOnce(after, firstAfter, zone.getRules(), ambiguous));
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        return InstantSearch.before(before, LocalTimeResolver.START, this::nextAfter);
    }

    @Override
    public String describe() {
        return words + " " + Zones.name(zone)
                + (ambiguous == AmbiguousTime.LATER ? " (the later one when the clocks go back)" : "");
    }

    @Override
    List<Object> parts() {
        return List.of(ambiguous, zone, id);
    }
}
