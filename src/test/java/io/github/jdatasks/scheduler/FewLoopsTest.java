package io.github.jdatasks.scheduler;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real scheduler with as few loops as a bot has: with a pool, the threads that keep the time make the runs. */
class FewLoopsTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean spin = new AtomicBoolean(true);

    @AfterEach
    void letEverythingEnd() {
        end.countDown();
        spin.set(false);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bodies_that_never_end_make_no_other_loop_late(boolean spinning) throws Exception {
        int loops = 5;
        Queue<Duration> late = new ConcurrentLinkedQueue<>();
        AtomicBoolean measures = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(100);
        CountDownLatch measured = new CountDownLatch(200);
        CountDownLatch endless = new CountDownLatch(2);
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(ofMillis(100)).build()) {
            for (int i = 0; i < loops; i++) {
                Loops.every(ofMillis(50))
                        .initialDelay(ofMillis(10L * i))
                        .scheduler(scheduler)
                        .start(run -> {
                            warm.countDown();
                            if (measures.get()) {
                                late.add(Duration.between(run.scheduledAt(), Instant.now()));
                                measured.countDown();
                            }
                        });
            }
            await(warm);
            for (int i = 1; i <= 2; i++) {
                Loops.every(ofHours(1))
                        .initialDelay(ofMillis(25L * i))
                        .scheduler(scheduler)
                        .start(run -> {
                            endless.countDown();
                            while (spinning && spin.get()) {
                                Thread.onSpinWait();
                            }
                            end.await();
                        });
            }
            await(endless);
            measures.set(true);
            await(measured);
            letEverythingEnd();
        }
        List<Duration> sorted = late.stream().sorted().toList();
        boolean virtual = Runtime.version().feature() >= 24; // their helpers come after 50 ms
        assertThat(sorted.get(sorted.size() / 2)).isLessThan(ofMillis(virtual ? 200 : 50));
    }

    @Test
    void an_idle_scheduler_does_not_wake_up() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (LoopScheduler scheduler = LoopScheduler.builder()
                .ticker(() -> {
                    reads.incrementAndGet();
                    return System.nanoTime();
                })
                .build()) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            Loops.every(ofHours(1)).scheduler(scheduler).start(run -> ran.complete(Thread.currentThread()));
            Thread thread = ran.get(20, TimeUnit.SECONDS);
            awaitQuiet(reads);
            thread.interrupt(); // the thread is the library's by now, and must not spin
            awaitQuiet(reads);
        }
    }

    private void awaitQuiet(AtomicInteger reads) throws InterruptedException {
        int quiet = 0;
        for (int i = 0; i < 40 && quiet < 3; i++) {
            int before = reads.get();
            assertThat(end.await(100, TimeUnit.MILLISECONDS)).isFalse();
            quiet = reads.get() == before ? quiet + 1 : 0;
        }
        assertThat(quiet).isEqualTo(3);
    }
}
