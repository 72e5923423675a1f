package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import org.jspecify.annotations.Nullable;

/** Checks a choice for ambiguous times, and puts it in words. */
final class AmbiguousTimes {
    private AmbiguousTimes() {}

    /** Returns a choice that a user gave to the method of that name. */
    static AmbiguousTime checked(String method, @Nullable AmbiguousTime ambiguous) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    method + ": the choice for ambiguous times is null; give EARLIER or LATER");
        }
        return ambiguous;
    }

    /** Returns words to go after a schedule's; none for the usual choice. */
    static String afterwords(AmbiguousTime ambiguous) {
        return ambiguous == AmbiguousTime.LATER ? " (the later one when the clocks go back)" : "";
    }
}
