package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.utils.data.DataObject;

/** One experiment with one contender, in a JVM of its own. */
record Fork(Experiment experiment, Entrant entrant, int jdk, Path home) {
    private static final long PATIENCE_MINUTES = 5;
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);

    /** Starts its JVM. */
    Running start(boolean quick, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(experiment.jvmOptions());
        command.add("-Djol.magicFieldOffset=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.addAll(List.of(experiment.name(), entrant.name(), quick ? Child.QUICK : "full"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (experiment.isIdleMostly()) {
            Thread.sleep(BETWEEN_STARTS.toMillis()); // the others start, and compile, at other times
        }
        return new Running(this, process, log);
    }

    /** A JVM that measures. */
    record Running(Fork fork, Process process, Path log) {
        /** Waits for its figures; they are absent if there are none, and then the log says why. */
        Optional<DataObject> figures() throws IOException, InterruptedException {
            try {
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    return Optional.empty();
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith(Child.FIGURES))
                    .map(line -> DataObject.fromJson(line.substring(Child.FIGURES.length())))
                    .findFirst();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-15s JDK %d  %s", experiment, jdk, entrant.label());
    }
}
