package io.github.jdatasks.internal.durable;

import org.jspecify.annotations.Nullable;

/**
 * The row of one loop, as it was when it was read.
 *
 * @param name the loop's qualified name
 * @param at when the next tick is due, in nanoseconds since 1970
 * @param picked whether a process has picked the tick
 * @param pickedBy the name of that process
 * @param interrupted whether a run of the tick was cut short
 * @param ranAt when a run of a tick last ended, in nanoseconds since 1970; {@link #NEVER} if none has
 * @param step the interval that {@code at} was calculated with, in milliseconds; 0 if it has none
 * @param version what the table needs to find out whether the row has changed since
 */
record TickRow(
        String name,
        long at,
        boolean picked,
        @Nullable String pickedBy,
        boolean interrupted,
        long ranAt,
        long step,
        Object version) {
    static final long NEVER = Long.MIN_VALUE;

    boolean hasRun() {
        return ranAt != NEVER;
    }
}
