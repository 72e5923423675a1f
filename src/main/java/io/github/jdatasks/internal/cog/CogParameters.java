package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.dv8tion.jda.api.JDA;

/**
 * The parameters of a cog's method: each comes from the {@link LoopContext} or is the error.
 *
 * @param types without the continuation of a Kotlin suspend function, which is reported elsewhere
 */
record CogParameters(List<Class<?>> types) {
    private static final Map<Class<?>, MethodHandle> FROM_CONTEXT = Map.of(
            LoopContext.class, MethodHandles.identity(LoopContext.class),
            JDA.class, getter("jda", JDA.class),
            LoopTask.class, getter("task", LoopTask.class));

    private static final MethodType GIVEN = MethodType.methodType(Object.class, Throwable.class, LoopContext.class);

    /** Collects the parameters that get no argument. */
    void check(boolean withError, ConfigErrors mistakes) {
        String right = withError
                ? "an error handler may take a Throwable of any type, a LoopContext, a JDA and a LoopTask"
                : "a loop's method or hook may take a LoopContext, a JDA and a LoopTask";
        Set<Class<?>> seen = new HashSet<>();
        for (int i = 0; i < types.size(); i++) {
            Class<?> kind = kind(types.get(i));
            boolean known = FROM_CONTEXT.containsKey(kind) || (withError && kind == Throwable.class);
            if (!known || !seen.add(kind)) {
                String what = known
                        ? "a second " + kind.getSimpleName()
                        : "of type " + types.get(i).getSimpleName();
                mistakes.add(
                        "parameter " + (i + 1) + " is " + what + "; " + right + ", in any order, each at most once");
            }
        }
    }

    /** Returns the type of the errors that an error handler is for. */
    Class<?> error() {
        return types.stream()
                .filter(type -> kind(type) == Throwable.class)
                .findFirst()
                .orElse(Throwable.class);
    }

    /** Returns a handle with an error and a context that calls the method; {@link #check} has found no mistake. */
    MethodHandle fill(MethodHandle method) {
        List<Class<?>> kinds = types.stream().<Class<?>>map(CogParameters::kind).toList();
        MethodHandle filled = MethodHandles.filterArguments(
                method.asType(MethodType.methodType(GIVEN.returnType(), kinds)),
                0,
                kinds.stream().map(FROM_CONTEXT::get).toArray(MethodHandle[]::new));
        int[] sources = filled.type().parameterList().stream()
                .mapToInt(GIVEN.parameterList()::indexOf)
                .toArray();
        return MethodHandles.permuteArguments(filled, GIVEN, sources);
    }

    private static Class<?> kind(Class<?> type) {
        return Throwable.class.isAssignableFrom(type) ? Throwable.class : type;
    }

    private static MethodHandle getter(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVirtual(LoopContext.class, name, MethodType.methodType(type));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
