package io.github.jdatasks.simulation;

import java.util.List;

/**
 * How much has been simulated.
 */
final class Counts {
    long scripts;
    long steps;
    long runs;
    long failures;
    long retries;
    long missed;
    long connectionEvents;

    void add(Script script, List<ModelLoop> loops) {
        scripts++;
        steps += script.steps().size();
        for (ModelLoop loop : loops) {
            runs += loop.runs;
            failures += loop.failures;
            retries += loop.retries;
            missed += loop.plan.missed;
        }
    }

    void add(Counts other) {
        scripts += other.scripts;
        steps += other.steps;
        runs += other.runs;
        failures += other.failures;
        retries += other.retries;
        missed += other.missed;
        connectionEvents += other.connectionEvents;
    }

    @Override
    public String toString() {
        return scripts + " scripts, " + steps + " steps, " + runs + " runs, " + failures + " failures, " + retries
                + " retries, " + missed + " missed ticks, " + connectionEvents + " connection events";
    }
}
