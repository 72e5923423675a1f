package io.github.jdatasks.testing;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.internal.durable.ClusterTable;
import io.github.jdatasks.internal.durable.DurableSettings;
import io.github.jdatasks.internal.durable.DurableTicker;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Processes that share a table in memory and one virtual time. */
public final class VirtualCluster implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(4);

    public final ClusterTable table = new ClusterTable();
    private final VirtualEngine engine;
    private int processes;

    public VirtualCluster(Instant start) {
        engine = new VirtualEngine(start, 0);
    }

    /** A process of the cluster. */
    public final class Node extends LoopScheduler {
        private final Threads threads;

        private Node(String name, Threads threads) {
            super(
                    new Share(),
                    GRACE,
                    timer -> new DurableTicker(timer, table.of(name), DurableSettings.DEFAULTS, threads, () -> {}));
            this.threads = threads;
        }

        /** The process dies: whatever it would have asked or told the table from now on is lost. */
        public void kill() {
            threads.dead = true;
        }
    }

    /** The engine as one process has it: the end of a process must not end the bodies of the others. */
    private final class Share implements Engine {
        @Override
        public Clocks clocks() {
            return engine.clocks();
        }

        @Override
        public LoopTimer timer() {
            return engine.timer();
        }

        @Override
        public Workers workers() {
            return engine.workers();
        }

        @Override
        public void checkMayBlock() {
            engine.checkMayBlock();
        }

        @Override
        public boolean await(CompletableFuture<?> future, long timeoutNanos) {
            return engine.await(future, timeoutNanos);
        }

        @Override
        public void closeAtExit(Runnable close) {
            engine.closeAtExit(close);
        }

        @Override
        public void close() {
            // the cluster closes it
        }
    }

    /** The threads that ask the table; a dead process has none. */
    private final class Threads implements Executor {
        private boolean dead;

        @Override
        public void execute(Runnable work) {
            if (!dead) {
                engine.execute(work);
            }
        }
    }

    public Node start() {
        return new Node("process-" + ++processes, new Threads());
    }

    public Instant now() {
        return engine.wall();
    }

    public void advance(Duration duration) {
        engine.advance(duration);
    }

    public void runPending() {
        engine.runPending();
    }

    /** Lets a body take time. */
    public static void sleep(Duration duration) throws InterruptedException {
        ((BodyThread) Thread.currentThread()).await(() -> false, duration.toNanos());
    }

    @Override
    public void close() {
        engine.close();
    }
}
