package io.github.jdatasks.internal.util;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the real exception inside of those that futures and streams wrap around it. */
public final class ExceptionUnwrapper {
    private ExceptionUnwrapper() {}

    /** Returns the first error that is no wrapper, or the last wrapper if it has no cause. */
    public static Throwable innermost(Throwable error) {
        return chain(error, ExceptionUnwrapper::inside).reduce(error, (outer, inner) -> inner);
    }

    /** Returns whether the error, or one it is wrapped around, passes the test. */
    public static boolean anyLayer(Throwable error, Predicate<Throwable> test) {
        return chain(error, ExceptionUnwrapper::inside).anyMatch(test);
    }

    /** Returns whether the error, or one of its causes, passes the test. */
    public static boolean anyCause(Throwable error, Predicate<Throwable> test) {
        return chain(error, UserExceptions::cause).anyMatch(test);
    }

    /** Returns the last cause. */
    public static Throwable rootCause(Throwable error) {
        return chain(error, UserExceptions::cause).reduce(error, (outer, inner) -> inner);
    }

    /** A chain of causes may contain a cycle; real ones are much shorter than the limit. */
    private static Stream<Throwable> chain(Throwable error, UnaryOperator<@Nullable Throwable> next) {
        return Stream.iterate(error, Objects::nonNull, next).limit(32);
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
