package io.github.jdatasks;

import org.jspecify.annotations.Nullable;

/**
 * Which of two instants a local time means on the day the clocks go back and it happens twice.
 */
public enum AmbiguousTime {
    /** The first of the two, as java.time does. The default. */
    EARLIER,
    /** The second of the two, as discord.py does. */
    LATER;

    /** Returns a choice that a user gave to the method of that name. */
    static AmbiguousTime checked(String method, @Nullable AmbiguousTime ambiguous) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    method + ": the choice for ambiguous times is null; give EARLIER or LATER");
        }
        return ambiguous;
    }

    /** Returns words to go after a schedule's; none for the usual choice. */
    String afterwords() {
        return this == LATER ? " (the later one when the clocks go back)" : "";
    }
}
