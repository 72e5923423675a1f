package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the 50 tasks of a bot take, without what an idle process takes. */
final class BotTable {
    /** By what the process has beside the tasks, and how many runs a second there are. */
    private static final Map<Experiment, String> EXPERIMENTS = new TreeMap<>(Map.of(
            Experiment.BOT_10, "10",
            Experiment.BOT_100, "100",
            Experiment.BOT_10_JDA, "10, with JDA",
            Experiment.BOT_100_JDA, "100, with JDA"));

    private static final List<String> HEAD = List.of(
            "JDK",
            "contender",
            "runs/s",
            "CPU per run, cold, µs",
            "warm, µs",
            "switches per run, cold",
            "warm",
            "bytes per run, warm",
            "resident, MB",
            "metaspace, MB",
            "code, MB",
            "classes",
            "threads",
            "first run after, ms");

    private final Results results;

    BotTable(Results results) {
        this.results = results;
    }

    List<String> head() {
        return HEAD;
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (int jdk : results.jdks()) {
            EXPERIMENTS.forEach((experiment, runs) -> {
                for (Entrant entrant : Entrant.values()) {
                    if (entrant != Entrant.NOTHING) {
                        rows.add(row(experiment, entrant, jdk, runs));
                    }
                }
            });
        }
        rows.removeIf(row -> row.stream().skip(3).allMatch(String::isEmpty));
        return rows;
    }

    private List<String> row(Experiment experiment, Entrant entrant, int jdk, String runs) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(jdk), entrant.label(), runs));
        for (Figure figure : List.of(
                perRun("cold", "CpuMicros"),
                perRun("warm", "CpuMicros"),
                perRun("cold", "Switches"),
                perRun("warm", "Switches"),
                perRun("warm", "Bytes"),
                above("warmResidentMegabytes"),
                above("warmMetaspaceMegabytes"),
                above("warmCodeMegabytes"),
                above("coldClasses"),
                above("coldThreads"),
                this::firstRun)) {
            row.add(Numbers.shortly(figure.of(experiment, entrant, jdk)));
        }
        return row;
    }

    /** A figure of one contender. */
    @FunctionalInterface
    interface Figure {
        double of(Experiment experiment, Entrant entrant, int jdk);
    }

    /** Returns what a run takes of something, from what the process takes in a second. */
    Figure perRun(String when, String what) {
        return (experiment, entrant, jdk) -> above(when + what + "PerSecond").of(experiment, entrant, jdk)
                / results.median(experiment, entrant, jdk, when + "RunsPerSecond");
    }

    /** Returns what there is more of something than in an idle process. */
    Figure above(String name) {
        return (experiment, entrant, jdk) ->
                results.median(experiment, entrant, jdk, name) - results.median(experiment, Entrant.NOTHING, jdk, name);
    }

    private double firstRun(Experiment experiment, Entrant entrant, int jdk) {
        return results.median(experiment, entrant, jdk, "coldStartMillis");
    }
}
