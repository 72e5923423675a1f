package io.github.jdatasks.loop;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.internal.loop.Interrupt;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt reaches the body or before-hook it is meant for, and nothing after it. */
class InterruptTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> flags = new ArrayList<>();

    private void note(String where) {
        flags.add(where + " " + Thread.currentThread().isInterrupted());
    }

    @Test
    void the_flag_is_clear_in_the_after_hook_of_a_cancelled_body_that_kept_it() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .afterLoop(run -> note("after"))
                .start(run -> {
                    try {
                        time.sleep(ofHours(1));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        note("body");
                    }
                });
        time.runPending();
        loop.cancel();
        time.runPending();
        assertThat(flags).containsExactly("body true", "after false");
    }

    @Test
    void the_flag_that_a_body_sets_is_gone_in_the_next_run() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> {
            note("run");
            Thread.currentThread().interrupt();
        });
        time.advance(ofMinutes(2));
        assertThat(flags).containsExactly("run false", "run false", "run false");
    }

    @Test
    void the_flag_that_an_error_handler_sets_is_gone_in_the_after_hook() {
        Loops.every(ofMinutes(1))
                .scheduler(time)
                .onFailure(OnFailure.STOP)
                .onError((error, run) -> Thread.currentThread().interrupt())
                .afterLoop(run -> note("after"))
                .start(run -> {
                    throw new IllegalStateException("failed");
                });
        time.runPending();
        assertThat(flags).containsExactly("after false");
    }

    @Test
    void the_flag_that_an_error_handler_sets_is_gone_in_the_next_run() {
        Loops.every(ofNanos(1))
                .scheduler(time)
                .count(3)
                .onError((error, run) -> Thread.currentThread().interrupt())
                .start(run -> {
                    note("run");
                    throw new IllegalStateException("failed");
                });
        time.advance(ofMinutes(1));
        assertThat(flags).containsExactly("run false", "run false", "run false");
    }

    @Test
    void the_flag_that_an_after_hook_sets_is_gone_when_its_thread_is_used_again() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> note("other"));
        Loops.every(ofMinutes(1))
                .scheduler(time)
                .count(1)
                .afterLoop(run -> Thread.currentThread().interrupt())
                .start(run -> {});
        time.advance(ofMinutes(1));
        assertThat(flags).containsExactly("other false", "other false");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cancel_that_meets_the_end_of_a_body_disturbs_nobody(boolean sameThread) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(sameThread ? 1 : 2);
        AtomicInteger stray = new AtomicInteger();
        AtomicInteger hit = new AtomicInteger();
        LoopHook check = run -> {
            if (Thread.currentThread().isInterrupted()) {
                stray.incrementAndGet();
            }
        };
        Random random = new Random(1);
        int lives = 0;
        try (LoopScheduler scheduler = LoopScheduler.builder().executor(pool).build()) {
            LoopTask bystander =
                    Loops.every(ofNanos(1_000)).scheduler(scheduler).start(check::run);
            LoopTask loop = Loops.every(ofMillis(1))
                    .scheduler(scheduler)
                    .afterLoop(check)
                    .onError((error, run) -> stray.incrementAndGet())
                    .build(run -> {
                        if (Thread.interrupted()) {
                            hit.incrementAndGet();
                        }
                        LockSupport.parkNanos(5_000);
                        if (Thread.currentThread().isInterrupted()) {
                            hit.incrementAndGet();
                            throw new InterruptedException();
                        }
                    });
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_200);
            while (lives < 1_000 && System.nanoTime() < deadline) {
                loop.start();
                LockSupport.parkNanos(random.nextInt(100_000));
                assertThat(loop.cancel().get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
                lives++;
            }
            assertThat(bystander.stats().failures()).isZero();
        } finally {
            pool.shutdown();
        }
        assertThat(lives).isPositive();
        assertThat(stray).hasValue(0);
    }

    @Test
    void the_flag_that_a_body_sets_is_gone_in_a_next_run_that_is_due_at_once() {
        Loops.every(ofMinutes(1)).scheduler(time).missed(Missed.CATCH_UP).start(run -> {
            note("run");
            if (run.iteration() == 0) {
                time.sleep(ofMinutes(2));
            }
            Thread.currentThread().interrupt();
        });
        time.advance(ofMinutes(2));
        assertThat(flags).containsExactly("run false", "run false", "run false");
    }

    @Test
    void the_flag_that_an_after_hook_sets_is_gone_where_its_loop_s_future_is_used() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .count(1)
                .afterLoop(run -> Thread.currentThread().interrupt())
                .build(run -> {});
        loop.completion().thenRun(() -> note("dependent"));
        loop.startIfStopped();
        time.runPending();
        assertThat(flags).containsExactly("dependent false");
    }

    @Test
    void a_thread_that_cannot_be_interrupted_holds_nobody_up() {
        Thread broken = new Thread() {
            @Override
            public void interrupt() {
                throw new IllegalStateException("not this one");
            }
        };
        CountDownLatch arrival = new CountDownLatch(1);
        LoopMachine loop = (LoopMachine)
                Inside.control(Loops.every(ofMinutes(1)).scheduler(time).build(run -> {}));
        Interrupt.deliver(List.of(new Interrupt(broken, null, arrival)), loop);
        assertThat(arrival.getCount()).isZero();
    }
}
