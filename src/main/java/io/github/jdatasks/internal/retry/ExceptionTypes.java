package io.github.jdatasks.internal.retry;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The exception types a loop retries: the {@linkplain TransientErrors defaults}, unless cleared, and those its user
 * added. An immutable value, so that a loop swaps it in one volatile field and one without additions shares
 * {@link #DEFAULTS}.
 *
 * @param defaults whether the defaults are among them
 * @param added exact classes, each once; their subclasses are retried too
 */
public record ExceptionTypes(boolean defaults, List<Class<? extends Throwable>> added) {
    public static final ExceptionTypes DEFAULTS = new ExceptionTypes(true, List.of());
    public static final ExceptionTypes NONE = new ExceptionTypes(false, List.of());

    /** Returns these and more; adding a class that is there already changes nothing. */
    public ExceptionTypes plus(List<Class<? extends Throwable>> types) {
        List<Class<? extends Throwable>> all = new ArrayList<>(added);
        for (Class<? extends Throwable> type : types) {
            if (!all.contains(type)) {
                all.add(type);
            }
        }
        return all.size() == added.size() ? this : new ExceptionTypes(defaults, List.copyOf(all));
    }

    /** Returns these without those of the given classes that were added. */
    public ExceptionTypes minus(List<Class<? extends Throwable>> types) {
        List<Class<? extends Throwable>> rest = new ArrayList<>(added);
        rest.removeAll(types);
        if (rest.isEmpty()) {
            return defaults ? DEFAULTS : NONE;
        }
        return new ExceptionTypes(defaults, List.copyOf(rest));
    }

    /** Returns whether every one of the classes was added, so that {@link #minus} takes them all: true for none. */
    public boolean hasAll(List<Class<? extends Throwable>> types) {
        return added.containsAll(types);
    }

    boolean matches(Throwable error) {
        return ExceptionUnwrapper.anyLayer(error, layer -> isOneOf(added, layer))
                || (defaults && TransientErrors.isTransient(error));
    }

    /** Returns whether an error is an instance of one of the classes. */
    static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable error) {
        for (Class<? extends Throwable> type : types) {
            if (type.isInstance(error)) {
                return true;
            }
        }
        return false;
    }

    /** Copies what a user gave as varargs. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read here
    public static List<Class<? extends Throwable>> checked(String what, Class<? extends Throwable>... types) {
        if (types == null) {
            throw new IllegalArgumentException(what + ": the types are null; give exception classes");
        }
        for (Class<? extends Throwable> type : types) {
            if (type == null) {
                throw new IllegalArgumentException(what + ": a type is null; give classes such as SQLException.class");
            }
        }
        return List.of(types);
    }
}
