package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the 50 tasks of a bot take, without what an idle process takes. */
final class BotTable {
    /** A figure and the words above it. */
    private record Column(String head, Figure figure) {}

    private final Results results;
    private final List<Column> columns = List.of(
            new Column("CPU per run, cold, µs", perRun("cold", "CpuMicros")),
            new Column("warm, µs", perRun("warm", "CpuMicros")),
            new Column("switches per run, cold", perRun("cold", "Switches")),
            new Column("warm", perRun("warm", "Switches")),
            new Column("bytes per run, warm", perRun("warm", "Bytes")),
            new Column("resident, MB, cold", above("coldResidentMegabytes")),
            new Column("warm", above("warmResidentMegabytes")),
            new Column("metaspace, MB", above("warmMetaspaceMegabytes")),
            new Column("code, MB", above("warmCodeMegabytes")),
            new Column("classes", above("coldClasses")),
            new Column("threads", above("coldThreads")),
            new Column("first run after, ms", this::firstRun));

    BotTable(Results results) {
        this.results = results;
    }

    List<String> head() {
        List<String> head = new ArrayList<>(List.of("JDK", "contender", "runs/s"));
        columns.forEach(column -> head.add(column.head));
        return head;
    }

    List<List<String>> rows(Set<Experiment> experiments) {
        List<List<String>> rows = new ArrayList<>();
        for (int jdk : results.jdks()) {
            experiments.forEach(experiment -> addRows(rows, jdk, experiment));
        }
        return rows;
    }

    private void addRows(List<List<String>> rows, int jdk, Experiment experiment) {
        for (Entrant entrant : Entrant.values()) {
            List<String> cells = columns.stream()
                    .map(column -> Numbers.shortly(column.figure.of(experiment, entrant, jdk)))
                    .toList();
            if (entrant != Entrant.NOTHING && !cells.stream().allMatch(String::isEmpty)) {
                List<String> row = new ArrayList<>(List.of(Integer.toString(jdk), entrant.label(), runs(experiment)));
                row.addAll(cells);
                rows.add(row);
            }
        }
    }

    private static String runs(Experiment experiment) {
        return switch (experiment) {
            case BOT_10 -> "10";
            case BOT_100 -> "100";
            case BOT_10_JDA -> "10, with JDA";
            case BOT_100_JDA -> "100, with JDA";
            default -> throw new IllegalArgumentException(experiment + " is no bot");
        };
    }

    /** A figure of one contender. */
    @FunctionalInterface
    private interface Figure {
        double of(Experiment experiment, Entrant entrant, int jdk);
    }

    private Figure perRun(String when, String what) {
        return (experiment, entrant, jdk) -> results.perRun(experiment, entrant, jdk, when, what);
    }

    private Figure above(String name) {
        return (experiment, entrant, jdk) -> results.aboveIdle(experiment, entrant, jdk, name);
    }

    private double firstRun(Experiment experiment, Entrant entrant, int jdk) {
        return results.median(experiment, entrant, jdk, "coldStartMillis");
    }
}
