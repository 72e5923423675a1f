package io.github.jdatasks.internal.cog;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of a cog, and the methods it overrides: an annotation on any of them counts.
 *
 * @param overridden the nearest superclass's first, interfaces' last
 */
record CogMethod(Method method, List<Method> overridden) {

    /**
     * Returns the methods of a cog, its superclasses and its interfaces, inherited ones first.
     *
     * @param root the superclass that all cogs have, which is left out
     */
    static List<CogMethod> of(Class<?> cogType, Class<?> root) {
        TypeArguments types = new TypeArguments(cogType);
        List<CogMethod> found = new ArrayList<>();
        for (Class<?> type : mostSpecificFirst(cogType, root)) {
            List<CogMethod> own = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                if (method.isSynthetic() || method.isBridge()) {
                    continue;
                }
                List<CogMethod> overriding = found.stream()
                        .filter(sub -> overrides(sub.method, method, types))
                        .toList();
                overriding.forEach(sub -> sub.overridden.add(method));
                if (overriding.isEmpty()) {
                    own.add(new CogMethod(method, new ArrayList<>()));
                }
            }
            own.sort(Comparator.comparing(m -> m.method.getName()));
            found.addAll(0, own);
        }
        return found;
    }

    private static List<Class<?>> mostSpecificFirst(Class<?> cogType, Class<?> root) {
        List<Class<?>> all = new ArrayList<>();
        Map<Class<?>, Integer> interfaces = new LinkedHashMap<>();
        for (Class<?> type = cogType; type != null && type != root; type = type.getSuperclass()) {
            all.add(type);
            noteInterfaces(type, interfaces);
        }
        interfaces.entrySet().stream() // an interface extends more interfaces than those it extends do
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(known -> all.add(known.getKey()));
        return all;
    }

    /** Notes each interface of a type with the number of interfaces it extends; returns how many there are. */
    private static int noteInterfaces(Class<?> type, Map<Class<?>, Integer> noted) {
        int count = 0;
        for (Class<?> direct : type.getInterfaces()) {
            int extended = noteInterfaces(direct, noted);
            noted.put(direct, extended);
            count += 1 + extended;
        }
        return count;
    }

    private static boolean overrides(Method sub, Method method, TypeArguments types) {
        int modifiers = method.getModifiers();
        boolean inherited = Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers)
                || (!Modifier.isPrivate(modifiers)
                        && method.getDeclaringClass().getPackage()
                                == sub.getDeclaringClass().getPackage());
        return inherited
                && !Modifier.isStatic(modifiers)
                && !Modifier.isPrivate(sub.getModifiers())
                && sub.getName().equals(method.getName())
                && (Arrays.equals(sub.getParameterTypes(), method.getParameterTypes())
                        || types.parametersOf(sub).equals(types.parametersOf(method)));
    }

    /** Returns the annotation of the most specific method that has it; null if none has. */
    <A extends Annotation> @Nullable A annotation(Class<A> type) {
        return Stream.concat(Stream.of(method), overridden.stream())
                .map(each -> each.getAnnotation(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    String name() {
        return method.getName();
    }

    /** Returns the class, the name and the parameter types. */
    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + name()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
