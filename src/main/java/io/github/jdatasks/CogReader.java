package io.github.jdatasks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds the loops of a cog from its annotations, or says everything that is wrong with them at once.
 */
final class CogReader {
    private final Class<?> type;
    private final CogLife life;
    private final CogCalls calls;
    private final List<CogMethod> methods;
    private final Map<CogMethod, Mistakes> mistakes = new HashMap<>();

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
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            if (loop != null) {
                String name = name(method, loop);
                LoopBuilder builder = mistakes(method).orNull(() -> new LoopAnnotation(loop).read(name, life));
                Object body = mistakes(method).orNull(() -> calls.body(method));
                if (builder != null && body != null) {
                    builds.add(() -> builder.withHooks(before.of(name), after.of(name), onError.of(name))
                            .buildAny(body));
                }
            }
        }
        throwMistakes();
        builds.forEach(Runnable::run);
    }

    private Map<String, CogMethod> loops() {
        Map<String, CogMethod> loops = new LinkedHashMap<>();
        for (CogMethod method : methods) {
            Loop loop = method.annotation(Loop.class);
            if (loop != null) {
                String name = name(method, loop);
                CogMethod other = loops.putIfAbsent(name, method);
                if (other != null) {
                    mistakes(method)
                            .add("there is a loop named \"" + name + "\" already, " + other
                                    + "; give one of them another name");
                }
            }
        }
        return loops;
    }

    private static String name(CogMethod method, Loop loop) {
        return loop.name().isEmpty() ? method.name() : loop.name();
    }

    private <T> CogHooks<T> hooks(
            Map<String, CogMethod> loops,
            String kind,
            Function<CogMethod, String @Nullable []> names,
            Function<CogMethod, T> caller) {
        CogHooks<T> hooks = new CogHooks<>(
                kind, loops.keySet(), (method, text) -> mistakes(method).add(text));
        for (CogMethod method : methods) {
            String[] named = names.apply(method);
            if (named != null) {
                hooks.add(method, named, mistakes(method).orNull(() -> caller.apply(method)));
            }
        }
        return hooks;
    }

    private static <A> String @Nullable [] values(@Nullable A annotation, Function<A, String[]> values) {
        return annotation == null ? null : values.apply(annotation);
    }

    private Mistakes mistakes(CogMethod method) {
        return mistakes.computeIfAbsent(method, none -> new Mistakes());
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
