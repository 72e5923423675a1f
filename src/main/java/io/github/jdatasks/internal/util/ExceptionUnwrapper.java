package io.github.jdatasks.internal.util;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the real exception inside of those that futures and streams wrap around it. */
public final class ExceptionUnwrapper {
    /** A chain of causes may contain a cycle; real ones are much shorter than this. */
    private static final int MOST = 32;

    private ExceptionUnwrapper() {}

    /** Returns the first error that is no wrapper, or the last wrapper if it has no cause. */
    public static Throwable innermost(Throwable error) {
        Throwable current = error;
        Throwable inside = inside(error);
        for (int i = 1; i < MOST && inside != null; i++) {
            current = inside;
            inside = inside(current);
        }
        return current;
    }

    /** Returns whether the error, or one it is wrapped around, passes the test. */
    public static boolean anyLayer(Throwable error, Predicate<Throwable> test) {
        return any(error, ExceptionUnwrapper::inside, test);
    }

    /** Returns whether the error, or one of its causes, passes the test. */
    public static boolean anyCause(Throwable error, Predicate<Throwable> test) {
        return any(error, UserExceptions::cause, test);
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

    /** Returns the exception a future failed with, without the wrapper that the JDK adds for dependent futures. */
    public static Throwable ofFuture(Throwable error) {
        Throwable cause = error instanceof CompletionException ? UserExceptions.cause(error) : null;
        return cause == null ? error : cause;
    }

    private static @Nullable Throwable inside(Throwable error) {
        boolean wrapper = error instanceof CompletionException
                || error instanceof ExecutionException
                || error instanceof UncheckedIOException;
        return wrapper ? UserExceptions.cause(error) : null;
    }
}
