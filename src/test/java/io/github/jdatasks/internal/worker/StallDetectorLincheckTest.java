package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.support.Interleavings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work in a queue, and the check that has it done if no thread takes it. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class StallDetectorLincheckTest {
    @Test
    void work_is_done_once_also_if_no_thread_takes_it() {
        Interleavings.explore(Queued.class, 4, 150);
        Interleavings.stress(Queued.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void work_is_done_once_in_five_thousand_interleavings() {
        Interleavings.explore(Queued.class, 10, 500);
        Interleavings.stress(Queued.class, 20, 2_000);
    }

    /** Threads that add work and take it, while one takes the timer's turns. */
    public static class Queued {
        private static final long PATIENCE = 5;

        private final AtomicLong time = new AtomicLong();
        private final AtomicBoolean woken = new AtomicBoolean();
        private final LoopTimer timer =
                new LoopTimer(new Clocks(() -> Instant.EPOCH, time::get, () -> 0), () -> woken.set(true));
        private final WorkQueue queue = new WorkQueue(timer, this::arm);
        private final StallDetector stallCheck =
                new StallDetector(timer, queue, Duration.ofNanos(PATIENCE), this::stalled, () -> {});
        private final AtomicInteger handedOver = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicLong firstHandOver = new AtomicLong(Long.MAX_VALUE);
        private long sleepsUntil = Long.MAX_VALUE;
        private int stalls;
        private boolean impatient;

        public Queued() {
            timer.publishAsleep();
        }

        @Operation
        public void execute() {
            handedOver.incrementAndGet();
            firstHandOver.accumulateAndGet(time.get(), Math::min);
            queue.add(done::incrementAndGet);
        }

        private void arm() {
            stallCheck.arm();
        }

        @Operation
        public boolean take() {
            Runnable work = queue.poll();
            if (work != null) {
                work.run();
            }
            return true;
        }

        @Operation(nonParallelGroup = "timer")
        public void turn() {
            woken.set(false);
            sleepsUntil = timer.turn();
        }

        @Operation(nonParallelGroup = "timer")
        public void turnWhenItIsTime() {
            time.addAndGet(PATIENCE);
            turn();
        }

        private void stalled() {
            stalls++;
            impatient |= time.get() - firstHandOver.get() < PATIENCE;
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            for (int i = 0; i < 4 && !queue.isEmpty(); i++) {
                if (sleepsUntil == Long.MAX_VALUE && !woken.get()) {
                    throw new IllegalStateException("the timer sleeps for ever beside a queue");
                }
                int before = stalls;
                turnWhenItIsTime();
                while (stalls > before && !queue.isEmpty()) {
                    take();
                }
            }
            if (done.get() != handedOver.get() || impatient) {
                throw new IllegalStateException(
                        done + " of " + handedOver + " done; taken for a stall too early: " + impatient);
            }
        }
    }
}
