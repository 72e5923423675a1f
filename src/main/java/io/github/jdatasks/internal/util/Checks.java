package io.github.jdatasks.internal.util;

import org.jspecify.annotations.Nullable;

/** Checks of arguments. */
public final class Checks {
    private Checks() {}

    /** Throws an {@link IllegalArgumentException} unless the argument is right. */
    public static void check(boolean right, String mistake) {
        if (!right) {
            throw new IllegalArgumentException(mistake);
        }
    }

    /** Returns the value; a null is an {@link IllegalArgumentException} that names the method or setting. */
    public static <T> T notNull(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " was given null");
        }
        return value;
    }
}
