package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.Mockito.mock;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.metrics.LoopMetrics;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.junit.MockBot;
import io.github.jdatasks.panel.LoopPanel;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * What the README and the pages for users show compiles, and what they name exists.
 *
 * <p>A block of Java that begins with {@code import} is a whole file. One that begins with an annotation holds members of
 * a cog, any other one statements in a method of a cog; they may use what {@link #CONTEXT} declares.
 */
class ReadmeTest {
    /** The README first; {@code docs/architecture.md} has snippets, but names what is not public. */
    private static final List<Path> PAGES = Stream.of(
                    "README",
                    "docs/clusters",
                    "docs/cogs",
                    "docs/connection",
                    "docs/errors",
                    "docs/operations",
                    "docs/panel",
                    "docs/mock-discord",
                    "docs/native-image",
                    "docs/recipes",
                    "docs/schedules",
                    "docs/shutdown",
                    "docs/testing")
            .map(name -> Path.of(name + ".md"))
            .toList();

    private static final String TEXT = PAGES.stream().map(ReadmeTest::read).collect(Collectors.joining("\n"));

    /** What the surroundings of a fragment are: imports, then a cog with what its author would have besides. */
    private static final String CONTEXT = """
            import static org.junit.jupiter.api.Assertions.*;
            import static org.mockito.Mockito.*;

            import com.sun.net.httpserver.HttpServer;
            import io.github.jdatasks.*;
            import io.github.jdatasks.durable.*;
            import io.github.jdatasks.metrics.*;
            import io.github.jdatasks.mockdiscord.*;
            import io.github.jdatasks.panel.*;
            import io.github.jdatasks.mockdiscord.junit.*;
            import io.github.jdatasks.testing.*;
            import io.micrometer.core.instrument.*;
            import io.micrometer.prometheusmetrics.*;
            import java.net.InetSocketAddress;
            import java.nio.charset.StandardCharsets;
            import java.sql.*;
            import java.time.*;
            import java.time.temporal.ChronoUnit;
            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import net.dv8tion.jda.api.*;
            import net.dv8tion.jda.api.entities.channel.concrete.*;
            import net.dv8tion.jda.api.events.message.*;
            import net.dv8tion.jda.api.hooks.*;
            import net.dv8tion.jda.api.interactions.*;
            import net.dv8tion.jda.api.interactions.commands.build.*;
            import net.dv8tion.jda.api.requests.*;
            import net.dv8tion.jda.api.sharding.*;

            class %s extends LoopCog {
                String token;
                JDA jda;
                ConnectionGate gate;
                LoopCog cog;
                LoopContext run;
                DataSource dataSource;
                Connection connection;
                PrometheusMeterRegistry registry;
                MockDiscord discord;
                MockMember boss;

                void open() {}
                void close() {}
                void update() {}
                void save() throws SQLException {}
                void flush() {}
                void alert(Throwable error) {}
                void log(Object line) {}

                %s
            }
            """;

    private static final List<String> PACKAGES = List.of(
            LoopTask.class.getPackageName(),
            DurableLoops.class.getPackageName(),
            LoopMetrics.class.getPackageName(),
            LoopPanel.class.getPackageName(),
            VirtualLoopScheduler.class.getPackageName(),
            MockDiscord.class.getPackageName(),
            MockBot.class.getPackageName(),
            JDA.class.getPackageName(),
            "net.dv8tion.jda.api.events.channel",
            "net.dv8tion.jda.api.events.guild",
            "net.dv8tion.jda.api.events.guild.member",
            "net.dv8tion.jda.api.events.interaction",
            "net.dv8tion.jda.api.events.interaction.command",
            "net.dv8tion.jda.api.events.interaction.component",
            "net.dv8tion.jda.api.events.message",
            "net.dv8tion.jda.api.events.message.react",
            "net.dv8tion.jda.api.events.role",
            "net.dv8tion.jda.api.events.session",
            "net.dv8tion.jda.api.exceptions",
            "net.dv8tion.jda.api.hooks",
            "net.dv8tion.jda.api.requests",
            "com.sun.net.httpserver",
            "io.micrometer.core.instrument",
            "io.micrometer.core.instrument.config",
            "java.io",
            "java.lang",
            "java.net",
            "java.sql",
            "java.time",
            "java.util.concurrent",
            "javax.sql");

    /** Of libraries that are not here. */
    private static final Set<String> FOREIGN_TYPES = Set.of(
            "Announcer",
            "Async",
            "BService",
            "Bot",
            "BotModule",
            "CoroutineEventManager",
            "GuildCount",
            "Guice",
            "IntoSet",
            "JDACommands",
            "JDALogger",
            "KillSignal",
            "MyListener",
            "Provides",
            "Restart",
            "RestartSec",
            "Set",
            "Singleton",
            "Store",
            "SuccessExitStatus",
            "TimeoutStopSec",
            "Transactional");

    private static final Set<String> FOREIGN_METHODS = Set.of(
            "awaitShutdown",
            "complete",
            "createInjector",
            "exit",
            "getInstance",
            "getShardInfo",
            "getStatus",
            "guildCount",
            "in",
            "join",
            "ofSeconds",
            "queue",
            "setEnableShutdownHook",
            "setFallbackLoggerEnabled",
            "shutdown",
            "submit",
            "super",
            "system");

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern TYPE = Pattern.compile("(?<![\\w.:<-])@?([A-Z]\\w*[a-z]\\w*)");
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z]\\w*[a-z]\\w*)\\.([A-Z][A-Z_]+)\\b");
    private static final Pattern CALL = Pattern.compile("(?<!@)\\b([a-z]\\w*)\\(");

    @TempDir
    private static Path classes;

    @BeforeAll
    static void there_are_snippets() {
        assertThat(PAGES).allSatisfy(page -> assertThat(snippets(page)).isNotEmpty());
    }

    @Test
    void every_Java_snippet_compiles() throws IOException {
        assertThat(compile(snippets())).isEmpty();
    }

    @Test
    void a_snippet_that_does_not_compile_is_found() throws IOException {
        assertThat(compile(List.of("task.resstart();")))
                .singleElement()
                .asString()
                .contains("resstart");
    }

    @Test
    void every_cog_can_be_built() throws IOException, ReflectiveOperationException {
        List<Class<?>> cogs = compiled(snippets()).stream()
                .filter(LoopCog.class::isAssignableFrom)
                .toList();

        assertThat(cogs).extracting(Class::getName).contains("Announcer", "News");
        for (Class<?> cog : cogs) {
            assertThatCode(() -> newInstance(cog)).as(cog.getName()).doesNotThrowAnyException();
        }
    }

    @Test
    void the_unit_tests_pass() throws IOException, ReflectiveOperationException {
        List<Class<?>> types = compiled(snippets()).stream()
                .filter(type -> type.getName().endsWith("Test"))
                .toList();

        assertThat(types)
                .extracting(Class::getName)
                .containsExactly("AnnouncerTest", "DiceTest", "DigestTest", "GreeterTest");
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(types.stream()
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                                .build(),
                        summary);
        assertThat(summary.getSummary().getFailures())
                .extracting(Failure::getException)
                .isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(5);
    }

    @Test
    void every_type_that_is_named_exists() {
        assertThat(inCode(TYPE).map(match -> match.group(1))).contains("LoopTask", "ConnectionGate");
        assertThat(inCode(TYPE).map(match -> match.group(1)))
                .filteredOn(name -> types(name).findAny().isEmpty())
                .isSubsetOf(FOREIGN_TYPES);
    }

    @Test
    void every_constant_that_is_named_exists() {
        assertThat(inCode(CONSTANT))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(types(match.group(1)))
                        .anySatisfy(type -> assertThat(type.getFields())
                                .extracting(field -> field.getName())
                                .contains(match.group(2))));
    }

    @Test
    void every_method_that_is_named_exists() throws IOException {
        Set<String> known = publicTypes()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());

        assertThat(inCode(CALL).map(match -> match.group(1))).contains("start", "awaitReady");
        assertThat(inCode(CALL).map(match -> match.group(1)))
                .filteredOn(name -> !known.contains(name))
                .isSubsetOf(FOREIGN_METHODS);
    }

    @Test
    void every_member_of_an_annotation_is_mentioned() {
        assertThat(Loop.class.getDeclaredMethods())
                .extracting(Method::getName)
                .allSatisfy(name -> assertThat(TEXT).containsPattern("\\b" + name + "\\b"));
    }

    /** A row of a table of messages, which {@link OperationsPageTest} compares with the sources. */
    private static final String LOG_MESSAGE = "(?m)^\\| (ERROR|WARN|INFO|DEBUG) \\|.*";

    private static Stream<MatchResult> inCode(Pattern pattern) {
        String prose = BLOCK.matcher(TEXT).replaceAll("").replaceAll(LOG_MESSAGE, "");
        return CODE.matcher(prose)
                .results()
                // The left column of the table for users of discord.py is Python.
                .filter(code -> !isPython(prose, code.start()))
                .map(code -> STRING.matcher(code.group(1)).replaceAll("\"\""))
                .flatMap(code -> pattern.matcher(code).results());
    }

    /** Whether a place is in the first column of a table for users of discord.py, or in the second of the other. */
    private static boolean isPython(String prose, int place) {
        int table = prose.lastIndexOf("| discord.py |", place);
        int heading = prose.lastIndexOf("\n## ", place);
        if (table < heading) {
            return false;
        }
        String header = prose.substring(prose.lastIndexOf('\n', table) + 1, prose.indexOf('\n', table));
        int pythonColumn = header.startsWith("| discord.py") ? 1 : 2;
        String before = prose.substring(prose.lastIndexOf('\n', place) + 1, place);
        return before.chars().filter(c -> c == '|').count() == pythonColumn;
    }

    private static Stream<Class<?>> types(String name) {
        return PACKAGES.stream().flatMap(in -> {
            try {
                return Stream.of(Class.forName(in + "." + name));
            } catch (ClassNotFoundException | LinkageError e) { // a LinkageError where file names ignore case
                return Stream.empty();
            }
        });
    }

    private static Stream<Class<?>> publicTypes() throws IOException {
        return Stream.concat(
                publicTypes(Path.of("src/main/java/io/github/jdatasks")),
                publicTypes(Path.of("src/test/java/io/github/jdatasks/mockdiscord")));
    }

    private static Stream<Class<?>> publicTypes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files
                    .filter(file -> !file.startsWith(root.resolve("internal")))
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                    .flatMap(file -> types(file.substring(0, file.length() - ".java".length())))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList()
                    .stream();
        }
    }

    // ---- compiling ----

    private static List<String> snippets() {
        return Stream.concat(PAGES.stream(), Stream.of(Path.of("docs/architecture.md")))
                .flatMap(page -> snippets(page).stream())
                .toList();
    }

    private static List<String> snippets(Path page) {
        return BLOCK.matcher(read(page))
                .results()
                .filter(block -> block.group(1).equals("java"))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns what the compiler says against the snippets, each with the snippet. */
    private static List<String> compile(List<String> snippets) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            List<Source> sources = IntStream.range(0, snippets.size())
                    .mapToObj(number -> Source.of(snippets.get(number), number))
                    .toList();
            List<String> options =
                    List.of("-proc:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(null, files, problems, options, null, sources)
                    .call();
            List<String> errors = problems.getDiagnostics().stream()
                    .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                    .map(problem -> problem.getMessage(Locale.ROOT) + " in:\n"
                            + Optional.ofNullable(problem.getSource())
                                    .map(ReadmeTest::text)
                                    .orElse(""))
                    .toList();
            assertThat(compiled).isEqualTo(errors.isEmpty());
            return errors;
        }
    }

    /** Returns the classes of the snippets. */
    private static List<Class<?>> compiled(List<String> snippets) throws IOException, ReflectiveOperationException {
        assertThat(compile(snippets)).isEmpty();
        List<Class<?>> found = new ArrayList<>();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.sorted().toList()) {
                found.add(loader.loadClass(file.getFileName().toString().replace(".class", "")));
            }
        }
        return found;
    }

    private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                .map(ReadmeTest::argument)
                .toArray());
    }

    /** Returns what a constructor gets; a scheduler is one on which loops may be durable. */
    private static Object argument(Class<?> type) {
        if (type == LoopScheduler.class) {
            return VirtualLoopScheduler.startingAt(Instant.EPOCH);
        }
        if (type == Path.class) {
            return Path.of("file");
        }
        return type == long.class ? 1L : type == Duration.class ? Duration.ofDays(1) : mock(type);
    }

    private static String text(JavaFileObject source) {
        try {
            return source.getCharContent(true).toString();
        } catch (IOException e) {
            return source.getName();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private static final Pattern PUBLIC_TYPE = Pattern.compile("(?:class|record) (\\w+)");

        private final String text;

        private Source(String type, String text) {
            super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        static Source of(String snippet, int number) {
            if (snippet.startsWith("import ")) {
                Matcher type = PUBLIC_TYPE.matcher(snippet);
                assertThat(type.find()).as("a file has a class").isTrue();
                return new Source(type.group(1), snippet);
            }
            String members =
                    snippet.startsWith("@") ? snippet : "void snippet() throws Exception {\n" + snippet + "}\n";
            String name = "Snippet" + number;
            return new Source(name, CONTEXT.formatted(name, members));
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
