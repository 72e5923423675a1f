package io.github.jdatasks.internal.cog;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.spec.LoopSpec;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the loops of a cog from its annotations, or throws all mistakes in them at once. */
public final class CogReader {
    private final Class<?> type;
    private final CogLifecycle life;
    private final Function<LoopControl, LoopTask> tasks;
    private final CogCalls calls;
    private final List<CogMethod> methods;
    private final IdentityHashMap<CogMethod, ConfigErrors> mistakes = new IdentityHashMap<>();

    private CogReader(Object cog, Class<?> root, CogLifecycle life, Function<LoopControl, LoopTask> tasks) {
        this.type = cog.getClass();
        this.life = life;
        this.tasks = tasks;
        this.calls = new CogCalls(cog);
        this.methods = CogMethod.of(type, root);
    }

    /**
     * Builds the loops of a cog.
     *
     * @param root the superclass that all cogs have
     * @param tasks makes the public handle of a loop
     */
    public static void buildLoops(Object cog, Class<?> root, CogLifecycle life, Function<LoopControl, LoopTask> tasks) {
        new CogReader(cog, root, life, tasks).build();
    }

    private void build() {
        Map<String, CogMethod> loops = loops();
        CogHooks<LoopHook> before = hooks(loops, BeforeLoop.class, BeforeLoop::value, m -> null, calls::hook);
        CogHooks<LoopHook> after = hooks(loops, AfterLoop.class, AfterLoop::value, m -> null, calls::hook);
        CogHooks<LoopErrorHandler> onError =
                hooks(loops, LoopError.class, LoopError::value, calls::errorOf, calls::errorHook);
        List<Runnable> builds = new ArrayList<>();
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            if (loop != null) {
                String name = name(method, loop);
                LoopSpec spec = mistakes(method).orNull(() -> new LoopAnnotationReader(loop).read(name, life, tasks));
                AsyncLoopBody body = mistakes(method).orNull(() -> calls.body(method));
                if (spec != null && body != null) {
                    spec.before = before.first(name);
                    spec.after = after.first(name);
                    spec.onError = CogHooks.firstFitting(onError, name);
                    builds.add(() -> spec.build(body, life.scheduler()));
                }
            }
        }
        throwMistakes();
        life.hooks(LoopSettings.Hooks.of(
                before.first(CogHooks.EVERY_LOOP),
                after.first(CogHooks.EVERY_LOOP),
                CogHooks.firstFitting(onError, CogHooks.EVERY_LOOP)));
        builds.forEach(Runnable::run);
    }

    /** Returns the methods that are loops, by the names of the loops. */
    private Map<String, CogMethod> loops() {
        Map<String, CogMethod> loops = new LinkedHashMap<>();
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            if (loop == null) {
                continue;
            }
            String name = name(method, loop);
            if (loop.name().isEmpty() && KotlinMethods.isInternal(method.method())) {
                mistake(
                        method,
                        "the function is internal, so it has that name in byte code, and its loop would, too;"
                                + " make it public or private, or write @Loop(name = \""
                                + KotlinMethods.nameInSource(method.method()) + "\", …)");
            }
            CogMethod other = loops.putIfAbsent(name, method);
            if (other != null) {
                mistake(
                        method,
                        "there is a loop named \"" + name + "\" already, " + other + "; give one of them another name");
            }
        }
        return loops;
    }

    private static String name(CogMethod method, Loop loop) {
        return loop.name().isEmpty() ? method.name() : loop.name();
    }

    private <A extends Annotation, T> CogHooks<T> hooks(
            Map<String, CogMethod> loops,
            Class<A> kind,
            Function<A, String[]> names,
            Function<CogMethod, @Nullable Class<?>> error,
            Function<CogMethod, T> caller) {
        CogHooks<T> hooks = new CogHooks<>("@" + kind.getSimpleName(), loops.keySet(), this::mistake);
        for (CogMethod method : methods) {
            A annotation = method.annotation(kind);
            if (annotation == null) {
                continue;
            }
            if (method.annotation(Loop.class) != null) {
                mistake(
                        method,
                        "it is @Loop and @" + kind.getSimpleName()
                                + " at once, but a method is either a loop or a hook; leave one of the two out");
            }
            T hook = mistakes(method).orNull(() -> caller.apply(method));
            hooks.add(method, names.apply(annotation), error.apply(method), hook);
        }
        return hooks;
    }

    private void mistake(CogMethod method, String text) {
        mistakes(method).add(text);
    }

    private ConfigErrors mistakes(CogMethod method) {
        return mistakes.computeIfAbsent(method, none -> new ConfigErrors());
    }

    private void throwMistakes() {
        List<String> lines = methods.stream()
                .flatMap(method -> mistakes(method).texts().stream().map(text -> "\n  - " + method + ": " + text))
                .toList();
        if (!lines.isEmpty()) {
            throw new IllegalArgumentException("The cog " + type.getName() + " has "
                    + (lines.size() == 1 ? "a mistake" : lines.size() + " mistakes") + ":" + String.join("", lines));
        }
    }
}
