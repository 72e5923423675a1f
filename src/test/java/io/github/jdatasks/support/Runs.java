package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a schedule from run to run. */
public final class Runs {
    private Runs() {}

    /** Returns the runs after one instant up to and including another. */
    public static List<Instant> of(Schedule schedule, String after, String until) {
        List<Instant> runs = new ArrayList<>();
        Instant last = Instant.parse(after);
        Optional<Instant> next = schedule.nextAfter(last);
        while (next.isPresent() && !next.get().isAfter(Instant.parse(until))) {
            assertThat(next.get()).isAfter(last);
            last = next.get();
            runs.add(last);
            next = schedule.nextAfter(last);
        }
        return runs;
    }

    /** Returns instants of one day, given as times in UTC. */
    public static List<Instant> on(String date, String... times) {
        List<Instant> instants = new ArrayList<>();
        for (String time : times) {
            instants.add(Instant.parse(date + "T" + time + ":00Z"));
        }
        return instants;
    }
}
