package io.github.jdatasks.internal.util;

import org.jspecify.annotations.Nullable;

/** Checks of arguments. */
public final class Checks {
    private Checks() {}

    /** Returns the value; a null is an {@link IllegalArgumentException} that names the method or setting. */
    public static <T> T notNull(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " was given null");
        }
        return value;
    }
}
