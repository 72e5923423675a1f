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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the loops of a cog from its annotations, or throws all mistakes in them at once. */
public final class CogReader {
    private final CogCalls calls;
    private final List<CogMethod> methods;
    private final List<String> loops;

    private CogReader(CogObject cog) {
        this.calls = new CogCalls(cog);
        this.methods = CogMethod.of(cog);
        this.loops = methods.stream()
                .flatMap(method -> Stream.ofNullable(loopName(method)))
                .distinct()
                .toList();
    }

    /**
     * Builds the loops of a cog.
     *
     * @param tasks makes the public handle of a loop
     */
    public static void buildLoops(CogObject cog, CogLifecycle life, Function<LoopControl, LoopTask> tasks) {
        new CogReader(cog).build(life, tasks);
    }

    private void build(CogLifecycle life, Function<LoopControl, LoopTask> tasks) {
        List<CogHook<LoopHook>> before = hooks(BeforeLoop.class, BeforeLoop::value, m -> null, calls::hook);
        List<CogHook<LoopHook>> after = hooks(AfterLoop.class, AfterLoop::value, m -> null, calls::hook);
        List<CogHook<LoopErrorHandler>> onError =
                hooks(LoopError.class, LoopError::value, CogCalls::errorOf, calls::errorHook);
        Map<String, CogMethod> known = new HashMap<>();
        List<Runnable> builds = new ArrayList<>();
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            String name = loopName(method);
            if (loop == null || name == null) {
                continue;
            }
            ConfigErrors mistakes = method.mistakes();
            mistakes.addIf(
                    loop.name().isEmpty() && method.isInternal(),
                    "the function is internal, so it has that name in byte code, and its loop would, too; make it public"
                            + " or private, or write @Loop(name = \"" + method.kotlinName() + "\", …)");
            CogMethod other = known.putIfAbsent(name, method);
            mistakes.addIf(
                    other != null,
                    "there is a loop named \"" + name + "\" already, " + other + "; give one of them another name");
            LoopSpec spec = mistakes.orNull(() -> new LoopAnnotationReader(loop).read(name, life, tasks));
            AsyncLoopBody body = mistakes.orNull(() -> calls.body(method));
            if (spec != null && body != null) {
                spec.before = CogHook.first(before, name);
                spec.after = CogHook.first(after, name);
                spec.onError = CogHook.firstFitting(onError, name);
                builds.add(() -> spec.build(body, life.scheduler()));
            }
        }
        throwMistakes();
        calls.cog().checkHasLoops(loops);
        life.hooks = LoopSettings.Hooks.NONE.completing(
                CogHook.first(before, CogHook.EVERY_LOOP),
                CogHook.first(after, CogHook.EVERY_LOOP),
                CogHook.firstFitting(onError, CogHook.EVERY_LOOP));
        builds.forEach(Runnable::run);
    }

    /** Returns the name of a method's loop; null if it is no loop. */
    private static @Nullable String loopName(CogMethod method) {
        Loop loop = method.annotation(Loop.class);
        if (loop == null) {
            return null;
        }
        return loop.name().isEmpty() ? method.name() : loop.name();
    }

    /** Returns the hooks of one kind: those that name their loops, and those for every other loop. */
    private <A extends Annotation, T> List<CogHook<T>> hooks(
            Class<A> annotation,
            Function<A, String[]> names,
            Function<CogMethod, @Nullable Class<?>> errorOf,
            Function<CogMethod, T> caller) {
        String kind = "@" + annotation.getSimpleName();
        List<CogHook<T>> hooks = new ArrayList<>();
        for (CogMethod method : methods) {
            A present = method.annotation(annotation);
            if (present == null) {
                continue;
            }
            ConfigErrors mistakes = method.mistakes();
            mistakes.addIf(
                    loopName(method) != null,
                    "it is @Loop and " + kind
                            + " at once, but a method is either a loop or a hook; leave one of the two out");
            T call = mistakes.orNull(() -> caller.apply(method));
            Class<?> error = errorOf.apply(method);
            List<String> named = List.of(names.apply(present));
            for (String loop : named.isEmpty() ? List.of(CogHook.EVERY_LOOP) : named) {
                if (!named.isEmpty() && !loops.contains(loop)) {
                    mistakes.add(kind + " names a loop \"" + loop + "\" that there is not; there are " + loops);
                    continue;
                }
                CogHook<T> hook = new CogHook<>(loop, error, method, call);
                hooks.stream()
                        .filter(hook::isForSame)
                        .findFirst()
                        .ifPresent(other -> mistakes.add(other.method() + " is a " + kind + " for " + hook.limit()));
                hooks.add(hook);
            }
        }
        return hooks;
    }

    private void throwMistakes() {
        List<String> lines = methods.stream()
                .flatMap(method -> method.mistakes().texts().stream().map(text -> "\n  - " + method + ": " + text))
                .toList();
        if (!lines.isEmpty()) {
            throw new IllegalArgumentException("The cog "
                    + calls.cog().type().getName() + " has "
                    + (lines.size() == 1 ? "a mistake" : lines.size() + " mistakes") + ":" + String.join("", lines));
        }
    }
}
