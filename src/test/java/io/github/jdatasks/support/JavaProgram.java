package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program that has run in a JVM of its own. */
public record JavaProgram(int exitStatus, String output) {
    /** As {@link #runWithout}, with all that is on the class path. */
    public static JavaProgram run(Path directory, Class<?> program, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        return runWithout(List.of(), directory, program, options, arguments);
    }

    /**
     * Runs a class of the tests to its end.
     *
     * @param missing what the names of the jars contain that are not on its class path
     * @param directory for what it prints
     * @param options of the JVM
     */
    public static JavaProgram runWithout(
            List<String> missing, Path directory, Class<?> program, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1");
        builder.command().addAll(options);
        builder.command().add(program.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment()
                .put(
                        "CLASSPATH",
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> missing.stream().noneMatch(entry::contains))
                                .collect(Collectors.joining(File.pathSeparator)));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new JavaProgram(process.exitValue(), Files.readString(output));
    }
}
