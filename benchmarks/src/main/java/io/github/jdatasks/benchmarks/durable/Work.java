package io.github.jdatasks.benchmarks.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What the loops do in a measurement: count, and note how late they are. */
final class Work {
    private final LongAdder runs = new LongAdder();
    private final Queue<Long> lateMicros = new ConcurrentLinkedQueue<>();

    void run(Instant tick) {
        runs.increment();
        lateMicros.add(Duration.between(tick, Instant.now()).toNanos() / 1_000);
    }

    long runs() {
        return runs.sum();
    }

    void reset() {
        runs.reset();
        lateMicros.clear();
    }

    /** Returns a percentile of the lateness in milliseconds. */
    double lateMillis(double share) {
        long[] sorted = lateMicros.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1_000.0;
    }
}
