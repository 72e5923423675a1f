package io.github.jdatasks.internal.cog;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The type arguments of a class's generic superclasses and interfaces. */
final class TypeArguments {
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    TypeArguments(Class<?> type) {
        note(type);
    }

    private void note(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        if (superclass != null) {
            note(superclass, type.getGenericSuperclass());
        }
        for (int i = 0; i < type.getInterfaces().length; i++) {
            note(type.getInterfaces()[i], type.getGenericInterfaces()[i]);
        }
    }

    private void note(Class<?> parent, Type asInherited) {
        if (asInherited instanceof ParameterizedType generic) {
            TypeVariable<?>[] parameters = parent.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                arguments.put(parameters[i], generic.getActualTypeArguments()[i]);
            }
        }
        note(parent);
    }

    /** Returns the types of a method's parameters: the type arguments where they are known, else the erased types. */
    List<Class<?>> parametersOf(Method method) {
        Class<?>[] erased = method.getParameterTypes();
        Type[] types = method.getGenericParameterTypes();
        return IntStream.range(0, erased.length)
                .<Class<?>>mapToObj(i -> resolved(types[i]) instanceof Class<?> known ? known : erased[i])
                .toList();
    }

    private Type resolved(Type type) {
        Type argument = arguments.get(type);
        return argument == null ? type : resolved(argument);
    }
}
