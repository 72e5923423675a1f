package io.github.jdatasks.benchmarks.scenario;

import java.time.Duration;

/**
 * How much time is spent.
 *
 * @param cold the first part of a process's life, and as much of it later
 * @param warmUp before each window
 * @param window that is measured
 * @param rounds of what can be repeated in one JVM
 * @param million what stands for a million
 */
public record Effort(Duration cold, Duration warmUp, Duration window, int rounds, int million) {
    public static Effort full() {
        return new Effort(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(3), 7, 1_000_000);
    }

    public static Effort quick() {
        return new Effort(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 200_000);
    }
}
