package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
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

    private static final long LAST = LocalDate.MAX.minusYears(600).toEpochDay() * DAY;

    static final Instant START = Instant.ofEpochSecond(FIRST);

    private LocalTimeResolver() {}

    /**
     * Returns the next instant at which the clock shows a time of the rule: never a skipped time, twice a repeated
     * one.
     */
    static Instant nextShown(Instant after, UnaryOperator<LocalDateTime> rule, ZoneRules rules) {
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
        return next;
    }

    /**
     * Returns the next instant, with exactly one for each time of the rule: a skipped time moves forward by the gap,
     * and a repeated one is the earlier or the later of the two.
     */
    static Instant nextOnce(
            Instant after, UnaryOperator<LocalDateTime> rule, ZoneRules rules, AmbiguousTime ambiguous) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime now = local(after, offset);
        ZoneOffsetTransition change = rules.nextTransition(after.minusSeconds(DAY));
        // Near a change, times that the clock has passed or skipped may be still to come.
        boolean isNear = change != null && change.getInstant().isBefore(after.plusSeconds(DAY));
        LocalDateTime time = rule.apply(isNear ? now.minus(change.getDuration().abs()) : now);
        if (change == null
                || (!isNear && time.isBefore(change.getDateTimeBefore().minusDays(1)))) {
            return time.toInstant(offset);
        }
        Instant next = once(time, rules, ambiguous);
        while (!next.isAfter(after)) {
            time = rule.apply(time);
            next = once(time, rules, ambiguous);
        }
        ZoneOffsetTransition skipping = rules.getTransition(time);
        if (skipping != null && skipping.isGap()) { // a time after the gap may come before
            LocalDateTime start = justBefore(skipping.getDateTimeAfter());
            Instant afterGap = once(rule.apply(start.isBefore(now) ? now : start), rules, ambiguous);
            next = afterGap.isBefore(next) ? afterGap : next;
        }
        return next;
    }

    private static Instant once(LocalDateTime time, ZoneRules rules, AmbiguousTime ambiguous) {
        ZoneOffsetTransition change = rules.getTransition(time);
        boolean later = change != null && change.isOverlap() && ambiguous == AmbiguousTime.LATER;
        return time.toInstant(later ? change.getOffsetAfter() : rules.getOffset(time)); // in a gap the one before it
    }

    private static LocalDateTime local(Instant instant, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
    }

    private static LocalDateTime justBefore(LocalDateTime time) {
        return time.minusNanos(1);
    }

    static boolean isInRange(Instant instant) {
        return instant.getEpochSecond() >= FIRST && instant.getEpochSecond() <= LAST;
    }
}
