package io.github.jdatasks.example.cluster;

import java.util.ArrayList;
import java.util.List;

/** What one process has done, over all its lives. */
final class Tally {
    int runs;

    /** Runs of ticks that a process was killed in. */
    int repeated;

    /** Runs of ticks that came while such a process stood in the way of their loop. */
    int heldUp;

    /** In milliseconds, of all other runs. */
    final List<Long> lateness = new ArrayList<>();

    void add(Tally other) {
        runs += other.runs;
        repeated += other.repeated;
        heldUp += other.heldUp;
        lateness.addAll(other.lateness);
    }

    /** The lateness that so many percent of the runs do not exceed. */
    String percentile(int percent) {
        if (lateness.isEmpty()) {
            return "-";
        }
        int rank = (lateness.size() * percent + 99) / 100;
        return lateness.stream().sorted().toList().get(rank - 1) + " ms";
    }
}
