package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.loop.DurableTicks;

/** A loop that takes part; what changes is used in timer turns only, unless it is volatile. */
final class Member {
    static final long NEVER = Long.MAX_VALUE;

    final DurableTicks ticks;
    final String name;
    final long first;
    boolean joined;
    boolean writing; // how its last tick has ended
    long seen = NEVER; // when to look for its next tick
    volatile boolean unsure; // whether a pick of this process that was not answered may still be made
    long foundAt = Long.MIN_VALUE; // when its row was last read although it was not due

    /**
     * Creates a member.
     *
     * @param first the loop's first tick, if it has no row yet
     */
    Member(DurableTicks ticks, long first) {
        this.ticks = ticks;
        this.name = ticks.name();
        this.first = first;
    }
}
