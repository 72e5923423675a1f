package io.github.jdatasks.internal.util;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the methods of exceptions that user code has thrown: these methods may throw too. */
public final class UserExceptions {
    private UserExceptions() {}

    /** Returns the cause; null if there is none or {@code getCause} throws. */
    public static @Nullable Throwable cause(Throwable error) {
        try {
            return error.getCause();
        } catch (Throwable t) {
            return null;
        }
    }

    /** Returns the message; null if there is none or {@code getMessage} throws. */
    public static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (Throwable t) {
            return null;
        }
    }

    /** Returns {@code toString()}; the name of the class if that throws. */
    public static String text(Throwable error) {
        try {
            return String.valueOf(error.toString());
        } catch (Throwable t) {
            return error.getClass().getName();
        }
    }

    /** Returns the first frames of the stack trace; none if {@code getStackTrace} throws. */
    public static List<StackTraceElement> topFrames(Throwable error, int frames) {
        try {
            return Arrays.stream(error.getStackTrace()).limit(frames).toList();
        } catch (Throwable t) {
            return List.of();
        }
    }

    /** Returns whether {@code toString()} works; the JDK calls it when it wraps an exception. */
    public static boolean tellsText(Throwable error) {
        try {
            var unused = error.toString();
            return true;
        } catch (Throwable t) {
            return false;
        }
    }
}
