package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.util.ConfigErrors;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object with annotated methods: a cog, or any other object. If a framework has made a proxy of it, the annotations
 * are those of the class behind it, and the methods are called on the proxy, so that its advice applies.
 */
public final class CogObject {
    /** In names of generated classes, but not of those that Kotlin and Scala make of expressions in the source. */
    private static final Pattern GENERATED =
            Pattern.compile("\\$\\$(?!inlined\\$|anon\\$)|\\$(?:ByteBuddy|MockitoMock)\\$");

    private static final String SPRINGS_PROXY = "org.springframework.aop.TargetClassAware";

    final Object object;
    private final Class<?> root;

    /** The object's class; that of the object behind a proxy of interfaces, if the proxy tells it. */
    final Class<?> read;

    /** Whether the object is a proxy of a class, made as a subclass of it. */
    private final boolean isSubclass;

    private CogObject(Object object, Class<?> root, boolean isConstructed) {
        Class<?> own = object.getClass();
        Class<?> told = Proxy.isProxyClass(own) ? targetOf(object) : null;
        this.object = object;
        this.root = root;
        this.read = told == null ? own : told;
        this.isSubclass = !isConstructed && isGenerated(own) && !Proxy.isProxyClass(own) && !own.isHidden();
    }

    /**
     * Returns a cog, whose own constructor makes this call: even if its class is that of a proxy, it is complete.
     *
     * @param root the superclass that all cogs have, whose methods do not count
     */
    public static CogObject cog(Object cog, Class<?> root) {
        return new CogObject(cog, root, true);
    }

    /** Returns any other object, which has to have loops. */
    public static CogObject plain(Object object) {
        return new CogObject(object, Object.class, false);
    }

    /** Returns the class that its author wrote; of a proxy or a lambda that hides it, the first interface. */
    Class<?> type() {
        Stream<Class<?>> shown = Stream.concat(classes().stream(), Stream.of(read.getInterfaces()));
        return shown.filter(type -> !isGenerated(type)).findFirst().orElse(read);
    }

    String name() {
        return nameOf(type());
    }

    static String nameOf(Class<?> type) {
        String simple = type.getSimpleName();
        String full = type.getName();
        return simple.isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : simple; // an anonymous class
    }

    /** Returns the classes and interfaces that its author wrote, the most specific first. */
    List<Class<?>> types() {
        Stream<Class<?>> interfaces = classes().stream()
                .flatMap(CogObject::interfaces)
                .distinct() // and sorted: an interface extends more interfaces than those it extends do
                .sorted(Comparator.comparing(type -> -interfaces(type).count()));
        return Stream.concat(classes().stream().filter(type -> !isGenerated(type)), interfaces)
                .toList();
    }

    private List<Class<?>> classes() {
        return Stream.<Class<?>>iterate(read, type -> type != null && type != root, Class::getSuperclass)
                .toList();
    }

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Stream.of(type.getInterfaces()).flatMap(direct -> Stream.concat(interfaces(direct), Stream.of(direct)));
    }

    private static boolean isGenerated(Class<?> type) {
        return type.isSynthetic()
                || Proxy.class.isAssignableFrom(type)
                || GENERATED.matcher(type.getName()).find();
    }

    /** Refuses an object without loops, unless it is a cog, which may build some later. */
    void checkHasLoops(List<String> names) {
        if (root == Object.class && names.isEmpty()) {
            throw new IllegalArgumentException("LoopCog.of: the " + type().getName()
                    + " has no loop; annotate a method with @Loop(…)"
                    + (Proxy.isProxyClass(read)
                            ? ". It is a proxy that does not tell the class behind it, so that has to be a method of one"
                                    + " of its interfaces, or give LoopCog.of the object behind the proxy"
                            : ""));
        }
    }

    /** Returns what Spring's proxy says that it stands for; null if it is not Spring's, or does not say so. */
    private static @Nullable Class<?> targetOf(Object proxy) {
        List<Class<?>> aware = interfaces(proxy.getClass())
                .filter(type -> type.getName().equals(SPRINGS_PROXY))
                .toList();
        try {
            return aware.isEmpty()
                    ? null
                    : (Class<?>) aware.get(0).getMethod("getTargetClass").invoke(proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "The proxy " + proxy.getClass().getName() + " does not tell its target class", e);
        }
    }

    /** Returns the method to call on the object: that of a proxy's interface, if the object is one. */
    Method called(CogMethod method, ConfigErrors mistakes) {
        if (Modifier.isStatic(method.method().getModifiers())) {
            return method.method(); // that is a mistake in any object
        }
        if (isSubclass) {
            String why = whyNotOverridden(method.method());
            mistakes.addIf(
                    why != null,
                    "the object is a proxy, of class " + object.getClass().getName()
                            + ", which cannot override this method: it is " + why);
        }
        if (!Proxy.isProxyClass(object.getClass())) {
            return method.method();
        }
        List<Method> ofInterfaces = method.lineage().stream()
                .filter(each -> each.getDeclaringClass().isInstance(object))
                .toList();
        mistakes.addIf(
                ofInterfaces.isEmpty(),
                "the object is a proxy that has the methods of interfaces only, and this one is in none of them;"
                        + " declare it in one, or have the proxy made of the class: proxyTargetClass = true in Spring");
        return ofInterfaces.isEmpty() ? method.method() : ofInterfaces.get(0);
    }

    /** Returns why a subclass that was generated cannot override a method, and what to change; null if it can. */
    private @Nullable String whyNotOverridden(Method method) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            return "private; make it public or protected";
        }
        if (Modifier.isFinal(modifiers)) {
            return "final; leave final out, or in Kotlin make it open";
        }
        boolean isPackagePrivate = (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0;
        return isPackagePrivate
                        && method.getDeclaringClass().getPackage()
                                != object.getClass().getPackage()
                ? "package-private, and the proxy in another package or class loader; make it public or protected"
                : null;
    }
}
