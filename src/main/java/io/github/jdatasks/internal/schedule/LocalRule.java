package io.github.jdatasks.internal.schedule;

import java.time.LocalDateTime;

/** An endless set of local date-times. */
@FunctionalInterface
interface LocalRule {
    /** Returns the first one strictly after a date-time. */
    LocalDateTime firstAfter(LocalDateTime local);
}
