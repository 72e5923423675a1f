package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.benchmarks.contender.JdaTasks;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call costs its caller while there are a million idle loops. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ManyLoops {
    private static final int BATCH = 20_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration[] INTERVALS = {HOUR, HOUR.plusMinutes(1), HOUR.plusMinutes(2)};

    @Param("1000000")
    int loops;

    private final JdaTasks contender = new JdaTasks();
    private final SplittableRandom random = new SplittableRandom(1);
    private LoopTask[] tasks = {};
    private int next;

    @Setup(Level.Trial)
    public void start() {
        tasks = new LoopTask[loops];
        for (int i = 0; i < loops; i++) {
            tasks[i] = contender.build(HOUR.toNanos(), HOUR.toNanos(), run -> {});
            var unused = tasks[i].start();
        }
        contender.awaitStarted();
    }

    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public void changeInterval() {
        tasks[random.nextInt(loops)].changeInterval(INTERVALS[next++ % INTERVALS.length]);
    }

    /** A loop can be cancelled once, so the calls are counted. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(batchSize = BATCH)
    @Measurement(batchSize = BATCH)
    public void cancel() {
        var unused = tasks[next++].cancel();
    }
}
