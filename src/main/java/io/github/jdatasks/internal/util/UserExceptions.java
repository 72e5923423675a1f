package io.github.jdatasks.internal.util;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls the methods of exceptions that user code has thrown: these methods may throw too. */
public final class UserExceptions {
    private UserExceptions() {}

    public static @Nullable Throwable cause(Throwable error) {
        return orNull(error::getCause);
    }

    public static @Nullable String message(Throwable error) {
        return orNull(error::getMessage);
    }

    /** Returns {@code toString()}; the name of the class if that throws. */
    public static String text(Throwable error) {
        String text = orNull(() -> String.valueOf(error.toString()));
        return text == null ? error.getClass().getName() : text;
    }

    /** Returns whether {@code toString()} works; the JDK calls it when it wraps an exception. */
    public static boolean tellsText(Throwable error) {
        return orNull(() -> String.valueOf(error.toString())) != null;
    }

    /** Returns the first frames of the stack trace; none if {@code getStackTrace} throws. */
    static List<StackTraceElement> topFrames(Throwable error, int frames) {
        List<StackTraceElement> top =
                orNull(() -> Stream.of(error.getStackTrace()).limit(frames).toList());
        return top == null ? List.of() : top;
    }

    private static <T> @Nullable T orNull(Supplier<@Nullable T> call) {
        try {
            return call.get();
        } catch (Throwable t) {
            return null;
        }
    }
}
