package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopErrorHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one kind in a cog: those that name their loops, and those for every other loop.
 *
 * @param <T> the type of the hook
 */
final class CogHooks<T> {
    /** Stands for the hooks without a loop name. A loop's name is never empty. */
    static final String EVERY_LOOP = "";

    /**
     * One hook of one loop.
     *
     * @param error the type of errors that an error hook is for: a loop may have one hook for each
     * @param call null if the method has a mistake; the cog is then not built
     */
    private record Hook<T>(
            String loop,
            @Nullable Class<?> error,
            CogMethod method,
            @Nullable T call) {}

    private final String kind;
    private final Set<String> loops;
    private final BiConsumer<CogMethod, String> mistake;
    private final List<Hook<T>> hooks = new ArrayList<>();

    CogHooks(String kind, Set<String> loops, BiConsumer<CogMethod, String> mistake) {
        this.kind = kind;
        this.loops = loops;
        this.mistake = mistake;
    }

    /** Adds a hook for the named loops; without names, for all others. */
    void add(CogMethod method, String[] names, @Nullable Class<?> error, @Nullable T call) {
        if (names.length == 0) {
            add(new Hook<>(EVERY_LOOP, error, method, call), "every loop");
        }
        for (String name : names) {
            if (loops.contains(name)) {
                add(new Hook<>(name, error, method, call), "\"" + name + "\"");
            } else {
                mistake.accept(method, kind + " names a loop \"" + name + "\" that there is not; there are " + loops);
            }
        }
    }

    private void add(Hook<T> hook, String loop) {
        Class<?> error = hook.error;
        String limit = error == null
                ? " already; there can be one"
                : " and " + error.getSimpleName() + " already; there can be one for each type of error";
        hooks.stream()
                .filter(other -> other.loop.equals(hook.loop) && other.error == error)
                .findFirst()
                .ifPresent(
                        other -> mistake.accept(hook.method, other.method + " is a " + kind + " for " + loop + limit));
        hooks.add(hook);
    }

    /** Returns a loop's own hook, else the general one, else null. */
    @Nullable T first(String loop) {
        List<Hook<T>> fitting = of(loop);
        return fitting.isEmpty() ? null : fitting.get(0).call;
    }

    /** Returns a handler that calls the first of the loop's error hooks that fits an error; null if there are none. */
    static @Nullable LoopErrorHandler firstFitting(CogHooks<LoopErrorHandler> handlers, String loop) {
        List<Hook<LoopErrorHandler>> hooks = handlers.of(loop);
        if (hooks.isEmpty()) {
            return null;
        }
        return (error, run) -> {
            for (Hook<LoopErrorHandler> hook : hooks) {
                if (hook.call != null && hook.error != null && hook.error.isInstance(error)) {
                    hook.call.handle(error, run);
                    return;
                }
            }
        };
    }

    /** Returns a loop's own hooks, then the general ones; in each group the most specific error type comes first. */
    private List<Hook<T>> of(String loop) {
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
