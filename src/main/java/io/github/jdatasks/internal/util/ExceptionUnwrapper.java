package io.github.jdatasks.internal.util;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks into the exceptions that futures and streams put around the real one. */
public final class ExceptionUnwrapper {
    /** A limit for chains of causes that contain a cycle; real ones are much shorter. */
    private static final int MOST = 32;

    private ExceptionUnwrapper() {}

    /** Returns the first error that is no wrapper, or the last wrapper if it has no cause. */
    public static Throwable innermost(Throwable error) {
        Throwable current = error;
        for (int i = 0; i < MOST; i++) {
            Throwable inside = inside(current);
            if (inside == null) {
                return current;
            }
            current = inside;
        }
        return current;
    }

    /** Returns whether the error, or one it is wrapped around, passes the test. */
    public static boolean anyLayer(Throwable error, Predicate<Throwable> test) {
        return any(error, ExceptionUnwrapper::inside, test);
    }

    /** Returns whether the error, or one of its causes, passes the test. */
    public static boolean anyCause(Throwable error, Predicate<Throwable> test) {
        return any(error, Asking::cause, test);
    }

    private static boolean any(
            Throwable error, Function<Throwable, @Nullable Throwable> next, Predicate<Throwable> test) {
        Throwable current = error;
        for (int i = 0; i < MOST && current != null; i++) {
            if (test.test(current)) {
                return true;
            }
            current = next.apply(current);
        }
        return false;
    }

    /** Returns what a future has failed with, without what the JDK wraps it in for those that depend on it. */
    public static Throwable ofFuture(Throwable error) {
        Throwable cause = error instanceof CompletionException ? Asking.cause(error) : null;
        return cause == null ? error : cause;
    }

    private static @Nullable Throwable inside(Throwable error) {
        boolean wrapper = error instanceof CompletionException
                || error instanceof ExecutionException
                || error instanceof UncheckedIOException;
        return wrapper ? Asking.cause(error) : null;
    }
}
