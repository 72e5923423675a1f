package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.benchmarks.calendar.Calendar;
import io.github.jdatasks.benchmarks.calendar.Library;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The next run of a cron expression after random instants of a year, by this library and by others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CronExpressions {
    private static final long FIRST = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2027-01-01T00:00:00Z").getEpochSecond();
    private static final int INSTANTS = 1 << 12;

    private final Instant[] instants = new Random(1)
            .longs(INSTANTS, FIRST, LAST)
            .mapToObj(Instant::ofEpochSecond)
            .toArray(Instant[]::new);

    @Param({"JDA_TASKS", "SPRING", "QUARTZ", "CRON_UTILS", "EITCHNET", "JOBRUNR"})
    public Library library = Library.JDA_TASKS;

    @Param({"*/5 * * * *", "0 8 * * MON-FRI", "30 2 1 * *", "0 0 29 2 *"})
    public String expression = "";

    private @Nullable Calendar calendar;
    private int next;

    @Setup
    public void prepare() {
        calendar = library.calendar(expression, ZoneId.of("Europe/Berlin"));
    }

    @Benchmark
    public @Nullable Instant nextAfter() {
        Calendar present = calendar;
        next = (next + 1) & (INSTANTS - 1);
        return present == null ? null : present.nextAfter(instants[next]);
    }
}
