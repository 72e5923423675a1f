package io.github.jdatasks.internal.cog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one kind in a cog: those of each loop, and those for every loop that has none of its own.
 *
 * @param <T> what is called
 */
final class CogHooks<T> {
    /** In place of a loop's name, which is never empty. */
    private static final String EVERY_LOOP = "";

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

    /**
     * Adds a hook.
     *
     * @param names of its loops; none for all others
     * @param error the errors it is for: a loop may have one hook for each type; null if it is not for errors
     * @param call null for one that cannot be called, which is a mistake already
     */
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
        hooks.stream()
                .filter(other -> other.loop.equals(hook.loop) && other.error == error)
                .findFirst()
                .ifPresent(other -> mistake.accept(
                        hook.method,
                        other.method + " is a " + kind + " for " + loop
                                + (error == null
                                        ? " already; there can be one"
                                        : " and " + error.getSimpleName()
                                                + " already; there can be one for each type of error")));
        hooks.add(hook);
    }

    /** Returns the hooks of the loops that have none of their own, the one for the most specific errors first. */
    List<T> general() {
        return of(EVERY_LOOP);
    }

    /** Returns a loop's own hooks, then the general ones; of each the one for the most specific errors first. */
    List<T> of(String loop) {
        return Stream.of(loop, EVERY_LOOP)
                .distinct()
                .flatMap(at -> hooks.stream()
                        .filter(hook -> hook.loop.equals(at))
                        .sorted(Comparator.comparing(hook -> -depth(hook.error))))
                .map(Hook::call)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns how many superclasses there are: of two types that fit an error, the deeper is the more specific. */
    private static int depth(@Nullable Class<?> type) {
        return type == null ? 0 : 1 + depth(type.getSuperclass());
    }
}
