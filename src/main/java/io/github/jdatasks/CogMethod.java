package io.github.jdatasks;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method of a cog, with those it overrides: an annotation on any of them counts.
 *
 * @param method the most specific one
 * @param overridden the nearest superclass's first
 */
record CogMethod(Method method, List<Method> overridden) {

    /** Returns the methods of a cog and its superclasses, superclasses' first, overridden ones not by themselves. */
    static List<CogMethod> of(Class<?> cogType) {
        List<CogMethod> found = new ArrayList<>();
        for (Class<?> type = cogType; type != null && type != LoopCog.class; type = type.getSuperclass()) {
            List<CogMethod> own = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                if (method.isSynthetic() || method.isBridge()) {
                    continue;
                }
                List<CogMethod> overriding = found.stream()
                        .filter(sub -> overrides(sub.method, method))
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

    private static boolean overrides(Method sub, Method method) {
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
                && Arrays.equals(sub.getParameterTypes(), method.getParameterTypes());
    }

    /** Returns the annotation of the most specific method that has it; null if none has. */
    <A extends Annotation> @Nullable A annotation(Class<A> type) {
        A annotation = method.getAnnotation(type);
        for (Method next : overridden) {
            if (annotation != null) {
                break;
            }
            annotation = next.getAnnotation(type);
        }
        return annotation;
    }

    String name() {
        return method.getName();
    }

    /** Returns the class, the name and the parameters, as one would look for the method. */
    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + name()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
