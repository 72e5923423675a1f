package io.github.jdatasks.internal.group;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.Interleavings;
import io.github.jdatasks.support.Promises;
import io.github.jdatasks.testing.VirtualConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads ask of a loop that stands for one loop per shard. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class LoopGroupLincheckTest {
    @Test
    void the_parts_do_what_the_group_was_asked_last_and_each_future_completes() {
        Interleavings.explore(Group.class, 2, 15);
        Interleavings.stress(Group.class, 4, 50);
    }

    @Test
    void the_same_if_one_part_was_started_before() {
        Interleavings.explore(StartedSingly.class, 2, 15);
        Interleavings.stress(StartedSingly.class, 4, 50);
    }

    @Test
    void a_restart_while_the_last_run_ends_begins_a_life_that_is_not_cut_short() {
        Interleavings.explore(Ending.class, 2, 15);
        Interleavings.stress(Ending.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void the_parts_do_what_the_group_was_asked_last_and_each_life_is_whole_in_three_thousand_interleavings() {
        Interleavings.explore(Group.class, 10, 100);
        Interleavings.stress(Group.class, 20, 2_000);
        Interleavings.explore(StartedSingly.class, 10, 100);
        Interleavings.stress(StartedSingly.class, 20, 2_000);
        Interleavings.explore(Ending.class, 10, 100);
        Interleavings.stress(Ending.class, 20, 2_000);
    }

    /** The started loop of a bot with two shards that are connected. */
    public static class Group {
        private final EngineByHand engine = new EngineByHand(1);
        private final Promises promises = new Promises();
        private final LoopTask loop = prepare();

        LoopTask prepare() {
            ConnectionGate gate = Inside.connectionGate(new Gate(Runnable::run, () -> 0, null, any -> true));
            VirtualConnection.of(gate).shards(2).ready();
            LoopTask prepared = Loops.every(Duration.ofSeconds(1))
                    .scheduler(engine.scheduler())
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .build(run -> {});
            promises.of(() -> startFirst(prepared));
            engine.settle();
            return prepared;
        }

        CompletableFuture<?> startFirst(LoopTask prepared) {
            return prepared.start();
        }

        @Operation
        public void start() {
            promises.of(loop::start);
        }

        @Operation
        public void stop() {
            promises.of(loop::stop);
        }

        @Operation
        public void restart() {
            promises.of(loop::restart);
        }

        @Operation
        public void pause() {
            promises.of(loop, loop::pause);
        }

        @Operation
        public void resume() {
            promises.of(loop, loop::resume);
        }

        @Operation
        public void everyTwoSeconds() {
            loop.changeInterval(Duration.ofSeconds(2));
        }

        @Operation
        public void everyThreeSeconds() {
            loop.changeInterval(Duration.ofSeconds(3));
        }

        /** What has to be done, by one thread: the group does its work in the order of the timer's turns. */
        @Operation(nonParallelGroup = "engine")
        public void settle() {
            engine.settle();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            engine.settle();
            for (LoopControl part : Inside.control(loop).parts()) {
                boolean asPaused = !part.isLive() || part.isPaused() == loop.isPaused();
                if (!asPaused || !part.schedule().equals(loop.schedule())) {
                    throw new IllegalStateException(
                            part.task() + " is a part of " + loop + ", paused: " + loop.isPaused());
                }
                if (!part.isLive() && Inside.control(loop).isTaken()) {
                    throw new IllegalStateException(part.task() + " is a part of " + loop);
                }
            }
            promises.of(loop::cancel);
            engine.settle();
            long pending = promises.pending();
            if (pending > 0 || loop.isRunning()) {
                throw new IllegalStateException(pending + " futures pending, " + loop);
            }
        }
    }

    /** The loop was not started, but that of one shard was. */
    public static class StartedSingly extends Group {
        @Override
        CompletableFuture<?> startFirst(LoopTask prepared) {
            return Inside.control(prepared).part(0).task().start();
        }

        @Override
        void check() {
            super.check();
        }
    }

    /** A loop with one run for each shard, so that its life ends by itself. */
    public static class Ending {
        private final EngineByHand engine = new EngineByHand(1);
        private final LoopTask loop = prepare();

        LoopTask prepare() {
            ConnectionGate gate = Inside.connectionGate(new Gate(Runnable::run, () -> 0, null, any -> true));
            VirtualConnection.of(gate).shards(2).ready();
            return Loops.every(Duration.ofSeconds(1))
                    .scheduler(engine.scheduler())
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .count(1)
                    .start(run -> {});
        }

        @Operation
        public void restart() {
            var unused = loop.restart();
        }

        @Operation(nonParallelGroup = "engine")
        public void settle() {
            engine.settle();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            engine.settle();
            LoopOutcome outcome = loop.completion().getNow(LoopOutcome.CANCELLED);
            if (outcome != LoopOutcome.COMPLETED) {
                throw new IllegalStateException(loop + " has ended as " + outcome);
            }
        }
    }
}
