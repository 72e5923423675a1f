package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.report.Plots;
import io.github.jdatasks.benchmarks.report.Results;
import io.github.jdatasks.benchmarks.report.Tables;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Where results go: files, and a page with places for tables. */
final class Publication {
    private final DataObject about;
    private final Set<Experiment> experiments = EnumSet.noneOf(Experiment.class);
    private final Results results = new Results();

    Publication(DataObject about) {
        this.about = about;
    }

    void add(Fork fork, DataObject figures) {
        experiments.add(fork.experiment());
        results.add(fork.experiment(), fork.entrant(), fork.jdk(), figures);
    }

    /** Returns the tables of what was measured by the names of their places on the page. */
    Map<String, String> tables() {
        Tables tables = new Tables(results);
        Map<String, String> named = new LinkedHashMap<>();
        String machine = "Measured on " + about.getString("machine") + ", " + about.getString("date") + ".\n";
        if (experiments.stream().anyMatch(Experiment::isIdleMostly)) {
            named.put("bot-goals", tables.goalsOfBots());
            named.put("bot", tables.bot(Set.of(Experiment.BOT_100)));
            named.put("bots", tables.bot(EnumSet.of(Experiment.BOT_10, Experiment.BOT_10_JDA, Experiment.BOT_100_JDA)));
            named.put("bot-machine", machine);
        }
        if (!experiments.stream().allMatch(Experiment::isIdleMostly)) {
            named.put("goals", tables.goals());
            named.put("cost", tables.cost());
            named.put("lateness", tables.lateness());
            named.put("operations", tables.operations());
            named.put("machine", machine);
        }
        return named;
    }

    void write(Path directory) throws IOException {
        DataObject json = DataObject.empty().put("about", about).put("results", results.toJson());
        Files.writeString(directory.resolve("results.json"), json.toPrettyString() + "\n");
        Plots plots = new Plots(results);
        Files.writeString(directory.resolve("lateness.svg"), plots.lateness());
        Files.writeString(directory.resolve("cost.svg"), plots.cost());
        Files.writeString(directory.resolve("tables.md"), String.join("\n", tables().values()));
    }

    void fill(Path page) throws IOException {
        fill(page, tables());
    }

    /** Replaces what is between {@code <!-- NAME -->} and {@code <!-- end -->} with the table of that name. */
    static void fill(Path page, Map<String, String> tables) throws IOException {
        String text = Files.readString(page);
        for (Map.Entry<String, String> table : tables.entrySet()) {
            Pattern place = Pattern.compile("(<!-- " + table.getKey() + " -->\n).*?(<!-- end -->)", Pattern.DOTALL);
            text = place.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(table.getValue()) + "$2");
        }
        Files.writeString(page, text);
    }
}
