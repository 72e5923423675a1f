package io.github.jdatasks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import net.dv8tion.jda.api.requests.RestAction;

/**
 * Makes bodies, hooks and handlers of a cog's methods. What it refuses, it refuses with an
 * {@link IllegalArgumentException} that says what would be right, all of it.
 */
final class CogCalls {
    private static final MethodType ON_CONTEXT = MethodType.methodType(Object.class, LoopContext.class);
    private static final MethodType ON_ERROR = MethodType.methodType(Object.class, Throwable.class, LoopContext.class);
    private static final List<List<Class<?>>> TO_ERROR =
            List.of(List.of(), List.of(Throwable.class), ON_ERROR.parameterList());

    private final LoopCog cog;

    CogCalls(LoopCog cog) {
        this.cog = cog;
    }

    /** Returns a body as {@link Bodies} know it. */
    Object body(CogMethod method) {
        Class<?> returned = method.method().getReturnType();
        boolean stage = CompletionStage.class.isAssignableFrom(returned);
        boolean rest = RestAction.class.isAssignableFrom(returned);
        Mistakes mistakes = new Mistakes();
        if (returned != void.class && !stage && !rest) {
            mistakes.add("a loop's method returns nothing, a CompletionStage or a RestAction, but this one returns "
                    + returned.getSimpleName());
        }
        MethodHandle handle = onContext(method, mistakes);
        if (stage) {
            return (AsyncLoopBody) run -> (CompletionStage<?>) call(handle, run);
        }
        if (rest) {
            return (RestLoopBody) run -> (RestAction<?>) call(handle, run);
        }
        return (LoopBody) run -> call(handle, run);
    }

    LoopHook hook(CogMethod method) {
        MethodHandle handle = onContext(method, mistakesOfHook(method));
        return run -> call(handle, run);
    }

    LoopErrorHandler handler(CogMethod method) {
        Mistakes mistakes = mistakesOfHook(method);
        if (!TO_ERROR.contains(parameters(method))) {
            mistakes.add("an error handler takes nothing, a Throwable, or a Throwable and a LoopContext");
        }
        MethodHandle shaped = bound(method, mistakes, ON_ERROR);
        return (error, run) -> {
            try {
                Object unused = shaped.invokeExact(error, run);
            } catch (Throwable t) { // the method's own, passed on as it is
                throw CogCalls.<RuntimeException>asIs(t);
            }
        };
    }

    private static Mistakes mistakesOfHook(CogMethod method) {
        Class<?> returned = method.method().getReturnType();
        Mistakes mistakes = new Mistakes();
        if (returned != void.class) {
            mistakes.add("a hook returns nothing, but this one returns " + returned.getSimpleName());
        }
        return mistakes;
    }

    private MethodHandle onContext(CogMethod method, Mistakes mistakes) {
        List<Class<?>> parameters = parameters(method);
        if (!parameters.isEmpty() && !parameters.equals(ON_CONTEXT.parameterList())) {
            mistakes.add("it may take nothing or a LoopContext");
        }
        return bound(method, mistakes, ON_CONTEXT);
    }

    /** Returns a method of the cog as one that takes more parameters, unless there are mistakes, be they old or new. */
    private MethodHandle bound(CogMethod cogMethod, Mistakes mistakes, MethodType type) {
        Method method = cogMethod.method();
        if (Modifier.isStatic(method.getModifiers())) {
            mistakes.add("it must not be static");
        }
        MethodHandle handle = mistakes.orNull(() -> unreflect(method));
        if (handle == null || !mistakes.isEmpty()) {
            throw mistakes.exception();
        }
        MethodHandle bound = handle.bindTo(cog);
        int given = bound.type().parameterCount();
        return MethodHandles.dropArguments(bound, given, type.parameterList().subList(given, type.parameterCount()))
                .asType(type);
    }

    private static MethodHandle unreflect(Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "it cannot be called from outside its module; add \"opens "
                            + method.getDeclaringClass().getPackageName() + ";\" to module-info.java",
                    e);
        }
    }

    private static List<Class<?>> parameters(CogMethod method) {
        return List.of(method.method().getParameterTypes());
    }

    private static Object call(MethodHandle handle, LoopContext run) {
        try {
            return handle.invokeExact(run);
        } catch (Throwable t) { // the method's own, passed on as it is
            throw CogCalls.<RuntimeException>asIs(t);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // lets a checked exception pass undeclared
    private static <E extends Throwable> E asIs(Throwable t) throws E {
        throw (E) t;
    }
}
