package io.github.jdatasks.internal.cog;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/** Makes bodies, hooks and handlers of a cog's methods, or throws all mistakes in a method's signature. */
record CogCalls(CogObject cog) {
    /** Where a parameter's argument comes from, if it is not the error. */
    private static final Map<Class<?>, MethodHandle> FROM_CONTEXT = Map.of(
            LoopContext.class, MethodHandles.identity(LoopContext.class),
            JDA.class, getter("jda", JDA.class),
            LoopTask.class, getter("task", LoopTask.class));

    /** What a call can pass on: the error, the context, and the continuation of a suspend function. */
    private static final MethodType GIVEN =
            MethodType.methodType(Object.class, Throwable.class, LoopContext.class, Object.class);

    /** A method of the cog. */
    @FunctionalInterface
    private interface Call {
        @Nullable Object with(@Nullable Throwable error, LoopContext run);
    }

    AsyncLoopBody body(CogMethod method) {
        Class<?> returned = method.returned();
        boolean stage = returned == void.class || CompletionStage.class.isAssignableFrom(returned);
        boolean rest = !stage && RestAction.class.isAssignableFrom(returned);
        String rule = "a loop's method returns nothing, a CompletionStage or a RestAction";
        Call call = call(method, false, stage || rest, rule);
        if (rest) {
            return run -> {
                RestAction<?> action = (RestAction<?>) call.with(null, run);
                return action == null ? null : action.submit();
            };
        }
        return run -> (CompletionStage<?>) call.with(null, run);
    }

    LoopHook hook(CogMethod method) {
        Call call = call(method, false, method.returned() == void.class, "a hook returns nothing");
        return run -> await(call.with(null, run));
    }

    LoopErrorHandler errorHook(CogMethod method) {
        Call call = call(method, true, method.returned() == void.class, "a hook returns nothing");
        return (error, run) -> await(call.with(error, run));
    }

    /** Waits for the hook's coroutine, if it has one. */
    private static void await(@Nullable Object result) throws Exception {
        if (result instanceof CompletableFuture<?> coroutine) {
            Coroutines.await(coroutine);
        }
    }

    /** Returns the type of the errors that an error hook is for. */
    static Class<?> errorOf(CogMethod method) {
        return parameters(method).stream()
                .filter(type -> kind(type) == Throwable.class)
                .findFirst()
                .orElse(Throwable.class);
    }

    /** Returns the types of the parameters, without the continuation of a suspend function. */
    private static List<Class<?>> parameters(CogMethod method) {
        return method.types().subList(0, method.types().size() - (method.isSuspend() ? 1 : 0));
    }

    /** Returns how a method of the cog is called. */
    private Call call(CogMethod method, boolean takesError, boolean returnsRight, String rule) {
        ConfigErrors mistakes = new ConfigErrors();
        if (method.isSuspend()) {
            mistakes.addIf(
                    method.returned() != void.class,
                    "a suspend function of a cog returns nothing, but this one returns "
                            + method.returned().getSimpleName() + "; await in the function what it starts");
            mistakes.addIf(
                    !withCoroutines(),
                    "a suspend function needs coroutines; add org.jetbrains.kotlinx:kotlinx-coroutines-core to the class path");
        } else {
            mistakes.addIf(
                    !returnsRight,
                    rule + ", but this one returns " + method.returned().getSimpleName());
        }
        mistakes.addIf(Modifier.isStatic(method.method().getModifiers()), "it must not be static; leave static out");
        check(parameters(method), takesError, mistakes);
        Method called = cog.called(method, mistakes);
        MethodHandle unbound = mistakes.orNull(() -> unreflect(called));
        mistakes.throwIfAny();
        MethodHandle handle = fill(Objects.requireNonNull(unbound).bindTo(cog.object), method.types());
        if (method.isSuspend()) {
            return (error, run) -> Coroutines.start(cog.object, rest -> invoke(handle, error, run, rest));
        }
        return (error, run) -> invoke(handle, error, run, null);
    }

    /** Returns whether coroutines are on the class path: Kotlin's own library has suspend functions, but no coroutines. */
    private static boolean withCoroutines() {
        try {
            Class.forName("kotlinx.coroutines.BuildersKt", false, CogCalls.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Collects the parameters that get no argument. */
    private static void check(List<Class<?>> parameters, boolean withError, ConfigErrors mistakes) {
        String right = withError
                ? "an error handler may take a Throwable of any type, a LoopContext, a JDA and a LoopTask"
                : "a loop's method or hook may take a LoopContext, a JDA and a LoopTask";
        Set<Class<?>> seen = new HashSet<>();
        for (int i = 0; i < parameters.size(); i++) {
            Class<?> kind = kind(parameters.get(i));
            boolean known = FROM_CONTEXT.containsKey(kind) || (withError && kind == Throwable.class);
            String what = (known ? "a second " : "of type ") + (known ? kind : parameters.get(i)).getSimpleName();
            mistakes.addIf(
                    !known || !seen.add(kind),
                    "parameter " + (i + 1) + " is " + what + "; " + right + ", in any order, each at most once");
        }
    }

    /** Returns a handle that calls the method with what it takes of all that is given. */
    private static MethodHandle fill(MethodHandle method, List<Class<?>> parameters) {
        List<Class<?>> kinds = parameters.stream().<Class<?>>map(CogCalls::kind).toList();
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
        if (type.getName().equals(CogMethod.CONTINUATION)) {
            return Object.class;
        }
        return Throwable.class.isAssignableFrom(type) ? Throwable.class : type;
    }

    private static MethodHandle getter(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVirtual(LoopContext.class, name, MethodType.methodType(type));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
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

    private static @Nullable Object invoke(
            MethodHandle handle, @Nullable Throwable error, LoopContext run, @Nullable Object continuation) {
        try {
            return handle.invokeExact(error, run, continuation);
        } catch (Throwable t) { // thrown by the user's method, and passed on unchanged
            throw CogCalls.<RuntimeException>asIs(t);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // lets a checked exception pass undeclared
    static <E extends Throwable> E asIs(Throwable t) throws E {
        throw (E) t;
    }
}
