package io.github.jdatasks.docs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;

/** What native images are told of the library is what its code looks up, and exists. */
class NativeImageTest {
    private static final String LIBRARY = "io.github.jdatasks.";
    private static final Path METADATA = Path.of("src/main/resources/META-INF/native-image");
    private static final Path PAGE = Path.of("docs/native-image.md");
    private static final Pattern JSON = Pattern.compile("^```json\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /**
     * All lookups of the library, by the class that makes them. What a lookup finds is also in the metadata, under the
     * condition of that class; what only the bot can know belongs on the page.
     */
    private static final Map<String, Map<String, Long>> LOOKUPS = Map.of(
            "LoopCog", Map.of("AtomicIntegerFieldUpdater.newUpdater", 1L),
            "internal.cog.CogCalls", Map.of("Class.forName", 1L, "Lookup.findVirtual", 1L, "Lookup.unreflect", 1L),
            "internal.cog.CogMethod", Map.of("Class.getDeclaredMethods", 1L),
            "internal.cog.CogObject", Map.of("Class.getMethod", 1L),
            "internal.durable.DurableConnection", Map.of("Class.forName", 1L),
            "internal.panel.ButtonRow", Map.of("Class.forName", 2L, "Class.getMethod", 2L, "Class.getMethods", 1L),
            "internal.panel.PanelLanguages", Map.of("ResourceBundle.getBundle", 2L),
            "internal.timer.NeutralThreads", Map.of("Class.forName", 1L, "Class.getMethod", 4L),
            "internal.timer.TimerEntry", Map.of("Lookup.findVarHandle", 1L),
            "testing.VirtualShard", Map.of("Proxy.newProxyInstance", 1L));

    /** They look for what the bot has: its cogs. */
    private static final Set<String> FOR_THE_BOT_TO_LIST = Set.of("internal.cog.CogMethod");

    private static final Set<Class<?>> FINDERS = Set.of(
            Class.class,
            ClassLoader.class,
            Module.class,
            MethodHandles.Lookup.class,
            Proxy.class,
            Array.class,
            ResourceBundle.class,
            ServiceLoader.class,
            AtomicIntegerFieldUpdater.class,
            AtomicLongFieldUpdater.class,
            AtomicReferenceFieldUpdater.class);

    private static final Pattern LOOKUP =
            Pattern.compile("forName|newInstance|newProxyInstance|newUpdater|load\\w*|find[A-Z]\\w*"
                    + "|unreflect\\w*|getBundle|getResource\\w*|get(Declared)?(Method|Field|Constructor|Classe)s?"
                    + "|getRecordComponents|getPermittedSubclasses|getNestMembers|getEnumConstants");

    /** A call of one of these, or of the getter of CogCalls, with the name as a constant. */
    private static final Pattern BY_NAME =
            Pattern.compile("(?:getter|getMethod|findVarHandle|newUpdater)\\((?:\\w+\\.class, )?\"(\\w+)\"");

    /** Of JDA 5 and of JDA 6: one of the two has each of these. */
    private static final List<String> COMPONENTS =
            List.of("net.dv8tion.jda.api.components.", "net.dv8tion.jda.api.interactions.components.");

    /** Tests of a bot in {@code src/it} have Spring. */
    private static final String OF_SPRING = "org.springframework.aop.TargetClassAware";

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @Test
    void every_lookup_of_the_library_is_known() {
        assertThat(lookups("io.github.jdatasks", ImportOption.Predefined.DO_NOT_INCLUDE_TESTS))
                .isEqualTo(new TreeMap<>(LOOKUPS));
    }

    @Test
    void a_lookup_that_is_new_is_found() {
        assertThat(lookups("io.github.jdatasks.docs", ImportOption.Predefined.ONLY_INCLUDE_TESTS))
                .hasEntrySatisfying(
                        "docs.NativeImageTest",
                        calls -> assertThat(calls).containsKeys("Class.forName", "Class.getDeclaredField"));
    }

    private static Map<String, Map<String, Long>> lookups(String inPackage, ImportOption which) {
        return new ClassFileImporter()
                .withImportOption(which).importPackages(inPackage).stream()
                        .flatMap(NativeImageTest::calls)
                        .filter(NativeImageTest::isLookup)
                        .collect(groupingBy(
                                call -> topLevel(call.getOriginOwner()),
                                TreeMap::new,
                                groupingBy(
                                        call -> call.getTargetOwner().getSimpleName() + "." + call.getName(),
                                        counting())));
    }

    private static Stream<JavaAccess<?>> calls(JavaClass type) {
        return Stream.concat(type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream());
    }

    private static boolean isLookup(JavaAccess<?> call) {
        return FINDERS.stream()
                        .anyMatch(finder -> call.getTargetOwner().getName().equals(finder.getName()))
                && LOOKUP.matcher(call.getName()).matches();
    }

    private static String topLevel(JavaClass type) {
        return type.getName().substring(LIBRARY.length()).replaceFirst("\\$.*", "");
    }

    @Test
    void every_class_with_lookups_has_what_it_finds_in_the_metadata() throws IOException {
        Set<String> conditions = Stream.concat(entries("reflection").stream(), entries("resources").stream())
                .map(entry -> entry.getObject("condition").getString("typeReached"))
                .map(type -> type.substring(LIBRARY.length()))
                .collect(toSet());
        Set<String> all = new HashSet<>(LOOKUPS.keySet());
        all.removeAll(FOR_THE_BOT_TO_LIST);
        assertThat(conditions).isEqualTo(all);
    }

    @Test
    void every_member_that_is_looked_up_by_its_name_is_in_the_metadata() throws IOException {
        Set<String> listed = entries("reflection").stream()
                .flatMap(entry -> Stream.concat(objects(entry, "methods").stream(), objects(entry, "fields").stream()))
                .map(member -> member.getString("name"))
                .collect(toSet());
        Set<String> lookedUp = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                BY_NAME.matcher(Files.readString(file)).results().forEach(call -> lookedUp.add(call.group(1)));
            }
        }
        assertThat(lookedUp).contains("jda", "ofVirtual", "reported").isSubsetOf(listed);
    }

    /** There is no {@code reason}: GraalVM 25.0.2 refuses it, although its schema has it. */
    @Test
    void the_file_is_where_builders_look_for_it_and_has_the_form_they_know() throws IOException {
        DataObject metadata = metadata();
        assertThat(metadata.keys()).containsExactlyInAnyOrder("comment", "reflection", "resources");
        assertThat(entries("reflection")).hasSizeGreaterThan(10).allSatisfy(entry -> {
            assertThat(entry.keys())
                    .contains("type")
                    .isSubsetOf("condition", "type", "methods", "fields", "allPublicMethods");
            assertThat(entry.getObject("condition").keys()).containsExactly("typeReached");
        });
        assertThat(entries("resources"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.keys()).containsExactlyInAnyOrder("condition", "bundle"));
    }

    @Test
    void every_class_method_and_field_that_is_named_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (DataObject entry : entries("reflection")) {
            if (entry.get("type") instanceof String name) {
                look(name, entry, missing);
            }
        }
        assertThat(missing.remove(OF_SPRING)).isTrue();
        int expected = Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS ? 2 : 0;
        assertThat(missing.stream().filter(name -> name.startsWith("java.lang.Thread")))
                .hasSize(expected);
        assertThat(missing.stream().filter(name -> !name.startsWith("java.lang.Thread")))
                .as("the components of the other JDA")
                .hasSize(2)
                .satisfiesAnyOf(
                        names -> assertThat(names).allMatch(name -> name.startsWith(COMPONENTS.get(0))),
                        names -> assertThat(names).allMatch(name -> name.startsWith(COMPONENTS.get(1))));
    }

    private static void look(String name, DataObject entry, List<String> missing) {
        try {
            Class<?> type = Class.forName(name, false, NativeImageTest.class.getClassLoader());
            for (DataObject method : objects(entry, "methods")) {
                List<Class<?>> types = new ArrayList<>();
                for (int i = 0; i < method.getArray("parameterTypes").length(); i++) {
                    String parameter = method.getArray("parameterTypes").getString(i);
                    types.add(parameter.equals("boolean") ? boolean.class : Class.forName(parameter));
                }
                assertThat(type.getDeclaredMethod(method.getString("name"), types.toArray(new Class<?>[0])))
                        .isNotNull();
            }
            for (DataObject field : objects(entry, "fields")) {
                assertThat(type.getDeclaredField(field.getString("name"))).isNotNull();
            }
        } catch (ReflectiveOperationException e) {
            missing.add(name);
        }
    }

    @Test
    void the_bundle_that_is_named_exists() throws IOException {
        assertThat(entries("resources"))
                .extracting(entry -> entry.getString("bundle"))
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(ResourceBundle.getBundle(name).keySet()).isNotEmpty());
    }

    @Test
    void the_proxy_that_is_named_is_the_one_that_is_made() throws IOException {
        List<JDA> seen = new ArrayList<>();
        try (VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH)) {
            ConnectionGate gate = new ConnectionGate();
            Loops.every(Duration.ofHours(1)).gate(gate).scheduler(time).start(run -> seen.add(run.jda()));
            VirtualConnection unused = VirtualConnection.of(gate).ready();
            time.runPending();
        }
        List<Object> named = entries("reflection").stream()
                .filter(entry -> !(entry.get("type") instanceof String))
                .flatMap(entry -> entry.getObject("type").getArray("proxy").toList().stream())
                .toList();
        assertThat(seen)
                .singleElement()
                .satisfies(jda -> assertThat(jda.getClass().getInterfaces())
                        .extracting(Class::getName)
                        .isEqualTo(named));
    }

    @Test
    void the_page_shows_entries_of_the_same_form_and_names_what_JDA_has() throws IOException {
        List<DataObject> shown = JSON.matcher(Files.readString(PAGE))
                .results()
                .map(block -> DataObject.fromJson(block.group(1)))
                .flatMap(json -> objects(json, "reflection").stream())
                .toList();
        assertThat(shown).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.keys()).hasSize(2).contains("type");
            assertThat(entry.getString("type")).matches("my\\.bot\\..*|net\\.dv8tion\\.jda\\..*");
        });
        assertThat(shown).extracting(entry -> entry.getString("type")).contains(ListenerAdapter.class.getName());
    }

    /** Returns the only file there is, below the names of the artifact. */
    private static DataObject metadata() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Map<String, String> names = Stream.of("groupId", "artifactId")
                .collect(toMap(
                        tag -> tag, tag -> pom.split("<" + tag + ">", 2)[1].split("</", 2)[0]));
        Path file = METADATA.resolve(names.get("groupId"))
                .resolve(names.get("artifactId"))
                .resolve("reachability-metadata.json");
        try (Stream<Path> files = Files.walk(METADATA)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
        }
        return DataObject.fromJson(Files.readString(file));
    }

    private static List<DataObject> entries(String section) throws IOException {
        return objects(metadata(), section);
    }

    private static List<DataObject> objects(DataObject parent, String key) {
        DataArray array = parent.optArray(key).orElseGet(DataArray::empty);
        return array.stream(DataArray::getObject).toList();
    }
}
