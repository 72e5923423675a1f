package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.benchmarks.contender.JdaTasks;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The stop of an idle loop as its caller sees it, who waits for its end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleLoop {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final JdaTasks contender = new JdaTasks();
    private final LoopTask loop = contender.build(HOUR, HOUR, run -> {});

    @Setup(Level.Invocation)
    public void start() {
        var unused = loop.start();
        contender.awaitStarted();
    }

    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    @Benchmark
    public LoopOutcome stopAndJoin() {
        return loop.stop().join();
    }
}
