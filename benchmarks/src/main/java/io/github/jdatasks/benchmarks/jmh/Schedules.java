package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The next instant of each kind of schedule, all through a year. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Schedules {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2027-01-01T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final Schedule interval = Schedule.every(Duration.ofMinutes(5));
    private final Schedule daily =
            Schedule.dailyAt(ZONE, LocalTime.of(2, 30), LocalTime.of(8, 0), LocalTime.of(20, 30));
    private final Schedule either = Schedule.anyOf(daily, Schedule.every(Duration.ofHours(5)));
    private Instant after = FIRST;

    @Benchmark
    public Instant nextInterval() {
        return next(interval);
    }

    @Benchmark
    public Instant nextDaily() {
        return next(daily);
    }

    @Benchmark
    public Instant nextOfTwo() {
        return next(either);
    }

    private Instant next(Schedule schedule) {
        Optional<Instant> next = schedule.nextAfter(after);
        after = next.orElse(LAST).isBefore(LAST) ? next.orElse(FIRST) : FIRST;
        return after;
    }
}
