package io.github.jdatasks.simulation;

import java.time.Duration;

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
    long nanos;

    void add(Script script) {
        scripts++;
        steps += script.steps().size();
    }

    void add(long moreRuns, long moreFailures, long moreRetries, long moreMissed) {
        runs += moreRuns;
        failures += moreFailures;
        retries += moreRetries;
        missed += moreMissed;
    }

    void add(Counts other) {
        scripts += other.scripts;
        steps += other.steps;
        runs += other.runs;
        failures += other.failures;
        retries += other.retries;
        missed += other.missed;
        connectionEvents += other.connectionEvents;
        nanos += other.nanos;
    }

    /** Returns how much time has passed in all scripts. */
    long hours() {
        return Duration.ofNanos(nanos).toHours();
    }

    @Override
    public String toString() {
        return hours() + " hours, " + scripts + " scripts, " + steps + " steps, " + runs + " runs, " + failures
                + " failures, " + retries + " retries, " + missed + " missed ticks, " + connectionEvents
                + " connection events";
    }
}
