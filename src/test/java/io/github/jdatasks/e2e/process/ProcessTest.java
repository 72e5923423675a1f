package io.github.jdatasks.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.EndToEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a bot's process: nothing that an after-hook saves is lost, and nothing keeps the process alive. */
@EndToEnd
class ProcessTest {
    private static final int KILLED_BY_CONTAINERS_AFTER_SECONDS = 10;

    /** The exit code that a JVM has after SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path directory = Path.of("");

    private @Nullable Process process;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    @Tag("posix")
    void a_terminated_process_runs_its_after_hooks() throws Exception {
        begin(SmallBot.Plan.RUN);
        awaitRun();
        terminate();
        assertThat(end()).isEqualTo(TERMINATED);
        assertThat(lines()).endsWith("after a cancel", "unload");
    }

    @Test
    @Tag("posix")
    void a_run_in_progress_may_end_when_the_process_is_terminated() throws Exception {
        begin(SmallBot.Plan.BE_BUSY);
        awaitRun();
        terminate();
        assertThat(end()).isEqualTo(TERMINATED);
        assertThat(lines()).endsWith("whole run", "after a cancel", "unload").doesNotContain("interrupted");
    }

    @Test
    @Tag("slow")
    @Tag("posix")
    void a_run_that_does_not_end_is_given_up_when_the_process_is_terminated() throws Exception {
        begin(SmallBot.Plan.BE_DEAF);
        awaitRun();
        terminate();
        assertThat(end()).isEqualTo(TERMINATED);
        assertThat(lines()).containsExactly("run", "interrupted", "after a cancel", "unload");
    }

    @ParameterizedTest
    @EnumSource(names = "EXIT.*", mode = EnumSource.Mode.MATCH_ALL)
    void whatever_the_library_calls_may_end_the_process_at_once(SmallBot.Plan plan) throws Exception {
        begin(plan);
        assertThat(end()).isEqualTo(3);
        Instant gone = Instant.now();
        Instant exit =
                Files.getLastModifiedTime(directory.resolve(SmallBot.EXITING)).toInstant();
        assertEnd(plan, lines());
        assertThat(Duration.between(exit, gone)).isLessThan(Duration.ofSeconds(4)); // a grace is as long
        assertThat(SmallBot.read(output())).doesNotContain("have not ended", "given up", "java.lang.Shutdown");
        if (plan == SmallBot.Plan.EXIT) { // which was asked for
            assertThat(SmallBot.read(output())).doesNotContain("ERROR", "WARN");
        }
    }

    private static void assertEnd(SmallBot.Plan plan, List<String> lines) {
        switch (plan) {
            case EXIT, EXIT_AFTER_CLOSE, EXIT_IN_HANDLER ->
                assertThat(lines).containsExactly("run", "after a cancel", "unload");
            case EXIT_IN_BEFORE_HOOK, EXIT_IN_SCHEDULE -> assertThat(lines).containsExactly("after a cancel", "unload");
            case EXIT_IN_AFTER_HOOK -> assertThat(lines).containsExactly("run", "after", "unload");
            case EXIT_IN_LOAD -> assertThat(lines).containsExactly("unload");
            case EXIT_IN_GATE_CONSUMER -> assertThat(lines).doesNotContain("after");
            default -> assertThat(lines).endsWith("after a cancel", "unload").containsOnlyOnce("unload");
        }
    }

    @Test
    void the_process_ends_by_itself_when_JDA_has_shut_down() throws Exception {
        begin(SmallBot.Plan.SHUT_DOWN);
        assertThat(end()).isZero();
        assertThat(lines()).endsWith("after a cancel", "unload");
    }

    @Test
    void loops_do_not_keep_a_process_alive() throws Exception {
        begin(SmallBot.Plan.NO_BOT);
        assertThat(end()).isZero();
        assertThat(lines()).containsExactly("after");
    }

    private void begin(SmallBot.Plan plan) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsun.net.httpserver.nodelay=true",
                SmallBot.class.getName(),
                plan.name().toLowerCase(Locale.ROOT),
                journal().toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectErrorStream(true).redirectOutput(output().toFile());
        process = builder.start();
    }

    private void awaitRun() {
        Await.until("a run", () -> SmallBot.read(journal()).contains("run\n"), () -> SmallBot.read(output()));
    }

    private void terminate() {
        assertThat(process).isNotNull();
        process.destroy();
    }

    private int end() throws InterruptedException {
        assertThat(process).isNotNull();
        // A child that is still starting has that time on top.
        assertThat(process.waitFor(2L * KILLED_BY_CONTAINERS_AFTER_SECONDS, TimeUnit.SECONDS))
                .describedAs("%s", SmallBot.read(output()))
                .isTrue();
        return process.exitValue();
    }

    private List<String> lines() {
        return SmallBot.read(journal()).lines().toList();
    }

    private Path journal() {
        return directory.resolve("journal.txt");
    }

    private Path output() {
        return directory.resolve("output.txt");
    }
}
