package io.github.jdatasks.internal.util;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks exceptions that user code has thrown, whose own methods may throw in turn: everything that is not written by
 * {@link FailureLog} is asked here.
 */
public final class Asking {
    private Asking() {}

    /** Returns the cause of an exception; null if it has none or fails to tell. */
    public static @Nullable Throwable cause(Throwable error) {
        try {
            return error.getCause();
        } catch (Throwable t) { // an exception that cannot return its cause counts as having none
            return null;
        }
    }

    /** Returns the message of an exception; null if it has none or fails to return it. */
    public static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (Throwable failure) {
            return null;
        }
    }

    /** Returns what an exception says of itself; the name of its class if it fails to. */
    public static String text(Throwable error) {
        try {
            return String.valueOf(error.toString());
        } catch (Throwable failure) {
            return error.getClass().getName();
        }
    }

    /** Returns where an exception was thrown, so many frames at most; none if it fails to tell. */
    public static List<StackTraceElement> topFrames(Throwable error, int frames) {
        try {
            return Arrays.stream(error.getStackTrace()).limit(frames).toList();
        } catch (Throwable failure) {
            return List.of();
        }
    }

    /** Returns whether an exception can be asked for its text, as the JDK does when it wraps one. */
    public static boolean tellsText(Throwable error) {
        try {
            var unused = error.toString();
            return true;
        } catch (Throwable failure) {
            return false;
        }
    }
}
