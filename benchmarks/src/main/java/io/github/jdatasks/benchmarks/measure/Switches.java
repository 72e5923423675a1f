package io.github.jdatasks.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Voluntary context switches: how often threads went to sleep. */
public final class Switches {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String COUNT = "voluntary_ctxt_switches:";
    private static final String NAME = "Name:";

    private Switches() {}

    /**
     * Counts those of the threads that are alive.
     *
     * @param named picks threads by the first 15 characters of their names
     * @return -1 where there is no {@code /proc}
     */
    public static long of(Predicate<String> named) {
        if (!Files.isDirectory(TASKS)) {
            return -1;
        }
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += ofTask(task.resolve("status"), named);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static long ofTask(Path status, Predicate<String> named) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(NAME)
                        && !named.test(line.substring(NAME.length()).strip())) {
                    return 0;
                }
                if (line.startsWith(COUNT)) {
                    return Long.parseLong(line.substring(COUNT.length()).strip());
                }
            }
        } catch (IOException ended) { // between the listing and here
            return 0;
        }
        return 0;
    }
}
