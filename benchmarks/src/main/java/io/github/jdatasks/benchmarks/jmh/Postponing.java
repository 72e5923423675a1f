package io.github.jdatasks.benchmarks.jmh;

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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What a message costs a bot whose loop waits for a time of silence: from one thread, and from two at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Postponing {
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final JdaTasks contender = new JdaTasks();
    private final LoopTask loop = contender.build(SILENCE.toNanos(), SILENCE.toNanos(), run -> {});

    public Postponing() {
        var unused = loop.start();
        contender.awaitStarted();
    }

    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    @Benchmark
    public void postpone() {
        loop.postpone(SILENCE);
    }

    @Benchmark
    @Threads(2)
    public void postponeByTwoThreads() {
        loop.postpone(SILENCE);
    }
}
