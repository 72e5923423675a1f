package io.github.jdatasks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.util.Loggers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the code may depend on, and how large a package may be. A rule about a call holds for references to the method too. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.github.jdatasks");
    private static final JavaClasses LIBRARY = classesOf(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    private static final JavaClasses TESTS = classesOf(ImportOption.Predefined.ONLY_INCLUDE_TESTS);

    private static final String[] DURABLE = {"io.github.jdatasks.durable..", "io.github.jdatasks.internal.durable.."};

    private static final String METRICS = "io.github.jdatasks.metrics..";
    private static final String JFR = "io.github.jdatasks.internal.jfr";

    /** The internal packages: each may use those after it. */
    private static final List<String> DOWNWARDS = List.of(
            "panel",
            "history",
            "cog",
            "spec",
            "group",
            "scheduler",
            "durable",
            "loop",
            "gate",
            "schedule",
            "retry",
            "listener",
            "worker",
            "jfr",
            "timer",
            "cron",
            "util");

    @Test
    void the_library_uses_java_and_jda_and_slf4j_and_jspecify_only() {
        classes()
                .that()
                .resideOutsideOfPackages(DURABLE)
                .and()
                .resideOutsideOfPackages(METRICS, JFR)
                .and()
                .haveNameNotMatching(".*\\.internal\\.cog\\.Coroutines(\\$.*)?") // which also uses Kotlin
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "net.dv8tion.jda..", "org.slf4j..", "org.jspecify..", "io.github.jdatasks..")
                .check(LIBRARY);
    }

    @Test
    void only_durable_loops_use_a_database_and_db_scheduler() {
        classes()
                .that()
                .resideInAnyPackage(DURABLE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.sql..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.github.kagkarlsson..",
                        "io.github.jdatasks..")
                .check(LIBRARY);
    }

    /** A bot that is not recorded loads nothing of {@code jdk.jfr}, and a JVM may not have it. */
    @Test
    void only_the_classes_behind_LoopEvents_use_the_flight_recorder() {
        DescribedPredicate<JavaClass> front = describe(
                "Recorder or LoopEvents",
                type -> type.getName().matches("io\\.github\\.jdatasks\\.internal\\.jfr\\.(Recorder|LoopEvents).*"));
        noClasses()
                .that()
                .resideOutsideOfPackage(JFR)
                .should()
                .dependOnClassesThat(resideInAPackage(JFR).and(not(front)))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr..")
                .check(LIBRARY);
        noClasses()
                .that(front)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr..")
                .check(LIBRARY);
        classes()
                .that()
                .resideInAPackage(JFR)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "jdk.jfr..", "org.jspecify..", "io.github.jdatasks..")
                .check(LIBRARY);
    }

    @Test
    void only_metrics_use_Micrometer() {
        classes()
                .that()
                .resideInAPackage(METRICS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.micrometer..", "io.github.jdatasks..")
                .check(LIBRARY);
    }

    @Test
    void internal_packages_know_only_those_below_them() {
        for (int i = 0; i < DOWNWARDS.size(); i++) {
            String[] above = DOWNWARDS.subList(0, i).stream()
                    .map(name -> "io.github.jdatasks.internal." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.github.jdatasks.internal." + DOWNWARDS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(LIBRARY);
        }
    }

    @Test
    void each_internal_package_has_its_place() {
        classes()
                .that()
                .resideInAPackage("io.github.jdatasks.internal..")
                .should()
                .resideInAnyPackage(DOWNWARDS.stream()
                        .map(name -> "io.github.jdatasks.internal." + name)
                        .toArray(String[]::new))
                .check(LIBRARY);
    }

    @Test
    void internal_packages_have_no_cycles() {
        slices().matching("io.github.jdatasks.internal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(LIBRARY);
    }

    @Test
    void internals_use_the_vocabulary_of_the_API_and_none_of_its_facades() {
        noClasses()
                .that()
                .resideInAPackage("io.github.jdatasks.internal..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        LoopCog.class,
                        Loops.class,
                        LoopBuilder.class,
                        LoopScheduler.class,
                        ConnectionGate.class,
                        RetryPolicy.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.jdatasks.testing..", METRICS)
                .check(LIBRARY);
    }

    @Test
    void inheritance_is_three_levels_deep_at_most() {
        assertThat(LIBRARY)
                .allSatisfy(type -> assertThat(type.getAllRawSuperclasses())
                        .filteredOn(above -> above.getPackageName().startsWith("io.github.jdatasks"))
                        .as(type.getName())
                        .hasSizeLessThan(3));
    }

    @Test
    void the_mock_Discord_uses_nothing_of_the_library() {
        noClasses()
                .that()
                .resideInAPackage("io.github.jdatasks.mockdiscord..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.jdatasks", "io.github.jdatasks.internal..", "io.github.jdatasks.testing..")
                .check(TESTS);
    }

    @Test
    void nothing_in_the_library_sleeps() {
        noClasses().should().accessTargetWhere(sleeping()).check(LIBRARY);
    }

    @Test
    void only_Clocks_reads_the_time_of_the_machine() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Clocks.class)
                .should()
                .accessTargetWhere(readingTheTime())
                .check(LIBRARY);
    }

    @Test
    void only_Loggers_asks_SLF4J_for_a_logger() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Loggers.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(LoggerFactory.class)
                .check(LIBRARY);
    }

    /**
     * The timers of {@link CompletableFuture} run on the machine's time whatever the clocks of the scheduler say.
     * {@code LoopFuture} is exempt: users may ask the future that they get for a timeout, which is then theirs and in
     * real time, and the class passes that on to a copy.
     */
    @Test
    void only_LoopFuture_uses_the_timers_of_CompletableFuture() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.jdatasks.internal.loop.LoopFuture")
                .should()
                .accessTargetWhere(call(CompletableFuture.class, "orTimeout|completeOnTimeout"))
                .check(LIBRARY);
    }

    @Test
    void nothing_in_the_library_uses_the_delayed_executor_of_CompletableFuture() {
        noClasses()
                .should()
                .accessTargetWhere(call(CompletableFuture.class, "delayedExecutor"))
                .check(LIBRARY);
    }

    @Test
    void nothing_in_the_library_runs_on_the_common_pool() {
        noClasses()
                .should()
                .accessTargetWhere(call(ForkJoinPool.class, "commonPool")
                        .or(call(CompletionStage.class, ".*Async").and(withoutExecutor()))
                        .or(call(Collection.class, "parallelStream"))
                        .or(call(BaseStream.class, "parallel")))
                .check(LIBRARY);
    }

    @Test
    void public_static_fields_are_constants() {
        fields().that()
                .arePublic()
                .and()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(describe("array", JavaClass::isArray))
                .check(LIBRARY);
    }

    @Test
    void no_test_sleeps() {
        noClasses().should().accessTargetWhere(sleeping()).check(TESTS);
    }

    @Test
    void a_package_has_at_most_28_files_and_one_of_tests_30() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Map<Path, Long> sizes = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(groupingBy(Path::getParent, counting()));
            sizes.remove(Path.of("src/test/java/io/github/jdatasks/mockdiscord")); // one thing, which users copy whole
            assertThat(sizes.remove(Path.of("src/main/java/io/github/jdatasks")))
                    .isLessThanOrEqualTo(29); // the API
            assertThat(sizes.values()).hasSizeGreaterThan(20);
            assertThat(sizes)
                    .allSatisfy((directory, size) ->
                            assertThat(size).isLessThanOrEqualTo(directory.startsWith("src/main") ? 28 : 30));
        }
    }

    private static JavaClasses classesOf(ImportOption which) {
        return ALL.that(describe(
                which.toString(),
                type -> type.getSource()
                        .map(source -> which.includes(Location.of(source.getUri())))
                        .orElse(false)));
    }

    private static DescribedPredicate<JavaAccess<?>> sleeping() {
        return call(Thread.class, "sleep").or(call(TimeUnit.class, "sleep"));
    }

    private static DescribedPredicate<JavaAccess<?>> readingTheTime() {
        return call(System.class, "currentTimeMillis|nanoTime")
                .or(call(Clock.class, "system.*|tick(Millis|Seconds|Minutes)"))
                .or(call(InstantSource.class, "system"))
                .or(describe(
                        "now() of java.time",
                        access -> access.getTargetOwner().getPackageName().startsWith("java.time")
                                && access.getName().equals("now")));
    }

    /** A call of, or a reference to, a method of a type or of its subtypes; the name is a regular expression. */
    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String name) {
        return describe(
                "%s.%s".formatted(owner.getSimpleName(), name),
                access -> access.getTargetOwner().isAssignableTo(owner)
                        && access.getName().matches(name));
    }

    private static DescribedPredicate<JavaAccess<?>> withoutExecutor() {
        return describe(
                "without an executor",
                access -> access.getTarget() instanceof CodeUnitAccessTarget method
                        && method.getRawParameterTypes().stream()
                                .noneMatch(type -> type.isAssignableTo(Executor.class)));
    }
}
