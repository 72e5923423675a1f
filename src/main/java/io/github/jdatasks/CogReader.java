package io.github.jdatasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the loops of a cog from its annotations, or says everything that is wrong with them at once.
 */
final class CogReader {
    private final Class<?> type;
    private final CogLife life;
    private final CogCalls calls;
    private final List<CogMethod> methods;
    private final List<String> mistakes = new ArrayList<>();

    private CogReader(LoopCog cog, CogLife life) {
        this.type = cog.getClass();
        this.life = life;
        this.calls = new CogCalls(cog);
        this.methods = CogMethod.of(type);
    }

    static void buildLoops(LoopCog cog, CogLife life) {
        new CogReader(cog, life).build();
    }

    private void build() {
        Map<String, CogMethod> loops = loops();
        CogHooks<LoopHook> before = hooks(
                loops, "@BeforeLoop", m -> values(m.annotation(BeforeLoop.class), BeforeLoop::value), calls::hook);
        CogHooks<LoopHook> after =
                hooks(loops, "@AfterLoop", m -> values(m.annotation(AfterLoop.class), AfterLoop::value), calls::hook);
        CogHooks<LoopErrorHandler> onError = hooks(
                loops, "@LoopError", m -> values(m.annotation(LoopError.class), LoopError::value), calls::handler);
        life.hooks(LoopSettings.Hooks.of(before.general(), after.general(), onError.general()));

        List<Runnable> builds = new ArrayList<>();
        loops.forEach((name, method) -> {
            LoopBuilder builder = builder(name, method);
            Object body = orMistake(method, () -> calls.body(method));
            if (builder != null && body != null) {
                builds.add(() -> builder.withHooks(before.of(name), after.of(name), onError.of(name))
                        .buildAny(body));
            }
        });
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The cog " + type.getName() + " has "
                    + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes") + ":"
                    + String.join("", mistakes));
        }
        builds.forEach(Runnable::run);
    }

    private Map<String, CogMethod> loops() {
        Map<String, CogMethod> loops = new LinkedHashMap<>();
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            if (loop != null) {
                String name = loop.name().isEmpty() ? method.name() : loop.name();
                CogMethod other = loops.putIfAbsent(name, method);
                if (other != null) {
                    mistake(
                            method,
                            "there is a loop named \"" + name + "\" already, " + other
                                    + "; give one of them another name");
                }
            }
        }
        return loops;
    }

    private @Nullable LoopBuilder builder(String name, CogMethod method) {
        Loop loop = method.annotation(Loop.class);
        if (loop == null) {
            return null;
        }
        LoopAnnotation annotation = new LoopAnnotation(loop);
        LoopBuilder builder = annotation.read(name, life);
        annotation.mistakes().forEach(text -> mistake(method, text));
        return builder;
    }

    private <T> CogHooks<T> hooks(
            Map<String, CogMethod> loops,
            String kind,
            Function<CogMethod, String @Nullable []> names,
            Function<CogMethod, T> caller) {
        CogHooks<T> hooks = new CogHooks<>(kind, loops.keySet(), this::mistake);
        for (CogMethod method : methods) {
            String[] named = names.apply(method);
            if (named != null) {
                T hook = orMistake(method, () -> caller.apply(method));
                if (hook != null) {
                    hooks.add(method, named, hook);
                }
            }
        }
        return hooks;
    }

    private static <A> String @Nullable [] values(@Nullable A annotation, Function<A, String[]> values) {
        return annotation == null ? null : values.apply(annotation);
    }

    private <T> @Nullable T orMistake(CogMethod method, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException mistake) {
            mistake(method, String.valueOf(mistake.getMessage()));
            return null;
        }
    }

    private void mistake(CogMethod method, String text) {
        mistakes.add("\n  - " + method + ": " + text);
    }
}
