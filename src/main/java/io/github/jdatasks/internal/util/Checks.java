package io.github.jdatasks.internal.util;

import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments.
 */
public final class Checks {
    private Checks() {}

    /**
     * Returns a value that the contract says is not null.
     *
     * @throws IllegalArgumentException that names what was given
     */
    public static <T> T notNull(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " was given null");
        }
        return value;
    }
}
