package io.github.jdatasks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scripts. {@code -Dsimulation.seed=7} begins with another seed, {@code -Dsimulation.scripts=100} performs so many.
 */
class SimulationTest {
    private static final int STEPS = 200;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void loops_do_what_the_model_says() throws Exception {
        int scripts = Integer.getInteger("simulation.scripts", 2_000);
        Counts counts = Explorer.explore(Long.getLong("simulation.seed", 1), scripts, STEPS);
        System.out.println("Simulated: " + counts);
        assertThat(counts.steps).isEqualTo((long) scripts * STEPS);
        assertThat(counts.runs).isGreaterThan(counts.steps / 2);
        assertThat(counts.failures).isPositive();
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void loops_do_what_the_model_says_in_a_million_steps() throws Exception {
        long seed = Long.getLong("simulation.seed", 1_000_000);
        Counts counts = Explorer.explore(seed, 5_000, STEPS);
        System.out.println("Simulated from seed " + seed + ": " + counts);
        assertThat(counts.steps).isEqualTo(1_000_000);
    }
}
