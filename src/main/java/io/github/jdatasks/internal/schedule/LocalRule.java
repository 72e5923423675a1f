package io.github.jdatasks.internal.schedule;

import java.time.LocalDateTime;

/** A set of date-times as a clock on the wall shows them, without a last one. */
@FunctionalInterface
interface LocalRule {
    /** Returns the first of the set strictly after a date-time. */
    LocalDateTime firstAfter(LocalDateTime local);
}
