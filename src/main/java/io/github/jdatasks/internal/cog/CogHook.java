package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopErrorHandler;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hook of one loop.
 *
 * @param error the type of errors that an error hook is for: a loop may have one hook for each
 * @param call null if the method has a mistake; the cog is then not built
 */
record CogHook<T>(
        String loop,
        @Nullable Class<?> error,
        CogMethod method,
        @Nullable T call) {
    /** Stands for every loop that no other hook of the kind names. A loop's name is never empty. */
    static final String EVERY_LOOP = "";

    boolean isForSame(CogHook<T> other) {
        return loop.equals(other.loop) && error == other.error;
    }

    /** Returns that there can be one such hook, in words. */
    String limit() {
        return (loop.isEmpty() ? "every loop" : "\"" + loop + "\"")
                + (error == null
                        ? " already; there can be one"
                        : " and " + error.getSimpleName() + " already; there can be one for each type of error");
    }

    /** Returns a loop's own hook, else the general one, else null. */
    static <T> @Nullable T first(List<CogHook<T>> hooks, String loop) {
        return of(hooks, loop).stream().findFirst().map(CogHook::call).orElse(null);
    }

    /** Returns a handler that calls the first of the loop's error hooks that fits an error; null if there are none. */
    static @Nullable LoopErrorHandler firstFitting(List<CogHook<LoopErrorHandler>> all, String loop) {
        List<CogHook<LoopErrorHandler>> hooks = of(all, loop);
        if (hooks.isEmpty()) {
            return null;
        }
        return (error, run) -> {
            for (CogHook<LoopErrorHandler> hook : hooks) {
                if (hook.call != null && hook.error != null && hook.error.isInstance(error)) {
                    hook.call.handle(error, run);
                    return;
                }
            }
        };
    }

    /** Returns a loop's own hooks, then the general ones; in each group the most specific error type comes first. */
    private static <T> List<CogHook<T>> of(List<CogHook<T>> hooks, String loop) {
        return Stream.of(loop, EVERY_LOOP)
                .distinct()
                .flatMap(at -> hooks.stream()
                        .filter(hook -> hook.loop.equals(at))
                        .sorted(Comparator.comparing(hook -> -depth(hook.error))))
                .toList();
    }

    /** Returns how many superclasses there are: of two types that fit an error, the deeper is the more specific. */
    private static int depth(@Nullable Class<?> type) {
        return type == null ? 0 : 1 + depth(type.getSuperclass());
    }
}
