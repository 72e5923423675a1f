package io.github.jdatasks.metrics;

import io.github.jdatasks.LoopContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The meters of a loop, or of loops that have the same tags. */
final class LoopMeters {
    /** The buckets of the histograms, for quantiles of many loops that are rough and cost little. */
    private static final Duration[] BUCKETS = LongStream.of(
                    10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 120_000, 600_000, 3_600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer successes;
    private final Timer failures;
    private final Timer lateness;
    private final Counter retries;
    private final Counter missed;
    private final Counter skipped;

    /** Creates them, or gets those that are there; {@code made} is told of each. */
    LoopMeters(MeterRegistry registry, Tags tags, Consumer<Meter> made) {
        successes = runs("SUCCESS").tags(tags).register(registry);
        failures = runs("ERROR").tags(tags).register(registry);
        lateness = Timer.builder("jdatasks.lateness")
                .description("How long after its planned instant the first attempt of a run has begun")
                .serviceLevelObjectives(BUCKETS)
                .tags(tags)
                .register(registry);
        retries = Counter.builder("jdatasks.retries")
                .description("Attempts that have failed and are followed by another")
                .tags(tags)
                .register(registry);
        missed = Counter.builder("jdatasks.missed")
                .description("Ticks that have passed while the loop could not run")
                .baseUnit("ticks")
                .tags(tags)
                .register(registry);
        skipped = Counter.builder("jdatasks.skipped")
                .description("Ticks that no run has been made for")
                .baseUnit("ticks")
                .tags(tags)
                .register(registry);
        Stream.of(successes, failures, lateness, retries, missed, skipped).forEach(made);
    }

    private static Timer.Builder runs(String outcome) {
        return Timer.builder("jdatasks.runs")
                .description("Runs that have ended; each takes as long as its last attempt")
                .serviceLevelObjectives(BUCKETS)
                .tag("outcome", outcome);
    }

    void succeeded(LoopContext run, Duration took) {
        successes.record(took);
        began(run);
    }

    void failed(LoopContext run, Duration took) {
        failures.record(took);
        began(run);
    }

    void retried(LoopContext run) {
        retries.increment();
        began(run);
    }

    void missed(long ticks) {
        missed.increment((double) ticks);
    }

    void skipped(long ticks) {
        skipped.increment((double) ticks);
    }

    /** Later attempts are late because of the delay before them. */
    private void began(LoopContext run) {
        if (run.attempt() == 1) {
            lateness.record(run.lateness());
        }
    }
}
