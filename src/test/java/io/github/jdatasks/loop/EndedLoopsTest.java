package io.github.jdatasks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.support.Garbage;
import io.github.jdatasks.support.LogLines;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An idle scheduler refers to no loop that has ended, and so to nothing that its body does. */
class EndedLoopsTest {
    private static final int LOOPS = 600; // more than are handed over at once

    /** What the bodies of the loops do. */
    enum Body {
        NOTHING {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.start(run -> {});
            }
        },
        SPIN {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.start(run -> {
                    long end = System.nanoTime() + Duration.ofMillis(3).toNanos();
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                });
            }
        },
        BLOCK {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.start(run -> {
                    boolean unused = new CountDownLatch(1).await(3, TimeUnit.MILLISECONDS);
                });
            }
        },
        FAIL {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.onFailure(OnFailure.STOP)
                        .onError((error, run) -> {})
                        .start(run -> {
                            throw new IllegalStateException();
                        });
            }
        },
        COMPLETE_LATER {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.startAsync(
                        run -> new CompletableFuture<>().completeOnTimeout(null, 3, TimeUnit.MILLISECONDS));
            }
        },
        TIME_OUT {
            @Override
            LoopTask start(LoopBuilder loop) {
                return loop.timeout(Duration.ofMillis(3)).reconnect(false).start(run -> new CountDownLatch(1).await());
            }
        };

        abstract LoopTask start(LoopBuilder loop);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_left_of_loops_that_have_ended(Body body) throws InterruptedException {
        try (LogLines log = LogLines.ofLibrary()) {
            assertNothingLeft(body, null);
            assertThat(log.with("bug")).isEmpty();
        }
    }

    @Test
    void nor_of_those_on_an_executor_of_the_users() throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            assertNothingLeft(Body.BLOCK, executor);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void nor_of_those_that_are_cancelled_before_a_worker_takes_over_what_was_handed_over() throws Exception {
        BlockingQueue<Runnable> handedOver = new LinkedBlockingQueue<>();
        Garbage garbage = new Garbage();
        try (LoopScheduler scheduler =
                LoopScheduler.builder().executor(handedOver::add).build()) {
            garbage.add(cancelledBeforeItsRun(scheduler, handedOver));
            garbage.assertCollected();
        }
    }

    private static LoopTask cancelledBeforeItsRun(LoopScheduler scheduler, BlockingQueue<Runnable> handedOver)
            throws Exception {
        LoopTask loop = Loops.every(Duration.ofHours(1)).scheduler(scheduler).start(run -> {});
        Runnable run = Objects.requireNonNull(handedOver.poll(60, TimeUnit.SECONDS));
        CompletableFuture<LoopOutcome> end = loop.cancel();
        run.run();
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
        return loop;
    }

    private static void assertNothingLeft(Body body, @Nullable Executor executor) throws InterruptedException {
        Garbage garbage = new Garbage();
        LoopScheduler.Builder builder = LoopScheduler.builder().listener(new LoopListener() {});
        try (LoopScheduler scheduler =
                executor == null ? builder.build() : builder.executor(executor).build()) {
            CountDownLatch ended = new CountDownLatch(LOOPS);
            for (int i = 0; i < LOOPS; i++) {
                garbage.add(body.start(Loops.every(Duration.ofHours(1))
                        .count(1)
                        .scheduler(scheduler)
                        .afterLoop(run -> ended.countDown())));
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            garbage.assertCollected();
        }
    }
}
