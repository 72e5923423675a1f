package io.github.jdatasks.scheduler;

import static ch.qos.logback.classic.Level.ERROR;
import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An executor of the user's that is full for long, or refuses work. */
class UnwillingExecutorTest {
    private final List<Runnable> kept = new CopyOnWriteArrayList<>();
    private boolean full = true;
    private final EngineByHand engine = new EngineByHand((Runnable work) -> {
        if (full) {
            kept.add(work);
        } else {
            work.run();
        }
    });
    private final AtomicInteger runs = new AtomicInteger();

    private LoopBuilder loop() {
        return Loops.every(ofSeconds(1)).name("loop").scheduler(engine.scheduler());
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            engine.turn();
            engine.pass(ofSeconds(1));
            engine.turn();
        }
    }

    @Test
    void what_an_executor_does_not_begin_for_hours_is_handed_to_it_a_few_times() {
        loop().start(run -> runs.incrementAndGet());
        pass(ofHours(8));
        assertThat(kept).as("after 0, 1, 2, 4, … 256 minutes").hasSize(10);
        List.copyOf(kept).forEach(Runnable::run);
        assertThat(runs.get()).isPositive();
        assertThat(kept.stream().distinct()).hasSize(1);
    }

    @Test
    void a_call_of_an_executor_that_has_been_full_for_hours_fails_after_a_minute_and_says_how_long() throws Exception {
        LoopTask loop = loop().start(run -> runs.incrementAndGet());
        pass(ofHours(3));
        CompletableFuture<?> call = loop.runNow();
        pass(ofSeconds(61));
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has not begun the run for 10");
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_before_hook_that_is_dropped_is_made_later_though_a_call_of_runNow_waits_for_it() {
        List<String> made = new ArrayList<>();
        LoopTask loop = loop().beforeLoop(run -> made.add("before")).start(run -> made.add("run"));
        CompletableFuture<?> call = loop.runNow();
        pass(ofSeconds(30));
        assertThat(kept).isNotEmpty();
        full = false;
        pass(ofSeconds(35));
        assertThat(call).isCompleted();
        assertThat(made).startsWith("before", "run");
        assertThat(loop.isRunning()).isTrue();
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_loop_whose_executor_was_shut_down_is_told_what_to_do_by_name() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.shutdown();
        CountDownLatch failures = new CountDownLatch(10);
        try (LogLines log = LogLines.ofLoop();
                LoopScheduler scheduler = LoopScheduler.builder().executor(pool).build()) {
            Loops.every(Duration.ofMillis(1))
                    .name("loop")
                    .scheduler(scheduler)
                    .onError((error, run) -> failures.countDown())
                    .start(run -> runs.incrementAndGet());
            assertThat(failures.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.from(ERROR).get(0))
                    .startsWith("ERROR Run 0 of loop loop, attempt 1, failed [stack of ")
                    .contains("ThreadPoolExecutor", "has refused the work of loop loop", "been shut down")
                    .contains("cancel().join()", "unload().join()");
            assertThat(log.with("failed as before").get(8)).contains("has refused", "been shut down");
            String refusal = log.events().stream()
                    .filter(event -> event.getLevel() == ERROR)
                    .findFirst()
                    .orElseThrow()
                    .getThrowableProxy()
                    .getCause()
                    .getMessage();
            assertThat(refusal).startsWith("Task loop loop rejected from").doesNotContain("false");
            assertThat(log.from(WARN)).noneMatch(line -> line.contains("Task "));
        }
    }

    @Test
    void a_call_of_runNow_that_is_refused_says_what_to_do() {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.shutdown();
        try (LoopScheduler scheduler = LoopScheduler.builder().executor(pool).build()) {
            CompletableFuture<?> call = Loops.every(ofSeconds(1))
                    .name("loop")
                    .scheduler(scheduler)
                    .build(run -> {})
                    .runNow();
            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("has refused the work of loop loop. If it has been shut down");
        }
    }
}
