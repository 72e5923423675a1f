package io.github.jdatasks.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.support.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process without an SLF4J binding, as many bots are: JDA logs to the console there, and so does the library. */
@EndToEnd
class NoBindingTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void what_goes_wrong_is_seen_where_JDAs_lines_are() throws Exception {
        List<String> lines = run();
        assertThat(lines).contains("1 failure, PAUSED", "context null");
        assertThat(with(lines, "[io.github.jdatasks.loop.sync] [ERROR] Run 0 of loop sync, attempt 1, failed"))
                .hasSize(1);
        assertThat(with(lines, "java.lang.IllegalStateException: no channel")).hasSize(1);
        assertThat(with(lines, "[io.github.jdatasks.LoopCog] [ERROR] cogLoad of Broken failed"))
                .hasSize(1);
        assertThat(with(lines, "java.lang.IllegalStateException: no database")).hasSize(1);
        assertThat(with(lines, "[io.github.jdatasks.GateWatch] [WARN] ")).hasSize(1);
        assertThat(with(lines, "[DEBUG]")).isEmpty();
    }

    @Test
    void a_user_who_has_silenced_JDA_has_silenced_the_library() throws Exception {
        assertThat(run(List.of("-Dnet.dv8tion.jda.disableFallbackLogger=true")))
                .contains("1 failure, PAUSED")
                .noneMatch(line -> line.contains("jdatasks"));
    }

    @Test
    void a_JDA_that_logs_otherwise_leaves_it_silent_and_at_work() throws Exception {
        assertThat(run(List.of(), "without"))
                .contains("1 failure, PAUSED")
                .noneMatch(line -> line.contains("jdatasks"));
    }

    private List<String> run() throws IOException, InterruptedException {
        return run(List.of());
    }

    /** Runs the program without Logback, with options of the JVM and perhaps an argument; returns what it says. */
    private List<String> run(List<String> options, String... arguments) throws IOException, InterruptedException {
        JavaProgram ended =
                JavaProgram.runWithout(List.of("logback"), directory, NoBindingProgram.class, options, arguments);
        List<String> lines = ended.output().lines().toList();
        assertThat(ended.exitStatus()).as("%s", lines).isZero();
        return lines;
    }

    private static List<String> with(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }
}
