package io.github.jdatasks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.support.LogLines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random histories of a cluster: no tick is lost, none is run twice without need, and no loop stands still. */
class DurableSimulationTest {
    private static final int FEW = Integer.getInteger("durable.seeds", 50);
    private static final int MANY = 3_000;

    @Test
    void no_tick_is_lost_or_run_twice_whatever_happens() {
        run(FEW);
    }

    @Test
    @Tag("slow")
    @Tag("evidence")
    @Timeout(600)
    void no_tick_is_lost_or_run_twice_in_thousands_of_histories() {
        run(MANY);
    }

    private static void run(int seeds) {
        int first = Integer.getInteger("durable.seed", 0);
        try (LogLines log = LogLines.ofLibrary()) {
            for (int seed = first; seed < first + seeds; seed++) {
                new DurableHistory(seed).play();
            }
            assertThat(log.with("bug in jda-tasks")).isEmpty();
        }
    }
}
