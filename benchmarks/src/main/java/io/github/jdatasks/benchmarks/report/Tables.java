package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The figures as tables in Markdown. */
public final class Tables {
    private static final double PERCENT = 100;

    /** A column of the table of peers. */
    private record Column(String head, Experiment experiment, String name, double factor) {
        Column(String head, Experiment experiment, String name) {
            this(head, experiment, name, 1);
        }

        String cell(Results results, Entrant entrant, int jdk) {
            return Numbers.shortly(results.median(experiment, entrant, jdk, name) * factor);
        }
    }

    private static final List<Column> COST = List.of(
            new Column("1,000", Experiment.STEADY_1K, "cpuMicrosPerFire"),
            new Column("10,000", Experiment.STEADY_10K, "cpuMicrosPerFire"),
            new Column("100,000", Experiment.STEADY_100K, "cpuMicrosPerFire"),
            new Column("a million, every 10 s", Experiment.STEADY_MILLION, "cpuMicrosPerFire"),
            new Column("switches", Experiment.STEADY_100K, "switchesPerFire"),
            new Column("bytes", Experiment.STEADY_100K, "bytesPerFire"),
            new Column("bytes per task", Experiment.MEMORY, "bytesPerTask"),
            new Column("start of 100,000, ms", Experiment.START_100K, "startedMillis"));

    private static final List<Column> LATENESS = List.of(
            new Column("50 tasks: p50", Experiment.FEW, "lateMicros.p50"),
            new Column("p99", Experiment.FEW, "lateMicros.p99"),
            new Column("10,000: p50", Experiment.STEADY_10K, "lateMicros.p50"),
            new Column("p99", Experiment.STEADY_10K, "lateMicros.p99"),
            new Column("100,000: p50", Experiment.STEADY_100K, "lateMicros.p50"),
            new Column("p99", Experiment.STEADY_100K, "lateMicros.p99"),
            new Column("p99.9", Experiment.STEADY_100K, "lateMicros.p99.9"),
            new Column("% of those due", Experiment.STEADY_100K, "firesOfThoseDue", PERCENT));

    private static final List<Column> OPERATIONS = List.of(
            new Column("foreign event", Experiment.OPERATIONS, "foreignEventNanos"),
            new Column("changeInterval", Experiment.OPERATIONS, "changeIntervalNanos"),
            new Column("postpone", Experiment.OPERATIONS, "postponeNanos"),
            new Column("cancel", Experiment.OPERATIONS, "cancelNanos"),
            new Column("stop and join", Experiment.OPERATIONS, "stopAndJoinNanos"),
            new Column("run", Experiment.OPERATIONS, "plainRunNanos"),
            new Column("with a listener", Experiment.OPERATIONS, "heardRunNanos"),
            new Column("with metrics", Experiment.OPERATIONS, "measuredRunNanos"),
            new Column("next: interval", Experiment.OPERATIONS, "nextIntervalNanos"),
            new Column("daily", Experiment.OPERATIONS, "nextDailyNanos"),
            new Column("any of two", Experiment.OPERATIONS, "nextOfTwoNanos"),
            new Column("a run", Experiment.RECORDED, "beforeNanos"),
            new Column("recorded", Experiment.RECORDED, "duringNanos"),
            new Column("after a recording", Experiment.RECORDED, "afterNanos"));

    private final Results results;

    public Tables(Results results) {
        this.results = results;
    }

    /** Returns the goals and what came out. */
    public String goals() {
        return goals(Goals.all());
    }

    /** Returns the goals of a bot and what came out. */
    public String goalsOfBots() {
        return goals(Goals.ofBots());
    }

    private String goals(List<Goal> goals) {
        List<String> head = new ArrayList<>(List.of("goal", "limit"));
        results.jdks().forEach(jdk -> head.add("JDK " + jdk));
        List<List<String>> rows = new ArrayList<>();
        for (Goal goal : goals) {
            List<String> row = new ArrayList<>(List.of(goal.what(), goal.bound(results, results.jdks())));
            results.jdks().forEach(jdk -> row.add(goal.verdict(results, jdk)));
            rows.add(row);
        }
        return table(head, rows);
    }

    /** Returns what the tasks of a bot take in some experiments. */
    public String bot(Set<Experiment> experiments) {
        BotTable bot = new BotTable(results);
        return table(bot.head(), bot.rows(experiments));
    }

    /** Returns what a run costs each contender, microseconds of processor time first. */
    public String cost() {
        return byContender(COST);
    }

    /** Returns how late runs are, in microseconds. */
    public String lateness() {
        return byContender(LATENESS);
    }

    /** Returns what single calls take, in nanoseconds. */
    public String operations() {
        return byContender(OPERATIONS);
    }

    private String byContender(List<Column> columns) {
        List<String> head = new ArrayList<>(List.of("JDK", "contender"));
        columns.forEach(column -> head.add(column.head));
        List<List<String>> rows = new ArrayList<>();
        for (int jdk : results.jdks()) {
            for (Entrant entrant : Entrant.values()) {
                List<String> cells = columns.stream()
                        .map(column -> column.cell(results, entrant, jdk))
                        .toList();
                if (!cells.stream().allMatch(String::isEmpty)) {
                    List<String> row = new ArrayList<>(List.of(Integer.toString(jdk), entrant.label()));
                    row.addAll(cells);
                    rows.add(row);
                }
            }
        }
        return table(head, rows);
    }

    private static String table(List<String> head, List<List<String>> rows) {
        rows.removeIf(row -> row.stream().skip(2).allMatch(String::isEmpty));
        String rule = head.stream().map(cell -> "---").collect(Collectors.joining(" | ", "| ", " |"));
        return line(head) + rule + "\n" + rows.stream().map(Tables::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
