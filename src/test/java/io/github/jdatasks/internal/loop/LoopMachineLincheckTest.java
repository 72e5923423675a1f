package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.Interleavings;
import io.github.jdatasks.support.Promises;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads ask of a loop, while others take the timer's turns and do its work. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class LoopMachineLincheckTest {
    @Test
    void each_life_has_one_end_and_each_future_completes() {
        Interleavings.explore(Life.class, 2, 60);
        Interleavings.stress(Life.class, 4, 50);
    }

    @Test
    void of_two_workers_that_come_for_one_run_one_makes_it() {
        Interleavings.explore(TwoWorkers.class, 2, 60);
        Interleavings.stress(TwoWorkers.class, 4, 50);
    }

    @Test
    void a_run_that_is_put_off_again_and_again_comes_once() {
        Interleavings.explore(PutOff.class, 2, 60);
        Interleavings.stress(PutOff.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void each_life_has_one_end_and_each_run_one_worker_in_five_thousand_interleavings() {
        Interleavings.explore(Life.class, 10, 500);
        Interleavings.stress(Life.class, 20, 2_000);
        Interleavings.explore(TwoWorkers.class, 10, 500);
        Interleavings.stress(TwoWorkers.class, 20, 2_000);
        Interleavings.explore(PutOff.class, 10, 500);
        Interleavings.stress(PutOff.class, 20, 2_000);
    }

    /** A loop of one run, started and handed over. Everything is handed over twice, as when a rescuer comes. */
    public static class Life {
        private final EngineByHand engine = new EngineByHand(2);
        private final Promises promises = new Promises();
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inUserCode = new AtomicInteger();
        private final AtomicInteger before = new AtomicInteger();
        private final AtomicInteger after = new AtomicInteger();
        /** Plain: each call is to see what the one before wrote. */
        private int calls;

        private final AtomicInteger allCalls = new AtomicInteger();

        private final LoopTask loop = prepare();

        LoopTask prepare() {
            LoopTask started = Loops.every(Duration.ofSeconds(1))
                    .count(1)
                    .scheduler(engine.scheduler())
                    .beforeLoop(run -> alone(before))
                    .afterLoop(run -> alone(after))
                    .build(run -> alone(new AtomicInteger()));
            promises.of(started::start);
            engine.turn();
            return started;
        }

        @Operation
        public boolean start() {
            return promises.of(loop::start);
        }

        @Operation
        public void stop() {
            promises.of(loop::stop);
        }

        @Operation
        public void cancel() {
            promises.of(loop::cancel);
        }

        @Operation
        public void restart() {
            promises.of(loop::restart);
        }

        @Operation
        public void runNow() {
            promises.of(loop::runNow);
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
        public void changeInterval() {
            loop.changeInterval(Duration.ofSeconds(2));
        }

        @Operation
        public void postpone() {
            loop.postpone(Duration.ofSeconds(1));
        }

        @Operation(nonParallelGroup = "timer")
        public void turn() {
            engine.turn();
        }

        @Operation
        public void work() {
            var unused = engine.step();
        }

        private void alone(AtomicInteger count) {
            count.incrementAndGet();
            allCalls.incrementAndGet();
            if (inUserCode.getAndIncrement() != 0) {
                faults.add("two calls at once");
            }
            if (Thread.currentThread().isInterrupted() && count == after) {
                faults.add("an interrupt has reached the after-hook");
            }
            calls++;
            inUserCode.decrementAndGet();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            engine.settle();
            promises.of(loop::cancel);
            engine.settle();
            long pending = promises.pending();
            if (pending > 0 || !faults.isEmpty() || before.get() > after.get() || calls != allCalls.get()) {
                throw new IllegalStateException(pending + " futures pending, " + before + " before-hooks, " + after
                        + " after-hooks, " + calls + " of " + allCalls + " calls seen, " + faults);
            }
        }
    }

    /** A tick is due and its run handed over twice. */
    public static class TwoWorkers {
        private final EngineByHand engine = new EngineByHand(2);
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger inBody = new AtomicInteger();
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();
        private final LoopTask loop = prepare();

        LoopTask prepare() {
            LoopTask started = Loops.every(Duration.ofSeconds(1))
                    .scheduler(engine.scheduler())
                    .start(run -> body());
            engine.settle();
            engine.pass(Duration.ofSeconds(1));
            engine.turn();
            return started;
        }

        private void body() {
            runs.incrementAndGet();
            if (inBody.getAndIncrement() != 0) {
                faults.add("two bodies at once");
            }
            inBody.decrementAndGet();
        }

        @Operation
        public void work() {
            var unused = engine.step();
        }

        @Operation
        public void state() {
            var unused = loop.state();
        }

        @Operation(nonParallelGroup = "timer")
        public void turn() {
            engine.turn();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            engine.settle();
            if (runs.get() != 2 || loop.stats().runs() != 2 || !faults.isEmpty()) {
                throw new IllegalStateException(runs + " runs in place of 2, " + loop.stats() + ", " + faults);
            }
        }
    }

    /** A tick is due and its run handed over, while it is put off, later and sooner, paused and resumed. */
    public static class PutOff {
        private static final Duration LONG = Duration.ofSeconds(30);

        private final EngineByHand engine = new EngineByHand(2);
        private final AtomicInteger runs = new AtomicInteger();
        private final LoopTask loop = prepare();

        LoopTask prepare() {
            LoopTask started = Loops.every(Duration.ofSeconds(100))
                    .scheduler(engine.scheduler())
                    .start(run -> runs.incrementAndGet());
            engine.settle();
            engine.pass(Duration.ofSeconds(100));
            engine.turn();
            return started;
        }

        @Operation
        public void putOff() {
            loop.postpone(LONG);
        }

        @Operation
        public void putOffLess() {
            loop.postpone(Duration.ofSeconds(20));
        }

        @Operation
        public void pause() {
            loop.pause();
        }

        @Operation
        public void resume() {
            loop.resume();
        }

        @Operation
        public void work() {
            var unused = engine.step();
        }

        @Operation(nonParallelGroup = "timer")
        public void turn() {
            engine.turn();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            loop.resume();
            engine.settle();
            engine.pass(LONG);
            engine.settle();
            int made = runs.get();
            engine.pass(Duration.ofSeconds(69));
            engine.settle();
            if (made != 2 || runs.get() != 2 || loop.stats().missed() > 0) {
                throw new IllegalStateException(
                        made + " runs in place of 2, then " + runs + ", " + loop.stats() + ", " + loop.nextIteration());
            }
            engine.pass(Duration.ofSeconds(1));
            engine.settle();
            if (runs.get() != 3) {
                throw new IllegalStateException(runs + " runs in place of 3, " + loop.nextIteration());
            }
        }
    }
}
