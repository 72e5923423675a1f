package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demonstration prints, run once as a process. */
class DemoTest {
    private static final int WIDTH_OF_A_TERMINAL = 80;

    @TempDir
    private static Path directory;

    private static List<String> lines;

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--for",
                "30s",
                "--metrics",
                "0",
                "--jfr",
                directory.resolve("bot.jfr").toString());
        builder.environment().remove("DISCORD_TOKEN");
        Process demo = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(demo.waitFor(90, TimeUnit.SECONDS)).isTrue();
            lines = Files.readAllLines(output);
            System.out.println(String.join("\n", lines));
            assertThat(demo.exitValue()).isZero();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void no_line_wraps_in_a_terminal() {
        assertThat(lines)
                .hasSizeGreaterThan(50)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH_OF_A_TERMINAL));
    }

    @Test
    void a_message_is_posted_once_and_not_by_the_request_that_fails() {
        String digest = String.join("\n", lines).split("The digest is started again")[1];
        assertThat(digest)
                .containsOnlyOnce("to #general, attempt 1.")
                .containsOnlyOnce("A message is refused with status 500.")
                .containsOnlyOnce("to #general, attempt 2.")
                .containsOnlyOnce("The bot posts a message: ");
    }

    @Test
    void a_digest_whose_time_passed_while_it_was_stopped_is_sent_when_it_starts_again() {
        assertThat(place("/loops")).isLessThan(place("The digest is stopped"));
        assertThat(place("The digest is stopped")).isLessThan(place("The digest is started again"));
        assertThat(place("The digest is started again")).isLessThan(place("Sending the digest of"));
        assertThat(with("Sending the digest of")).allMatch(line -> line.matches(".*of (08:00|20:30) to.*"));
    }

    @Test
    void an_administrator_sees_the_loops_and_pauses_one() {
        assertThat(with("/loops")).anyMatch(line -> line.contains("CounterCog.counter · waiting"));
        assertThat(place("( Run now ) ( Pause ) ( Refresh )")).isLessThan(place("A click on Pause."));
        assertThat(place("A click on Pause.")).isLessThan(place("( Run now ) ( Resume ) ( Refresh )"));
        assertThat(place("( Run now ) ( Resume ) ( Refresh )")).isLessThan(place("A click on Resume."));
    }

    @Test
    void the_metrics_at_the_end_have_a_row_for_each_loop() {
        List<String> table = lines.subList(place("metrics "), lines.size());
        assertThat(table)
                .filteredOn(line -> line.matches("\\w+ +[1-9]\\d* +0 .*"))
                .hasSize(6);
    }

    @Test
    void metrics_are_served_on_a_port_of_this_machine() {
        assertThat(with("Metrics: http://localhost:")).hasSize(1);
    }

    @Test
    void the_recording_has_the_runs_of_all_loops() throws IOException {
        Set<String> loops = RecordingFile.readAllEvents(directory.resolve("bot.jfr")).stream()
                .filter(event -> event.getEventType().getName().equals("io.github.jdatasks.Run"))
                .map(event -> event.getString("loop"))
                .collect(Collectors.toSet());
        assertThat(loops).hasSize(6);
    }

    @Test
    void the_countdown_is_over_once() {
        assertThat(with("The countdown is over.")).hasSize(1);
        assertThat(with("The countdown was ended")).isEmpty();
    }

    @Test
    void no_loop_is_said_to_be_paused_by_the_shutdown() {
        int shutdown = place("The bot shuts down.");
        assertThat(with("Paused: ")).isNotEmpty();
        assertThat(lines.subList(shutdown, lines.size())).noneMatch(line -> line.contains("aused"));
    }

    private static Stream<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text));
    }

    private static int place(String text) {
        return lines.indexOf(with(text).findFirst().orElseThrow());
    }
}
