package io.github.jdatasks.retry;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that are not retried, and what comes of them. */
class FailureTest {
    private final Diary diary = new Diary();

    @Test
    void by_default_a_failure_keeps_the_schedule() {
        LoopTask loop = diary.every(10).start(diary.runIntoBug("boom"));
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 error boom", "10 run 1", "10 error boom");
        assertThat(loop.hasFailed()).isFalse();
        assertThat(loop.failure()).isEmpty();
    }

    @Test
    void STOP_ends_the_loop_with_its_first_failure() {
        LoopTask loop = diary.every(10).onFailure(OnFailure.STOP).start(diary.runIntoBug("boom"));
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 error boom", "0 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
        assertThat(loop.failure()).get().isInstanceOf(IllegalStateException.class);
        loop.start();
        assertThat(loop.hasFailed()).isFalse();
    }

    @Test
    void maxFailures_ends_the_loop_after_so_many_failures_in_a_row() {
        LoopTask loop = diary.every(10).maxFailures(2).start(diary.run(run -> {
            if (run.iteration() != 1) {
                throw new IllegalStateException("boom " + run.iteration());
            }
        }));
        diary.pass(60);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "20 run 2", "30 run 3");
        assertThat(diary.entries("after")).containsExactly("30 after");
        assertThat(loop.failure()).get().extracting(Throwable::getMessage).isEqualTo("boom 3");
    }

    @Test
    void the_failure_that_ends_a_loop_is_in_the_log_even_if_it_is_no_news() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop")) {
            diary.every(10).maxFailures(3).start(diary.runIntoBug("boom"));
            diary.pass(60);
            assertThat(log.from(Level.WARN))
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("ERROR Run 0 of ")
                                    .contains(" failed"),
                            last -> assertThat(last)
                                    .startsWith("ERROR Run 2 of ")
                                    .contains(" failed, so the loop ends"));
        }
    }

    @Test
    void so_is_the_end_of_a_loop_whose_runs_may_overlap() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop")) {
            diary.every(10).overlap(2).maxFailures(3).start(diary.runIntoBug("boom"));
            diary.pass(60);
            assertThat(log.from(Level.WARN))
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("ERROR Run 0 of ")
                                    .doesNotContain("ends"),
                            last -> assertThat(last)
                                    .startsWith("ERROR Loop ")
                                    .contains("has ended because of its failures"));
        }
    }

    @Test
    void a_before_hook_that_ends_such_a_loop_is_told_once() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop")) {
            diary.every(10)
                    .overlap(2)
                    .beforeLoop(run -> {
                        throw new IllegalStateException("boom");
                    })
                    .start(diary.run());
            diary.pass(10);
            assertThat(log.from(Level.WARN)).hasSize(1);
        }
    }

    @Test
    void a_row_of_failures_does_not_go_on_in_the_next_life() {
        LoopTask loop = diary.every(10).maxFailures(3).build(diary.runIntoBug("boom"));
        for (int life = 0; life < 2; life++) {
            loop.start();
            diary.pass(15);
            assertThat(loop.isRunning()).isTrue();
            loop.stop();
            diary.time.runPending();
        }
        assertThat(diary.entries("run")).hasSize(4);
    }

    @Test
    void Errors_are_failures_like_exceptions_and_kill_no_other_loop() {
        LoopTask loop = diary.every(10).start(diary.run(run -> {
            throw run.iteration() == 0 ? new StackOverflowError("deep") : new NoClassDefFoundError("gone");
        }));
        LoopTask other =
                Loops.every(Duration.ofSeconds(10)).scheduler(diary.time).start(Diary.NOTHING);
        diary.pass(10);
        assertThat(diary.entries("error")).containsExactly("0 error deep", "10 error gone");
        assertThat(loop.stats().failures()).isEqualTo(2);
        assertThat(other.stats().runs()).isEqualTo(2);
    }

    @Test
    void the_handler_gets_what_a_future_failed_with_and_not_its_wrapper() {
        diary.every(10)
                .startAsync(run -> CompletableFuture.runAsync(
                        () -> {
                            throw new IllegalStateException("boom");
                        },
                        Runnable::run));
        diary.time.runPending();
        assertThat(diary.entries("error")).containsExactly("0 error boom");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatever_a_body_ends_with_after_a_cancel_is_no_failure(boolean shutdown) {
        try (LogLines log = LogLines.ofLoop()) {
            for (RuntimeException error : new RuntimeException[] {
                new RejectedExecutionException("closed"), new CancellationException("gone"), new IllegalStateException()
            }) {
                Diary pages = new Diary();
                LoopTask loop = pages.every(10).onFailure(OnFailure.STOP).start(run -> {
                    try {
                        pages.lasting(60).run(run);
                    } catch (InterruptedException e) {
                        throw error;
                    }
                });
                pages.pass(1);
                if (shutdown) {
                    pages.time.close();
                } else {
                    loop.cancel();
                    pages.time.runPending();
                }
                assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
                assertThat(pages.entries("error")).isEmpty();
                assertThat(loop.hasFailed()).isFalse();
                assertThat(loop.stats().failures()).isZero();
            }
            assertThat(log.from(Level.INFO)).isEmpty();
            assertThat(log.from(Level.DEBUG)).anyMatch(line -> line.contains("RejectedExecutionException: closed"));
        }
    }

    @Test
    void a_failure_whose_message_cannot_be_read_is_a_failure_all_the_same() {
        LoopTask loop = diary.every(10)
                .onError((error, run) -> diary.write("error"))
                .start(diary.run(run -> {
                    throw new Unreadable();
                }));
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 error", "10 run 1", "10 error");
        loop.cancel();
        diary.time.runPending();
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void a_test_for_retries_that_fails_counts_as_no_and_is_logged() {
        try (LogLines log = LogLines.ofLoop()) {
            diary.every(10)
                    .retry(RetryPolicy.exponentialBackoff().retryIf(error -> {
                        throw new IllegalArgumentException("bad test");
                    }))
                    .start(diary.runIntoBug("boom"));
            diary.time.runPending();
            assertThat(diary.entries("error")).containsExactly("0 error boom");
            assertThat(log.from(Level.ERROR)).hasSize(2).anyMatch(line -> line.contains("[stack of bad test]"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTINUE", "STOP"})
    void the_error_handler_may_decide_by_calling_stop_or_cancel(OnFailure policy) {
        LoopTask loop = diary.every(10)
                .onFailure(policy)
                .onError((error, run) -> {
                    diary.write("error");
                    run.task().cancel();
                })
                .start(diary.runIntoBug("boom"));
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 error", "0 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
    }

    @Test
    void a_flag_of_interrupt_that_a_handler_leaves_reaches_neither_the_after_hook_nor_the_next_run() {
        diary.every(10)
                .count(2)
                .missed(Missed.CATCH_UP)
                .onError((error, run) -> Thread.currentThread().interrupt())
                .afterLoop(run -> diary.write("after " + Thread.currentThread().isInterrupted()))
                .start(run -> {
                    diary.write("body " + Thread.currentThread().isInterrupted());
                    if (run.iteration() == 0) {
                        diary.lasting(15).run(run);
                    }
                    throw new IllegalStateException("boom");
                });
        diary.pass(15);
        assertThat(diary.entries()).containsExactly("0 before", "0 body false", "15 body false", "15 after false");
    }

    @Test
    void a_schedule_that_fails_ends_its_loop_with_that_failure_and_a_line_in_the_log() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.on(new Schedule() {
                        @Override
                        public Optional<Instant> nextAfter(Instant after) {
                            throw new IllegalStateException("no calendar");
                        }

                        @Override
                        public String describe() {
                            return "never";
                        }
                    })
                    .start(diary.run());
            diary.time.runPending();
            assertThat(diary.entries()).startsWith("0 before").endsWith("0 after");
            assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
            assertThat(log.from(Level.ERROR)).singleElement().asString().contains("[stack of no calendar]");
        }
    }

    @Test
    void a_schedule_that_fails_is_told_to_the_handler_once_as_any_failure() {
        LoopTask loop = diary.on(oneTickAt(10))
                .onError((error, run) -> {
                    diary.write("error " + error.getMessage() + " before run " + run.iteration());
                    assertThatThrownBy(() -> run.task().completion().join()).isInstanceOf(IllegalStateException.class);
                    throw new IllegalStateException("of the handler");
                })
                .start(diary.run());
        diary.pass(60);
        assertThat(diary.entries())
                .containsExactly("0 before", "10 run 0", "10 error no calendar before run 1", "10 after");
        assertThat(loop.stats().failures()).isEqualTo(1);
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.failure()).get().extracting(Throwable::getMessage).isEqualTo("no calendar");
    }

    @Test
    void a_schedule_that_fails_after_a_cancellation_is_no_failure() {
        LoopTask[] loop = new LoopTask[1];
        loop[0] = diary.on(after -> {
                    loop[0].cancel();
                    throw new IllegalStateException("no calendar");
                })
                .start(diary.run());
        diary.time.runPending();
        assertThat(diary.entries()).containsExactly("0 before", "0 after");
        assertThat(resultOf(loop[0].completion())).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(loop[0].stats().failures()).isZero();
    }

    @Test
    void a_handler_of_a_schedule_that_fails_is_not_interrupted() {
        LoopTask loop = diary.on(oneTickAt(10))
                .onError((error, run) -> {
                    diary.lasting(5).run(run);
                    diary.write("error reported");
                })
                .start(diary.run());
        diary.pass(12);
        loop.cancel();
        diary.pass(10);
        assertThat(diary.entries("error")).containsExactly("15 error reported");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
    }

    /** A schedule that knows of one tick and fails when it is asked for another. */
    private Schedule oneTickAt(long second) {
        Instant tick = diary.time.now().plusSeconds(second);
        return after -> {
            if (!after.isBefore(tick)) {
                throw new IllegalStateException("no calendar");
            }
            return Optional.of(tick);
        };
    }
}
