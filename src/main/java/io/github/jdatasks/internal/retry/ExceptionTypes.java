package io.github.jdatasks.internal.retry;

import static io.github.jdatasks.internal.util.Checks.check;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.util.List;
import java.util.stream.Stream;

/**
 * The exception types a loop retries: the {@linkplain TransientErrors defaults}, unless cleared, and those that were
 * added. Immutable, so a loop replaces it by one volatile write.
 *
 * @param defaults whether the defaults are included
 * @param added exact classes, each once; their subclasses are retried too
 */
public record ExceptionTypes(boolean defaults, List<Class<? extends Throwable>> added) {
    public static final ExceptionTypes DEFAULTS = new ExceptionTypes(true, List.of());
    public static final ExceptionTypes NONE = new ExceptionTypes(false, List.of());

    public ExceptionTypes plus(List<Class<? extends Throwable>> types) {
        return hasAll(types)
                ? this
                : new ExceptionTypes(
                        defaults,
                        Stream.concat(added.stream(), types.stream()).distinct().toList());
    }

    public ExceptionTypes minus(List<Class<? extends Throwable>> types) {
        List<Class<? extends Throwable>> rest =
                added.stream().filter(type -> !types.contains(type)).toList();
        return rest.isEmpty() ? (defaults ? DEFAULTS : NONE) : new ExceptionTypes(defaults, rest);
    }

    public boolean hasAll(List<Class<? extends Throwable>> types) {
        return added.containsAll(types);
    }

    boolean matches(Throwable error) {
        return ExceptionUnwrapper.anyLayer(error, layer -> isOneOf(added, layer))
                || (defaults && TransientErrors.isTransient(error));
    }

    static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable error) {
        return types.stream().anyMatch(type -> type.isInstance(error));
    }

    /** Returns a copy of the varargs that a user gave. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read here
    public static List<Class<? extends Throwable>> checked(String what, Class<? extends Throwable>... types) {
        check(types != null, what + ": the types are null; give exception classes");
        for (Class<? extends Throwable> type : types) {
            check(type != null, what + ": a type is null; give classes such as SQLException.class");
        }
        return List.of(types);
    }
}
