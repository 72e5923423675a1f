package io.github.jdatasks.docs;

import static javax.lang.model.element.Modifier.PROTECTED;
import static javax.lang.model.element.Modifier.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import io.github.jdatasks.LoopCog;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users compile against changes on purpose only: every public name and signature is in a listing that is checked in. */
class PublicApiTest {
    private static final Path CHECKED_IN = Path.of("src/test/resources/public-api.txt");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PRESENT = Path.of("target/public-api.txt");
    private static final List<String> PACKAGES = List.of(
            "io.github.jdatasks",
            "io.github.jdatasks.durable",
            "io.github.jdatasks.metrics",
            "io.github.jdatasks.panel",
            "io.github.jdatasks.testing");

    @Test
    void the_public_api_is_the_one_that_is_checked_in() throws IOException, URISyntaxException {
        String present = classes().map(PublicApiTest::listing).sorted().collect(Collectors.joining("\n"));
        Files.writeString(PRESENT, present);

        assertThat(present)
                .as("If the change is intended, copy %s to %s and say so in CHANGELOG.md", PRESENT, CHECKED_IN)
                .isEqualTo(Files.readString(CHECKED_IN));
    }

    @Test
    void every_public_type_and_member_has_a_comment() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            Uncommented uncommented = new Uncommented(DocTrees.instance(task));
            uncommented.scan(task.parse(), null);

            assertThat(uncommented.found).isEmpty();
            assertThat(uncommented.commented).isGreaterThan(250);
        }
    }

    /** Looks at what users see, but for methods that override, which have the comment of what they override. */
    private static final class Uncommented extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees trees;
        private final List<String> found = new ArrayList<>();
        private int commented;

        Uncommented(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            return look(type.getModifiers(), type.getSimpleName()) ? super.visitClass(type, null) : null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            look(method.getModifiers(), method.getName());
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void unused) {
            look(field.getModifiers(), field.getName());
            return null;
        }

        private boolean look(ModifiersTree modifiers, Name name) {
            boolean inInterface = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                    && (outer.getKind() == Kind.INTERFACE || outer.getKind() == Kind.ANNOTATION_TYPE);
            Set<javax.lang.model.element.Modifier> flags = modifiers.getFlags();
            boolean isVisible = inInterface || flags.contains(PUBLIC) || flags.contains(PROTECTED);
            boolean overrides = modifiers.getAnnotations().toString().contains("@Override");
            if (isVisible && !overrides) {
                if (trees.getDocComment(getCurrentPath()) == null) {
                    found.add(getCurrentPath()
                                    .getCompilationUnit()
                                    .getSourceFile()
                                    .getName() + ": " + name);
                } else {
                    commented++;
                }
            }
            return isVisible;
        }
    }

    private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
        Path root = Path.of(LoopCog.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Stream.Builder<Class<?>> classes = Stream.builder();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
                        .map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
                        .filter(PublicApiTest::isPublic)
                        .forEach(classes);
            }
        }
        return classes.build();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String listing(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        String parents = Stream.concat(
                        Stream.ofNullable(parent == Object.class ? null : type.getGenericSuperclass()),
                        Stream.of(type.getGenericInterfaces()))
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        String members = Stream.of(
                        Stream.of(type.getDeclaredConstructors()).filter(PublicApiTest::isListed),
                        Stream.of(type.getDeclaredFields()).filter(PublicApiTest::isListed),
                        Stream.of(type.getDeclaredMethods()).filter(PublicApiTest::isListed))
                .flatMap(kind -> kind)
                .map(PublicApiTest::signature)
                .sorted()
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
        return type.toGenericString() + (parents.isEmpty() ? "" : " : " + parents) + "\n" + members;
    }

    private static boolean isListed(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    private static String signature(Member member) {
        if (member instanceof Method method) {
            Object byDefault = method.getDefaultValue();
            return method.toGenericString()
                    + (byDefault == null ? "" : " default " + Objects.toString(constant(byDefault)));
        }
        return member instanceof Constructor<?> constructor
                ? constructor.toGenericString()
                : ((Field) member).toGenericString();
    }

    private static Object constant(Object value) {
        return value instanceof Object[] array ? List.of(array) : value;
    }
}
