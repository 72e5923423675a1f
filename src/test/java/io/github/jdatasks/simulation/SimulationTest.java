package io.github.jdatasks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scripts: in each build some hundreds, with {@code -Pevidence} thousands more. {@code -Dsimulation.seed=7}
 * begins with another seed, {@code -Dsimulation.scripts=100} performs so many of each kind.
 */
class SimulationTest {
    private static final int STEPS = 200;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void loops_do_exactly_what_the_model_says() throws Exception {
        explore(Explorer.Kind.EXACT, 1, Integer.getInteger("simulation.scripts", 250));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whatever_the_settings_are_what_must_never_happen_does_not() throws Exception {
        explore(Explorer.Kind.WILD, 1, Integer.getInteger("simulation.scripts", 100));
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void loops_do_exactly_what_the_model_says_in_a_million_steps() throws Exception {
        explore(Explorer.Kind.EXACT, 1_000_000, 5_000);
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void what_must_never_happen_does_not_in_half_a_million_steps() throws Exception {
        explore(Explorer.Kind.WILD, 1_000_000, 2_500);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void two_days_of_faults_leave_every_run_accounted_for() throws Exception {
        soak(1, 1);
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void two_days_of_faults_leave_every_run_accounted_for_with_many_seeds() throws Exception {
        soak(100, 50);
    }

    private static void explore(Explorer.Kind kind, long defaultSeed, int scripts) throws Exception {
        Counts counts = explore(kind, defaultSeed, scripts, STEPS);
        assertThat(counts.steps).isEqualTo((long) scripts * STEPS);
        assertThat(counts.runs).isGreaterThan(counts.steps / 2);
        assertThat(counts.failures).isPositive();
    }

    private static void soak(long defaultSeed, int scripts) throws Exception {
        Counts counts = explore(Explorer.Kind.SOAK, defaultSeed, scripts, 0);
        assertThat(counts.hours()).isGreaterThanOrEqualTo(48L * scripts);
        assertThat(counts.failures).isPositive();
    }

    private static Counts explore(Explorer.Kind kind, long defaultSeed, int scripts, int steps) throws Exception {
        long seed = Long.getLong("simulation.seed", defaultSeed);
        Counts counts = Explorer.explore(kind, seed, scripts, steps);
        System.out.println(kind + " from seed " + seed + ": " + counts);
        return counts;
    }
}
