package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.durable.DurableTable;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Runs experiments in JVMs of their own, one after the other, and says what came out. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.print(usage());
        } else if (options.list) {
            list();
        } else if (options.dst) {
            System.exit(ClockChanges.show(options.publish) ? 0 : 1);
        } else if (options.durable) {
            durable(options);
        } else {
            run(options);
        }
    }

    private static String usage() throws IOException {
        try (InputStream text = Main.class.getResourceAsStream("/usage.txt")) {
            return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void list() {
        System.out.println("Scenarios:");
        for (Experiment experiment : Experiment.values()) {
            System.out.printf("  %-16s %s%n", experiment, experiment.label());
        }
        System.out.println("Contenders:");
        for (Entrant entrant : Entrant.values()) {
            System.out.printf("  %-16s %s%n", entrant, entrant.label());
        }
    }

    private static void durable(Options options) throws Exception {
        String table = DurableTable.measure(options.quick);
        System.out.print(table);
        if (options.publish != null) {
            Publication.fill(options.publish, Map.of("durable", table));
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        NavigableMap<Integer, Path> jdks = Jdks.oldestAndNewest();
        if (options.jdk != null) {
            jdks.keySet().retainAll(List.of(options.jdk));
        }
        List<List<Fork>> plan = plan(options, jdks);
        int size = plan.stream().mapToInt(List::size).sum();
        Publication publication = new Publication(about(options, jdks));
        Path logs = Files.createDirectories(options.out);
        long began = System.nanoTime();
        int done = 0;
        int failed = 0;
        for (List<Fork> together : plan) {
            List<Fork.Running> running = new ArrayList<>();
            for (Fork fork : together) {
                running.add(fork.start(options.quick, logs.resolve("last-fork-" + running.size() + ".log")));
            }
            for (Fork.Running process : running) {
                Optional<DataObject> figures = process.figures();
                long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
                System.err.printf("%3d/%d  %5d s  %s%n", ++done, size, seconds, process.fork());
                if (figures.isPresent()) {
                    publication.add(process.fork(), figures.get());
                } else {
                    failed++;
                    System.err.println(Files.readString(process.log()));
                }
            }
            publication.write(options.out); // so that nothing is lost if the rest takes too long
        }
        if (options.publish != null) {
            publication.fill(options.publish);
        }
        System.out.print(String.join("\n", publication.tables().values()));
        System.exit(failed == 0 ? 0 : 1);
    }

    /**
     * Each round has every contender once, in an order of its own, so that a slow minute of the machine hits all alike. The
     * processes in a list of the plan run at the same time.
     */
    private static List<List<Fork>> plan(Options options, Map<Integer, Path> jdks) {
        Random random = new Random(1);
        List<List<Fork>> plan = new ArrayList<>();
        for (Experiment experiment : options.experiments) {
            int rounds = options.forks != null ? options.forks : options.quick ? 1 : experiment.forks();
            for (int round = 0; round < rounds; round++) {
                List<Fork> forks = new ArrayList<>();
                for (Entrant entrant : experiment.entrants()) {
                    jdks.forEach((jdk, home) -> {
                        if (options.entrants().contains(entrant) && entrant.runsOn(jdk)) {
                            forks.add(new Fork(experiment, entrant, jdk, home));
                        }
                    });
                }
                Collections.shuffle(forks, random);
                if (experiment.isIdleMostly()) {
                    plan.add(forks);
                } else {
                    forks.forEach(fork -> plan.add(List.of(fork)));
                }
            }
        }
        return plan;
    }

    private static DataObject about(Options options, Map<Integer, Path> jdks) {
        Runtime machine = Runtime.getRuntime();
        return DataObject.empty()
                .put("date", LocalDate.now(ZoneOffset.UTC).toString())
                .put(
                        "machine",
                        machine.availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                                + System.getProperty("os.version"))
                .put("jdks", jdks.keySet())
                .put("quick", options.quick);
    }
}
