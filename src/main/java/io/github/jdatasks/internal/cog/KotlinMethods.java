package io.github.jdatasks.internal.cog;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Recognises by name what Kotlin makes of some functions; nothing of Kotlin is needed for that. */
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

    /** Returns a function's name in its source. */
    static String nameInSource(Method method) {
        return method.getName().replaceFirst("\\$.*", "");
    }
}
