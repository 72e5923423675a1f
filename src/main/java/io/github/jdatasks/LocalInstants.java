package io.github.jdatasks;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Turns the local times of a zone into instants on the days its clocks change. */
final class LocalInstants {
    /** No zone has ever skipped or repeated more than this at a time: dates were left out and lived twice. */
    static final int LONGEST_SHIFT_SECONDS = 24 * 60 * 60;

    private LocalInstants() {}

    /**
     * Returns the one instant a local time means: in a gap it moves forward by the length of the gap, in an overlap it
     * is the earlier or the later of two.
     */
    static Instant resolve(LocalDateTime local, ZoneRules rules, AmbiguousTime ambiguous) {
        return local.toInstant(offset(local, rules, ambiguous));
    }

    private static ZoneOffset offset(LocalDateTime local, ZoneRules rules, AmbiguousTime ambiguous) {
        if (ambiguous == AmbiguousTime.LATER) {
            ZoneOffsetTransition change = rules.getTransition(local);
            if (change != null && change.isOverlap()) {
                return change.getOffsetAfter();
            }
        }
        return rules.getOffset(local); // in gaps and overlaps the offset before the change
    }
}
