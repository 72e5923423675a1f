package io.github.jdatasks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times of day in one zone.
 *
 * @param ambiguous for times in an overlap
 * @param zone whose clock is read
 * @param times at least one, ascending and distinct
 */
record DailySchedule(AmbiguousTime ambiguous, ZoneId zone, List<LocalTime> times) implements Schedule {
    private static final long DAY = LocalInstants.LONGEST_SHIFT_SECONDS;
    /** Three days inside the ends of {@link LocalDate}, so that no date near an accepted instant is out of range. */
    private static final long FIRST = (LocalDate.MIN.toEpochDay() + 3) * DAY;

    private static final long LAST = (LocalDate.MAX.toEpochDay() - 4) * DAY;

    static DailySchedule of(@Nullable AmbiguousTime ambiguous, @Nullable ZoneId zone, LocalTime @Nullable ... times) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    "dailyAt: the choice for ambiguous times is null; give EARLIER or LATER");
        }
        if (zone == null) {
            throw new IllegalArgumentException(
                    "dailyAt: the zone is null; give one such as ZoneId.of(\"Europe/Berlin\")");
        }
        return new DailySchedule(ambiguous, zone, DailyTimes.checked(times));
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        long second = after.getEpochSecond();
        if (second < FIRST || second > LAST) {
            return Optional.empty();
        }
        ZoneRules rules = zone.getRules();
        return Optional.of(changesNear(after, rules) ? searchDates(after, rules) : onPlainDays(after, rules));
    }

    /** Returns whether the clocks change so near that a date's times may be out of order or on another date. */
    private static boolean changesNear(Instant after, ZoneRules rules) {
        if (rules.isFixedOffset()) {
            return false;
        }
        ZoneOffsetTransition change = rules.nextTransition(after.minusSeconds(2 * DAY));
        return change != null && change.toEpochSecond() <= after.getEpochSecond() + 3 * DAY;
    }

    private Instant onPlainDays(Instant after, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(after);
        long local = after.getEpochSecond() + offset.getTotalSeconds();
        LocalTime now = LocalTime.ofSecondOfDay(Math.floorMod(local, DAY)).withNano(after.getNano());
        LocalTime next = DailyTimes.firstAfter(times, now);
        long midnight = Math.floorDiv(local, DAY) * DAY - offset.getTotalSeconds();
        return next != null ? at(midnight, next) : at(midnight + DAY, times.get(0));
    }

    private static Instant at(long midnight, LocalTime time) {
        return Instant.ofEpochSecond(midnight, time.toNanoOfDay());
    }

    /**
     * Looks at every time of each date from yesterday on. A time skipped on one date may come after times of the next,
     * so the date after the first that has an answer is looked at too. Shifts being at most a day, the second date from
     * now always has one.
     */
    private Instant searchDates(Instant after, ZoneRules rules) {
        LocalDate date = LocalDate.ofInstant(after, zone).minusDays(1);
        Instant first = earliestOn(date, after, rules);
        while (first == null) {
            date = date.plusDays(1);
            first = earliestOn(date, after, rules);
        }
        Instant second = earliestOn(date.plusDays(1), after, rules);
        return second != null && second.isBefore(first) ? second : first;
    }

    private @Nullable Instant earliestOn(LocalDate date, Instant after, ZoneRules rules) {
        Instant earliest = null;
        for (LocalTime time : times) {
            Instant instant = LocalInstants.resolve(date.atTime(time), rules, ambiguous);
            if (instant.isAfter(after) && (earliest == null || instant.isBefore(earliest))) {
                earliest = instant;
            }
        }
        return earliest;
    }

    @Override
    public String describe() {
        return DailyTimes.describe(times, zone, ambiguous);
    }

    @Override
    public String toString() {
        return describe();
    }
}
