package io.github.jdatasks.internal.retry;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which errors a policy retries in addition to the defaults, by type or by test, and which never ({@code abortOn}). */
record RetryRules(
        List<Class<? extends Throwable>> retryOn,
        List<Predicate<Throwable>> retryIf,
        List<Class<? extends Throwable>> abortOn) {
    static final RetryRules NONE = new RetryRules(List.of(), List.of(), List.of());

    boolean isEmpty() {
        return retryOn.isEmpty() && retryIf.isEmpty() && abortOn.isEmpty();
    }

    RetryRules retryOn(List<Class<? extends Throwable>> types) {
        return new RetryRules(join(retryOn, types).distinct().toList(), retryIf, abortOn);
    }

    RetryRules retryIf(Predicate<Throwable> test) {
        return new RetryRules(retryOn, join(retryIf, List.of(test)).toList(), abortOn);
    }

    RetryRules abortOn(List<Class<? extends Throwable>> types) {
        return new RetryRules(retryOn, retryIf, join(abortOn, types).distinct().toList());
    }

    boolean allow(Throwable error, ExceptionTypes types) {
        if (ExceptionUnwrapper.anyLayer(error, layer -> ExceptionTypes.isOneOf(abortOn, layer))) {
            return false;
        }
        Throwable innermost = ExceptionUnwrapper.innermost(error);
        return types.matches(error) || retryIf.stream().anyMatch(test -> test.test(innermost));
    }

    private static <T> Stream<T> join(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream());
    }
}
