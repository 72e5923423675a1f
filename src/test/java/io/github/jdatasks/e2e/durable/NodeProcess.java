package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that has durable loops, from its start to its end. */
final class NodeProcess implements AutoCloseable {
    private static final int TERMINATED = 128 + 15;

    private final String name;
    private final Path journal;
    private final Path output;
    private final Process process;

    private NodeProcess(String name, Path directory, Class<?> program, List<String> arguments) {
        this.name = name;
        this.journal = directory.resolve(name + ".journal");
        this.output = directory.resolve(name + ".output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dsun.net.httpserver.nodelay=true",
                "-Djava.io.tmpdir=" + directory, // one that is killed leaves SQLite's native library there
                program.getName(),
                journal.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a program, whose first argument is the path of its journal. */
    static NodeProcess start(String name, Path directory, Class<?> program, Object... arguments) {
        return new NodeProcess(
                name,
                directory,
                program,
                Arrays.stream(arguments).map(Object::toString).toList());
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    void tell(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process with SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the process with SIGTERM. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy() would also close what it reads from, which tells it to halt
        awaitEnd();
        assertThat(process.exitValue()).as("%s: %s", name, output()).isEqualTo(TERMINATED);
    }

    private void awaitEnd() {
        Await.until("the end of " + name, () -> !process.isAlive(), this::output);
    }

    /** Lets the process run for a while; fails if it ends by itself. */
    void letRunFor(long nanos) throws InterruptedException {
        assertThat(process.waitFor(nanos, TimeUnit.NANOSECONDS))
                .as("%s has ended by itself: %s", name, output())
                .isFalse();
    }

    /** Waits until the journal has a line that begins so. */
    void awaitLine(String begin) {
        Await.until(
                begin + " in the journal of " + name,
                () -> !process.isAlive() || lines().stream().anyMatch(line -> line.startsWith(begin)),
                this::output);
        letLive();
    }

    private void letLive() {
        assertThat(process.isAlive()).as("%s lives: %s", name, output()).isTrue();
    }

    /** Returns the lines of the journal; the last one may be part of a line while the process is alive. */
    List<String> lines() {
        return read(journal).lines().toList();
    }

    /** Returns what the process has printed. */
    String output() {
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return name;
    }
}
