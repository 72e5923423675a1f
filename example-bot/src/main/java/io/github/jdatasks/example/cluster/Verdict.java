package io.github.jdatasks.example.cluster;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What has become of the ticks.
 *
 * @param ticks how many have had a run
 * @param missing the ticks that have had none
 * @param doubled the ticks that have had two although no process was killed
 * @param tallies the processes by their number
 */
record Verdict(int ticks, List<String> missing, List<String> doubled, SortedMap<Integer, Tally> tallies) {
    private static final String ROW = "%-10s %6s %9s %8s %13s %13s%n";

    boolean isAsExpected() {
        return missing.isEmpty() && doubled.isEmpty();
    }

    List<String> faults() {
        return Stream.concat(missing.stream(), doubled.stream()).toList();
    }

    String table() {
        StringBuilder table = new StringBuilder(row("process", "runs", "repeated", "held up", "lateness p50", "p99"));
        Tally all = new Tally();
        tallies.forEach((process, tally) -> {
            table.append(row(process, tally));
            all.add(tally);
        });
        return table.append(row("all", all))
                + "held up: a killed process had the tick or one before it; not in p50 and p99";
    }

    /** If all is as expected. */
    String inWords() {
        int repeated =
                tallies.values().stream().mapToInt(tally -> tally.repeated).sum();
        return ticks + " ticks: each had a run."
                + (repeated == 0 ? "" : "\n" + repeated + " had a second one: a process was killed in the first.");
    }

    private static String row(Object process, Tally tally) {
        return row(process, tally.runs, tally.repeated, tally.heldUp, tally.percentile(50), tally.percentile(99));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
