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
 * {@link IllegalArgumentException} that says what would be right.
 */
final class CogCalls {
    private static final MethodType ON_CONTEXT = MethodType.methodType(Object.class, LoopContext.class);
    private static final MethodType ON_ERROR = MethodType.methodType(Object.class, Throwable.class, LoopContext.class);

    private final LoopCog cog;

    CogCalls(LoopCog cog) {
        this.cog = cog;
    }

    /** Returns a body as {@link Bodies} know it. */
    Object body(CogMethod method) {
        Class<?> returned = method.method().getReturnType();
        MethodHandle handle = onContext(method);
        if (returned == void.class) {
            return (LoopBody) run -> call(handle, run);
        }
        if (CompletionStage.class.isAssignableFrom(returned)) {
            return (AsyncLoopBody) run -> (CompletionStage<?>) call(handle, run);
        }
        if (RestAction.class.isAssignableFrom(returned)) {
            return (RestLoopBody) run -> (RestAction<?>) call(handle, run);
        }
        throw new IllegalArgumentException(
                "a loop's method returns nothing, a CompletionStage or a RestAction, but this" + " one returns "
                        + returned.getSimpleName());
    }

    LoopHook hook(CogMethod method) {
        requireVoid(method);
        MethodHandle handle = onContext(method);
        return run -> call(handle, run);
    }

    LoopErrorHandler handler(CogMethod method) {
        requireVoid(method);
        List<Class<?>> parameters = List.of(method.method().getParameterTypes());
        MethodHandle handle;
        if (parameters.isEmpty()) {
            handle = MethodHandles.dropArguments(bound(method), 0, Throwable.class, LoopContext.class);
        } else if (parameters.equals(List.of(Throwable.class))) {
            handle = MethodHandles.dropArguments(bound(method), 1, LoopContext.class);
        } else if (parameters.equals(List.of(Throwable.class, LoopContext.class))) {
            handle = bound(method);
        } else {
            throw new IllegalArgumentException(
                    "an error handler takes nothing, a Throwable, or a Throwable and a LoopContext");
        }
        MethodHandle shaped = handle.asType(ON_ERROR);
        return (error, run) -> {
            try {
                Object unused = shaped.invokeExact(error, run);
            } catch (Throwable t) { // the method's own, passed on as it is
                throw CogCalls.<RuntimeException>asIs(t);
            }
        };
    }

    private static void requireVoid(CogMethod method) {
        Class<?> returned = method.method().getReturnType();
        if (returned != void.class) {
            throw new IllegalArgumentException(
                    "a hook returns nothing, but this one returns " + returned.getSimpleName());
        }
    }

    private MethodHandle onContext(CogMethod method) {
        List<Class<?>> parameters = List.of(method.method().getParameterTypes());
        if (parameters.isEmpty()) {
            return MethodHandles.dropArguments(bound(method), 0, LoopContext.class)
                    .asType(ON_CONTEXT);
        }
        if (parameters.equals(List.of(LoopContext.class))) {
            return bound(method).asType(ON_CONTEXT);
        }
        throw new IllegalArgumentException("it may take nothing or a LoopContext");
    }

    private MethodHandle bound(CogMethod cogMethod) {
        Method method = cogMethod.method();
        if (Modifier.isStatic(method.getModifiers())) {
            throw new IllegalArgumentException("it must not be static");
        }
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).bindTo(cog);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "it cannot be called from outside its module; add \"opens "
                            + method.getDeclaringClass().getPackageName() + ";\" to module-info.java",
                    e);
        }
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
