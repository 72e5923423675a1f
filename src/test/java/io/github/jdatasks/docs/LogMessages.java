package io.github.jdatasks.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds every message that sources can log: the text that each call of a logger begins with, where "…" stands for what
 * the code puts in. A text may be a literal, a sum, a local variable, or what a method of the same file returns.
 */
final class LogMessages extends TreeScanner<Void, Void> {
    static final String FILLED_IN = "…";

    /** A logger that a method is given, or asks for by the name of a loop. */
    static final String OF_A_LOOP = "io.github.jdatasks.loop.<Cog>.<loop>";

    private static final String LOGGER = "(?i)log(ger)?(\\(.*\\))?";
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
    private static final String FAILURE_LOG = "FailureLog";

    private final Map<String, String> constants = new HashMap<>(); // class and name, and what it is set to
    private final Set<String> found = new TreeSet<>();
    private String file = "";
    private @Nullable CompilationUnitTree unit;
    private @Nullable MethodTree method;

    private LogMessages() {}

    /** Returns the messages as {@code "LEVEL logger: text"}. */
    static Set<String> in(Path sources) throws IOException {
        LogMessages messages = new LogMessages();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> paths = Files.walk(sources)) {
            List<Path> all =
                    paths.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(all));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            units.forEach(messages::rememberConstants);
            units.forEach(messages::look);
        }
        return messages.found;
    }

    private static String nameOf(CompilationUnitTree unit) {
        return Path.of(unit.getSourceFile().getName()).getFileName().toString().replace(".java", "");
    }

    private void rememberConstants(CompilationUnitTree of) {
        each(of, Kind.VARIABLE, VariableTree.class)
                .forEach(variable -> constants.put(
                        nameOf(of) + "." + variable.getName(), String.valueOf(variable.getInitializer())));
    }

    private void look(CompilationUnitTree in) {
        unit = in;
        file = nameOf(in);
        scan(in, null);
    }

    @Override
    public Void visitMethod(MethodTree declared, Void unused) {
        method = declared;
        return super.visitMethod(declared, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            String name = select.getIdentifier().toString();
            String on = select.getExpression().toString();
            List<? extends ExpressionTree> arguments = call.getArguments();
            if (on.equals(FAILURE_LOG) && name.equals("error")) {
                add("error", arguments.get(0).toString(), arguments.subList(1, 2));
            } else if (LEVELS.contains(name) && on.matches(LOGGER)) {
                add(name, on, arguments);
            } else if (name.matches("at(Trace|Debug|Info|Warn|Error|Level)")) {
                found.add(file + " logs what cannot be read here: " + call);
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    private void add(String level, String logger, List<? extends ExpressionTree> arguments) {
        List<String> texts = texts(arguments.get(0));
        if (texts.equals(List.of(FILLED_IN)) && arguments.size() > 1) {
            texts = texts(arguments.get(1));
        }
        for (String text : texts) {
            if (!text.equals(FILLED_IN)) {
                found.add(level.toUpperCase(Locale.ROOT) + " " + nameOfLogger(logger) + ": " + text);
            } else if (!file.equals(FAILURE_LOG)) { // whose callers are looked at instead
                found.add(file + " logs what cannot be read here: " + arguments);
            }
        }
    }

    private String nameOfLogger(String expression) {
        if (!expression.equals("LOG")) {
            return file.equals(FAILURE_LOG) ? "any logger" : OF_A_LOOP;
        }
        String name = constant(file + ".LOG").replaceAll("^Loggers\\.get\\((.*)\\)$", "$1");
        return (name.startsWith("\"") ? name : constant(name.contains(".") ? name : file + "." + name))
                .replace("\"", "");
    }

    private String constant(String name) {
        return constants.getOrDefault(name, "an unknown logger");
    }

    /** Returns what a text may be. */
    private List<String> texts(ExpressionTree expression) {
        Stream<String> texts = Stream.of(inWords(expression));
        if (expression instanceof ParenthesizedTree inside) {
            return texts(inside.getExpression());
        } else if (expression instanceof ConditionalExpressionTree either) {
            texts = Stream.of(either.getTrueExpression(), either.getFalseExpression())
                    .flatMap(one -> texts(one).stream());
        } else if (expression instanceof IdentifierTree variable) {
            List<String> values = each(method, Kind.VARIABLE, VariableTree.class)
                    .filter(local -> local.getName().equals(variable.getName()) && local.getInitializer() != null)
                    .flatMap(local -> texts(local.getInitializer()).stream())
                    .toList();
            texts = values.isEmpty() ? texts : values.stream();
        } else if (expression instanceof MethodInvocationTree call
                && call.getMethodSelect() instanceof IdentifierTree name) {
            texts = each(unit, Kind.METHOD, MethodTree.class)
                    .filter(declared -> declared.getName().equals(name.getName()))
                    .flatMap(declared -> each(declared, Kind.RETURN, ReturnTree.class))
                    .flatMap(returned -> texts(returned.getExpression()).stream());
        }
        return texts.map(text -> text.replace("{}", FILLED_IN).replaceAll(FILLED_IN + "+", FILLED_IN))
                .toList();
    }

    private static String inWords(Tree expression) {
        if (expression instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        return expression instanceof BinaryTree sum && sum.getKind() == Kind.PLUS
                ? inWords(sum.getLeftOperand()) + inWords(sum.getRightOperand())
                : FILLED_IN;
    }

    private static <T> Stream<T> each(@Nullable Tree in, Kind kind, Class<T> type) {
        List<T> all = new ArrayList<>();
        TreeScanner<Void, Void> scanner = new TreeScanner<>() {
            @Override
            public Void scan(Tree tree, Void unused) {
                if (tree != null && tree.getKind() == kind) {
                    all.add(type.cast(tree));
                }
                return super.scan(tree, null);
            }
        };
        if (in != null) {
            scanner.scan(in, null);
        }
        return all.stream();
    }
}
