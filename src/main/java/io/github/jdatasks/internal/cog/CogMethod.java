package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of a cog, and the methods it overrides: an annotation on any of them counts. Recognizes by name what
 * Kotlin's compiler makes of some functions; Kotlin itself is not needed.
 *
 * @param types of the parameters: the cog's type arguments in place of type variables, else erased
 * @param arguments the cog's type arguments by type variable
 * @param overridden the nearest superclass's first, interfaces' last
 */
record CogMethod(
        Method method,
        List<Class<?>> types,
        Map<Type, Type> arguments,
        List<Method> overridden,
        ConfigErrors mistakes) {
    /** The type of the last parameter of a suspend function. */
    static final String CONTINUATION = "kotlin.coroutines.Continuation";

    /** Returns the methods of a cog, its superclasses and its interfaces, inherited ones first. */
    static List<CogMethod> of(CogObject cog) {
        Map<Type, Type> arguments = new HashMap<>();
        noteArguments(cog.read, arguments);
        List<CogMethod> found = new ArrayList<>();
        for (Class<?> type : cog.types()) {
            List<CogMethod> own = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                if (method.isSynthetic()) {
                    continue;
                }
                CogMethod candidate = new CogMethod(
                        method, types(method, arguments), arguments, new ArrayList<>(), new ConfigErrors());
                List<CogMethod> overriding =
                        found.stream().filter(sub -> sub.overrides(candidate)).toList();
                overriding.forEach(sub -> sub.overridden.add(method));
                if (overriding.isEmpty()) {
                    own.add(candidate);
                }
            }
            own.sort(Comparator.comparing(CogMethod::name));
            found.addAll(0, own);
        }
        return found;
    }

    /** Notes the type arguments of a class's generic superclasses and interfaces. */
    private static void noteArguments(Class<?> type, Map<Type, Type> noted) {
        Stream<Type> parents =
                Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()));
        parents.forEach(parent -> {
            Type raw = parent;
            if (parent instanceof ParameterizedType generic) {
                raw = generic.getRawType();
                TypeVariable<?>[] parameters = ((Class<?>) raw).getTypeParameters();
                Type[] known = Stream.of(generic.getActualTypeArguments())
                        .map(each -> noted.getOrDefault(each, each))
                        .toArray(Type[]::new); // before any is noted: an inner class may extend the one it is in
                for (int i = 0; i < parameters.length; i++) {
                    noted.put(parameters[i], known[i]);
                }
            }
            noteArguments((Class<?>) raw, noted);
        });
    }

    private static List<Class<?>> types(Method method, Map<Type, Type> arguments) {
        List<Class<?>> types = new ArrayList<>(List.of(method.getParameterTypes()));
        for (int i = 0; i < types.size(); i++) {
            types.set(i, type(method.getGenericParameterTypes()[i], types.get(i), arguments));
        }
        return types;
    }

    private static Class<?> type(Type generic, Class<?> erased, Map<Type, Type> arguments) {
        Type type = arguments.getOrDefault(generic, generic);
        Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
        return raw instanceof Class<?> known ? known : erased;
    }

    private boolean overrides(CogMethod inherited) {
        int modifiers = inherited.method.getModifiers();
        boolean isVisible = (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                || (!Modifier.isPrivate(modifiers)
                        && inherited.method.getDeclaringClass().getPackage()
                                == method.getDeclaringClass().getPackage());
        return isVisible
                && !Modifier.isStatic(modifiers)
                && !Modifier.isPrivate(method.getModifiers())
                && name().equals(inherited.name())
                && (types.equals(inherited.types)
                        || Arrays.equals(method.getParameterTypes(), inherited.method.getParameterTypes()));
    }

    /**
     * Returns the annotation of the most specific method that has it, itself or on a user's own annotation; null if
     * none has. Two of them on one method are a mistake.
     */
    <A extends Annotation> @Nullable A annotation(Class<A> type) {
        for (Method each : lineage()) {
            List<FoundAnnotation<A>> found = FoundAnnotation.on(each, type);
            if (found.size() > 1) {
                mistakes.add(FoundAnnotation.twice(found));
            }
            if (!found.isEmpty()) {
                return found.get(0).annotation();
            }
        }
        return null;
    }

    /** Returns the method and what it overrides. */
    List<Method> lineage() {
        return Stream.concat(Stream.of(method), overridden.stream()).toList();
    }

    String name() {
        return method.getName();
    }

    String kotlinName() {
        return name().replaceFirst("\\$.*", "");
    }

    /** Returns whether it is an internal function of Kotlin: its name has that of the module appended. */
    boolean isInternal() {
        return name().indexOf('$') > 0
                && Stream.of(method.getDeclaringClass().getAnnotations())
                        .anyMatch(each -> each.annotationType().getName().equals("kotlin.Metadata"));
    }

    /** Returns whether it is a suspend function of Kotlin: its last parameter is a continuation. */
    boolean isSuspend() {
        return !types.isEmpty() && types.get(types.size() - 1).getName().equals(CONTINUATION);
    }

    /** Returns the type of the result; that of a suspend function is named by its continuation. */
    Class<?> returned() {
        if (!isSuspend()) {
            return type(method.getGenericReturnType(), method.getReturnType(), arguments);
        }
        Type[] parameters = method.getGenericParameterTypes();
        if (parameters[parameters.length - 1] instanceof ParameterizedType continuation
                && continuation.getActualTypeArguments()[0] instanceof WildcardType wildcard
                && wildcard.getLowerBounds().length > 0) {
            Type result = wildcard.getLowerBounds()[0];
            Type raw = result instanceof ParameterizedType generic ? generic.getRawType() : result;
            return raw instanceof Class<?> type && !type.getName().equals("kotlin.Unit") ? type : void.class;
        }
        return void.class;
    }

    /** Returns the class, the name and the parameter types. */
    @Override
    public String toString() {
        return CogObject.nameOf(method.getDeclaringClass()) + "." + name()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
