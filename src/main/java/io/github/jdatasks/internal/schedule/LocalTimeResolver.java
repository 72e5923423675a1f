package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns the local times of a zone into instants, in two ways that differ only on the days the clocks change. A rule
 * returns its first time strictly after another.
 */
final class LocalTimeResolver {
    /** No zone has ever skipped or repeated more than a day at once. */
    private static final int DAY = 24 * 60 * 60;

    /** Far enough from the ends of {@link LocalDate} that no date computed here is out of range. */
    private static final long FIRST = (LocalDate.MIN.toEpochDay() + 3) * DAY;

    private static final long LAST = LocalDate.MAX.minusYears(50).toEpochDay() * DAY;

    private LocalTimeResolver() {}

    /**
     * Returns the next instant at which the clock shows a time of the rule: never a skipped time, twice a repeated
     * one.
     */
    static Optional<Instant> nextShown(Instant after, UnaryOperator<LocalDateTime> rule, ZoneId zone) {
        if (isOutOfRange(after)) {
            return Optional.empty();
        }
        ZoneRules rules = zone.getRules();
        LocalDateTime from = local(after, rules.getOffset(after));
        LocalDateTime time = rule.apply(from);
        Instant next = time.toInstant(rules.getOffset(after));
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (change != null && !next.isBefore(change.getInstant())) {
            LocalDateTime start = justBefore(change.getDateTimeAfter());
            if (start.isBefore(from) || !start.isBefore(time)) { // else it is between two times of the rule
                from = start;
                time = rule.apply(from);
            }
            next = time.toInstant(change.getOffsetAfter());
            change = rules.nextTransition(change.getInstant());
        }
        return Optional.of(next);
    }

    /**
     * Returns the next instant, with exactly one for each time of the rule: a skipped time moves forward by the gap,
     * and a repeated one is the earlier or the later of the two.
     */
    static Optional<Instant> nextOnce(
            Instant after, UnaryOperator<LocalDateTime> rule, ZoneId zone, AmbiguousTime ambiguous) {
        if (isOutOfRange(after)) {
            return Optional.empty();
        }
        /*
         * Between two changes the offset is constant, so instants are in the order of their local times. Each change
         * has a boundary: times before it have the offset before, times from it on the offset after. The times in a
         * gap have the offset before, so their instants lie among those of the times after the gap.
         */
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime from = local(after, offset);
        Instant skipped = Instant.MAX;
        ZoneOffsetTransition change = rules.nextTransition(after.minusSeconds(DAY));
        if (change != null && !change.getInstant().isAfter(after)) {
            LocalDateTime boundary = boundary(change, ambiguous);
            if (change.isGap()) {
                LocalDateTime time = rule.apply(local(after, change.getOffsetBefore()));
                skipped = time.isBefore(boundary) ? time.toInstant(change.getOffsetBefore()) : Instant.MAX;
            }
            if (from.isBefore(boundary)) {
                from = justBefore(boundary);
            }
            change = rules.nextTransition(after);
        }
        if (change != null && !from.isBefore(boundary(change, ambiguous))) {
            from = justBefore(boundary(change, ambiguous));
        }
        LocalDateTime time = rule.apply(from);
        boolean plain = change == null
                || (time.isBefore(change.getDateTimeBefore()) && time.isBefore(change.getDateTimeAfter()));
        return Optional.of(
                earlier(skipped, plain ? time.toInstant(offset) : beyondChange(time, rule, rules, ambiguous)));
    }

    /** Returns the instant of a time, or of the first time after the same gap if that is earlier. */
    private static Instant beyondChange(
            LocalDateTime time, UnaryOperator<LocalDateTime> rule, ZoneRules rules, AmbiguousTime ambiguous) {
        ZoneOffsetTransition change = rules.getTransition(time);
        if (change == null) {
            return time.toInstant(rules.getOffset(time));
        }
        if (change.isOverlap()) {
            boolean later = ambiguous == AmbiguousTime.LATER;
            return time.toInstant(later ? change.getOffsetAfter() : change.getOffsetBefore());
        }
        LocalDateTime next = rule.apply(justBefore(change.getDateTimeAfter()));
        Instant afterGap = next.toInstant(change.getOffsetAfter());
        return earlier(time.toInstant(change.getOffsetBefore()), afterGap);
    }

    /** Returns the first time that has the offset after the change. */
    private static LocalDateTime boundary(ZoneOffsetTransition change, AmbiguousTime ambiguous) {
        boolean early = change.isOverlap() && ambiguous == AmbiguousTime.EARLIER;
        return early ? change.getDateTimeBefore() : change.getDateTimeAfter();
    }

    private static LocalDateTime local(Instant instant, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
    }

    private static LocalDateTime justBefore(LocalDateTime time) {
        return time.minusNanos(1);
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private static boolean isOutOfRange(Instant instant) {
        return instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST;
    }
}
