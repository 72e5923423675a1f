package io.github.jdatasks.example.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.example.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two processes, for as long as it takes to kill one. */
class ClusterTest {
    @TempDir
    private Path directory;

    @Test
    void the_ticks_of_a_killed_process_are_run_by_another_one() throws Exception {
        Path output = directory.resolve("output");
        Process cluster = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--cluster",
                        "2",
                        "--for",
                        "12s")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(cluster.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            cluster.destroy();
        }
        List<String> lines = Files.readAllLines(output);
        System.out.println(String.join("\n", lines));
        assertThat(cluster.exitValue()).isZero();
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines).anyMatch(line -> line.contains("is killed (SIGKILL) while it runs"));
        assertThat(lines).anyMatch(line -> line.matches(".*process [12] .* late, repeated"));
        assertThat(lines.get(lines.size() - 2)).matches("\\d+ ticks: each had a run.");
        assertThat(lines.get(lines.size() - 1)).endsWith(" had a second one: a process was killed in the first.");
    }
}
