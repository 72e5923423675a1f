package io.github.jdatasks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one kind in a cog: one for each loop that has its own, and one for all others.
 *
 * @param <T> what is called
 */
final class CogHooks<T> {
    private final String kind;
    private final Set<String> loops;
    private final BiConsumer<CogMethod, String> mistake;
    private final Map<String, CogMethod> methods = new LinkedHashMap<>();
    private final Map<String, T> hooks = new HashMap<>();
    private @Nullable CogMethod generalMethod;
    private @Nullable T general;

    CogHooks(String kind, Set<String> loops, BiConsumer<CogMethod, String> mistake) {
        this.kind = kind;
        this.loops = loops;
        this.mistake = mistake;
    }

    /**
     * Adds a hook.
     *
     * @param names of its loops; none for all others
     * @param hook null for one that cannot be called, which is a mistake already
     */
    void add(CogMethod method, String[] names, @Nullable T hook) {
        if (names.length == 0) {
            if (generalMethod != null) {
                mistake.accept(method, generalMethod + " is a " + kind + " for every loop already; there can be one");
            }
            generalMethod = method;
            general = hook;
        }
        for (String name : names) {
            if (!loops.contains(name)) {
                mistake.accept(method, kind + " names a loop \"" + name + "\" that there is not; there are " + loops);
                continue;
            }
            CogMethod other = methods.putIfAbsent(name, method);
            if (other != null) {
                mistake.accept(method, other + " is a " + kind + " for \"" + name + "\" already; there can be one");
            }
            if (hook != null) {
                hooks.put(name, hook);
            }
        }
    }

    /** Returns the hook of the loops that have none of their own. */
    @Nullable T general() {
        return general;
    }

    /** Returns a loop's own hook, or the general one. */
    @Nullable T of(String loop) {
        T own = hooks.get(loop);
        return own == null ? general : own;
    }
}
