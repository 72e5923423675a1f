package io.github.jdatasks.internal.cog;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Recognizes by name the methods that Kotlin's compiler makes of some functions; Kotlin itself is not needed. */
final class KotlinMethods {
    private KotlinMethods() {}

    /** Returns whether a method is a suspend function: its last parameter is a continuation. */
    static boolean isSuspend(Method method) {
        List<Class<?>> types = List.of(method.getParameterTypes());
        return !types.isEmpty() && types.get(types.size() - 1).getName().equals("kotlin.coroutines.Continuation");
    }

    /** Returns whether a method is an internal function: its name has that of the module appended. */
    static boolean isInternal(Method method) {
        return method.getName().indexOf('$') > 0
                && Arrays.stream(method.getDeclaringClass().getAnnotations())
                        .anyMatch(annotation ->
                                annotation.annotationType().getName().equals("kotlin.Metadata"));
    }

    static String nameInSource(Method method) {
        return method.getName().replaceFirst("\\$.*", "");
    }
}
