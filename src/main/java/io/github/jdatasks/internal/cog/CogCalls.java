package io.github.jdatasks.internal.cog;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/** Makes bodies, hooks and handlers of a cog's methods, or throws all mistakes in a method's signature. */
final class CogCalls {
    private final Object cog;
    private final TypeArguments types;

    CogCalls(Object cog) {
        this.cog = cog;
        this.types = new TypeArguments(cog.getClass());
    }

    AsyncLoopBody body(CogMethod method) {
        Class<?> returned = returned(method);
        boolean stage = CompletionStage.class.isAssignableFrom(returned);
        boolean rest = RestAction.class.isAssignableFrom(returned);
        ConfigErrors mistakes = new ConfigErrors();
        if (returned != void.class && !stage && !rest) {
            mistakes.add("a loop's method returns nothing, a CompletionStage or a RestAction, but this one returns "
                    + returned.getSimpleName());
        }
        MethodHandle handle = bound(method, mistakes, false);
        if (stage) {
            return run -> (CompletionStage<?>) call(handle, null, run);
        }
        if (rest) {
            return run -> {
                RestAction<?> action = (RestAction<?>) call(handle, null, run);
                return action == null ? null : action.submit();
            };
        }
        return run -> {
            Object unused = call(handle, null, run);
            return null;
        };
    }

    LoopHook hook(CogMethod method) {
        MethodHandle handle = bound(method, mistakesOfHook(method), false);
        return run -> call(handle, null, run);
    }

    LoopErrorHandler errorHook(CogMethod method) {
        MethodHandle handle = bound(method, mistakesOfHook(method), true);
        return (error, run) -> call(handle, error, run);
    }

    /** Returns the type of the errors that an error hook is for. */
    Class<?> errorOf(CogMethod method) {
        return parameters(method).error();
    }

    /** Returns the method's return type; void for a suspend function, which is reported as a mistake of its own. */
    private static Class<?> returned(CogMethod method) {
        return KotlinMethods.isSuspend(method.method())
                ? void.class
                : method.method().getReturnType();
    }

    private static ConfigErrors mistakesOfHook(CogMethod method) {
        Class<?> returned = returned(method);
        ConfigErrors mistakes = new ConfigErrors();
        if (returned != void.class) {
            mistakes.add("a hook returns nothing, but this one returns " + returned.getSimpleName());
        }
        return mistakes;
    }

    /** Adapts a method of the cog to an error and a context. Throws all mistakes, those found before included. */
    private MethodHandle bound(CogMethod cogMethod, ConfigErrors mistakes, boolean takesError) {
        Method method = cogMethod.method();
        if (Modifier.isStatic(method.getModifiers())) {
            mistakes.add("it must not be static; leave static out");
        }
        if (KotlinMethods.isSuspend(method)) {
            String name = KotlinMethods.nameInSource(method);
            mistakes.add("only a coroutine can call a suspend function; write fun " + name
                    + "(…): Unit = runBlocking { … } instead, or, for a loop, fun " + name
                    + "(…) = scope.future { … }");
        }
        CogParameters parameters = parameters(cogMethod);
        parameters.check(takesError, mistakes);
        MethodHandle handle = mistakes.orNull(() -> unreflect(method));
        mistakes.throwIfAny();
        return parameters.fill(Objects.requireNonNull(handle).bindTo(cog));
    }

    private CogParameters parameters(CogMethod cogMethod) {
        Method method = cogMethod.method();
        List<Class<?>> parameters = types.parametersOf(method);
        return new CogParameters(
                KotlinMethods.isSuspend(method) ? parameters.subList(0, parameters.size() - 1) : parameters);
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

    private static Object call(MethodHandle handle, @Nullable Throwable error, LoopContext run) {
        try {
            return handle.invokeExact(error, run);
        } catch (Throwable t) { // thrown by the user's method, and passed on unchanged
            throw CogCalls.<RuntimeException>asIs(t);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // lets a checked exception pass undeclared
    private static <E extends Throwable> E asIs(Throwable t) throws E {
        throw (E) t;
    }
}
