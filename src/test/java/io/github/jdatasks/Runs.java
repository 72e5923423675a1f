package io.github.jdatasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a schedule from run to run. */
final class Runs {
    private Runs() {}

    /** Returns the runs after one instant up to and including another. */
    static List<Instant> of(Schedule schedule, String after, String until) {
        List<Instant> runs = new ArrayList<>();
        Optional<Instant> next = schedule.nextAfter(Instant.parse(after));
        while (next.isPresent() && !next.get().isAfter(Instant.parse(until))) {
            runs.add(next.get());
            next = schedule.nextAfter(next.get());
        }
        return runs;
    }

    /** Returns instants of one day, given as times in UTC. */
    static List<Instant> on(String date, String... times) {
        List<Instant> instants = new ArrayList<>();
        for (String time : times) {
            instants.add(Instant.parse(date + "T" + time + ":00Z"));
        }
        return instants;
    }
}
