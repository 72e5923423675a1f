package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import org.jspecify.annotations.Nullable;

final class AmbiguousTimes {
    private AmbiguousTimes() {}

    static AmbiguousTime checked(String method, @Nullable AmbiguousTime ambiguous) {
        if (ambiguous == null) {
            throw new IllegalArgumentException(
                    method + ": the choice for ambiguous times is null; give EARLIER or LATER");
        }
        return ambiguous;
    }

    /** Returns words to put after a schedule's; none for the default. */
    static String afterwords(AmbiguousTime ambiguous) {
        return ambiguous == AmbiguousTime.LATER ? " (the later one when the clocks go back)" : "";
    }
}
