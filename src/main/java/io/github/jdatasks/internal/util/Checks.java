package io.github.jdatasks;

import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments.
 */
final class Checks {
    private Checks() {}

    /**
     * Returns a value that the contract says is not null.
     *
     * @throws IllegalArgumentException that names what was given
     */
    static <T> T notNull(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " was given null");
        }
        return value;
    }
}
