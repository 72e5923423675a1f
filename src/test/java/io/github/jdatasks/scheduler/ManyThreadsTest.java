package io.github.jdatasks.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops in real time, called by many threads at once. */
class ManyThreadsTest {
    private static final int THREADS = 4;
    private static final int CALLS = 2_000;

    private final AtomicInteger inUserCode = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<String> faults = new ArrayList<>();

    // Not volatile: what a hook or run writes the next one sees.
    private long written;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_many_threads_ask_for_a_loop_has_one_life_and_one_body_at_a_time(long seed) throws Exception {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(Duration.ofSeconds(1)).build()) {
            LoopTask loop = Loops.every(Duration.ofNanos(200_000))
                    .scheduler(scheduler)
                    .beforeLoop(run -> alone("before", begun))
                    .afterLoop(run -> alone("after", ended))
                    .build(run -> alone("body", new AtomicInteger()));
            List<CompletableFuture<?>> promised = new ArrayList<>();
            SplittableRandom seeds = new SplittableRandom(seed);
            CompletableFuture<?>[] callers = new CompletableFuture<?>[THREADS];
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = seeds.split();
                callers[i] = new CompletableFuture<>();
                CompletableFuture<?> caller = callers[i];
                new Thread(() -> {
                            for (int call = 0; call < CALLS; call++) {
                                CompletableFuture<?> future = call(loop, random.nextInt(9));
                                synchronized (promised) {
                                    promised.add(future);
                                }
                            }
                            caller.complete(null);
                        })
                        .start();
            }
            CompletableFuture.allOf(callers).get(50, TimeUnit.SECONDS);
            loop.cancel().get(10, TimeUnit.SECONDS);
            if (loop.isRunning()) {
                loop.cancel().get(10, TimeUnit.SECONDS);
            }
            CompletableFuture<?> all = CompletableFuture.allOf(promised.toArray(CompletableFuture[]::new));
            assertThat(all.handle((result, error) -> true).get(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(loop.state()).isIn(LoopState.FINISHED, LoopState.IDLE);
            synchronized (faults) {
                assertThat(faults).isEmpty();
            }
            assertThat(ended.get()).isGreaterThanOrEqualTo(begun.get()).isPositive();
            assertThat(loop.stats().failures()).isZero();
        }
    }

    private CompletableFuture<?> call(LoopTask loop, int choice) {
        try {
            switch (choice) {
                case 0 -> {
                    return loop.start();
                }
                case 1 -> loop.startIfStopped();
                case 2 -> {
                    return loop.stop();
                }
                case 3 -> {
                    return loop.cancel();
                }
                case 4 -> {
                    return loop.restart();
                }
                case 5 -> loop.pause();
                case 6 -> loop.resume();
                case 7 -> {
                    return loop.runNow();
                }
                default -> loop.changeInterval(Duration.ofNanos(150_000));
            }
        } catch (IllegalStateException expected) {
            Thread.onSpinWait(); // started already, or not running
        }
        return CompletableFuture.completedFuture(null);
    }

    private void alone(String what, AtomicInteger counter) {
        counter.incrementAndGet();
        if (inUserCode.incrementAndGet() != 1) {
            fault(what + " while another is in progress");
        }
        long before = written;
        if (what.equals("after") && Thread.currentThread().isInterrupted()) {
            fault("an interrupt has reached the after-hook");
        }
        written = before + 1;
        if (written != before + 1) {
            fault("somebody else has written");
        }
        inUserCode.decrementAndGet();
    }

    private void fault(String fault) {
        synchronized (faults) {
            faults.add(fault);
        }
    }

    @Test
    void a_loop_that_blocks_for_ever_holds_up_no_other() throws Exception {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(Duration.ZERO).build()) {
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch runs = new CountDownLatch(20);
            for (int i = 0; i < 30; i++) {
                Loops.every(Duration.ofDays(1)).scheduler(scheduler).start(run -> never.await());
            }
            Loops.every(Duration.ofMillis(1)).scheduler(scheduler).start(run -> runs.countDown());
            assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_cancel_interrupts_a_blocked_body_and_an_after_hook_may_block_afterwards() throws Exception {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(Duration.ZERO).build()) {
            CountDownLatch inBody = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            LoopTask loop = Loops.every(Duration.ofDays(1))
                    .scheduler(scheduler)
                    .afterLoop(run -> {
                        boolean interrupted = Thread.currentThread().isInterrupted();
                        if (interrupted || never.await(1, TimeUnit.MILLISECONDS)) {
                            fault("interrupted");
                        }
                        ended.incrementAndGet();
                    })
                    .start(run -> {
                        inBody.countDown();
                        never.await();
                    });
            assertThat(inBody.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.cancel().get(10, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(ended).hasValue(1);
            synchronized (faults) {
                assertThat(faults).isEmpty();
            }
        }
    }
}
