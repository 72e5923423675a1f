package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.metrics.LoopMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A run of a loop that is always due, without a listener, with one that does nothing, and with metrics for Prometheus. All
 * is done on one thread, so that the calls of listeners count in full.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Listeners {
    private static final int BATCH = 1_000;

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void plainRun(Plain loop) {
        loop.awaitBatch();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void heardRun(Heard loop) {
        loop.awaitBatch();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void measuredRun(Measured loop) {
        loop.awaitBatch();
    }

    /** Without a listener. */
    @State(Scope.Benchmark)
    public static class Plain {
        final LoopScheduler scheduler =
                LoopScheduler.builder().executor(Runnable::run).build();
        private final Semaphore batches = new Semaphore(0);
        private int runs; // guarded by the loop: its runs are ordered

        @Setup(Level.Trial)
        public void start() {
            var unused = Loops.every(Duration.ofNanos(1))
                    .name("loop")
                    .scheduler(scheduler)
                    .start(run -> {
                        if (++runs % BATCH == 0) {
                            batches.release();
                        }
                    });
        }

        @Setup(Level.Iteration)
        public void forget() {
            batches.drainPermits();
        }

        @TearDown(Level.Trial)
        public void close() {
            scheduler.close();
        }

        void awaitBatch() {
            batches.acquireUninterruptibly();
        }
    }

    /** With a listener that does nothing. */
    public static class Heard extends Plain {
        @Override
        public void start() {
            scheduler.addListener(new LoopListener() {});
            super.start();
        }
    }

    /** With metrics. */
    public static class Measured extends Plain {
        @Override
        public void start() {
            LoopMetrics.of(scheduler).bindTo(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            super.start();
        }
    }
}
