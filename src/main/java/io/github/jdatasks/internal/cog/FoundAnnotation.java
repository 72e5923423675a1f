package io.github.jdatasks.internal.cog;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An annotation that is on a method, or on an annotation there, such as a user's own {@code @Hourly}.
 *
 * @param by what is on the method itself
 */
record FoundAnnotation<A extends Annotation>(A annotation, Class<? extends Annotation> by) {

    /** Returns all annotations of a type on a method; those on annotations there, and on these, and so on, last. */
    static <A extends Annotation> List<FoundAnnotation<A>> on(AnnotatedElement method, Class<A> type) {
        List<FoundAnnotation<A>> found = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>(); // an annotation may be on itself, as @Documented is
        for (Annotation each : method.getAnnotations()) {
            collect(each, each.annotationType(), type, seen, found);
        }
        return found;
    }

    private static <A extends Annotation> void collect(
            Annotation annotation,
            Class<? extends Annotation> by,
            Class<A> type,
            Set<Class<?>> seen,
            List<FoundAnnotation<A>> found) {
        if (type.isInstance(annotation)) {
            found.add(new FoundAnnotation<>(type.cast(annotation), by));
        } else if (seen.add(annotation.annotationType())) {
            for (Annotation each : annotation.annotationType().getAnnotations()) {
                collect(each, by, type, seen, found);
            }
        }
    }

    /** Returns that a method has several, in words. */
    static <A extends Annotation> String twice(List<FoundAnnotation<A>> found) {
        return "it is @" + found.get(0).annotation().annotationType().getSimpleName() + " more than once, by "
                + found.stream()
                        .map(each -> "@" + each.by.getSimpleName())
                        .distinct()
                        .collect(Collectors.joining(" and "))
                + "; leave all but one out";
    }
}
