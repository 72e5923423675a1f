package io.github.jdatasks.retry;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Failures;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which failures of a loop the log shows with their stack, and which only at level DEBUG. */
class FailureNewsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private LogLines log;

    @BeforeEach
    void open() {
        log = LogLines.ofLibrary();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private LoopBuilder every(Duration interval) {
        return Loops.every(interval).name("loop").scheduler(time);
    }

    private static IllegalStateException failureOfOnePlace(String text) {
        return new IllegalStateException(text);
    }

    @Test
    void a_failure_that_repeats_is_logged_once_an_hour_with_how_many_there_were() {
        LoopTask loop = every(ofMinutes(20)).start(run -> {
            throw failureOfOnePlace("no " + run.iteration());
        });
        time.advance(ofMinutes(80));
        assertThat(log.with(" failed"))
                .containsExactly(
                        "ERROR Run 0 of loop loop, attempt 1, failed [stack of no 0]",
                        "DEBUG Run 1 of loop loop, attempt 1, failed as before: java.lang.IllegalStateException: no 1",
                        "DEBUG Run 2 of loop loop, attempt 1, failed as before: java.lang.IllegalStateException: no 2",
                        "ERROR Run 3 of loop loop, attempt 1, failed as before, 2 more times since the last such line"
                                + " 1 hour ago [stack of no 3]",
                        "DEBUG Run 4 of loop loop, attempt 1, failed as before: java.lang.IllegalStateException: no 4");
        assertThat(loop.stats().failures()).isEqualTo(5);
    }

    @Test
    void a_failure_like_one_of_days_ago_says_how_many_were_not_logged_then() {
        every(ofMinutes(1)).start(run -> {
            if (run.iteration() < 3 || run.iteration() == 3 * 24 * 60) {
                throw failureOfOnePlace("boom");
            }
        });
        time.advance(ofDays(3));
        assertThat(log.from(WARN))
                .hasSize(2)
                .last()
                .asString()
                .contains("failed as before, 2 more times since the last such line 3 days ago");
    }

    @Test
    void a_failure_that_comes_less_than_once_an_hour_has_its_stack_each_time() {
        every(ofHours(1)).start(run -> {
            throw failureOfOnePlace("boom");
        });
        time.advance(ofHours(3));
        assertThat(log.from(WARN)).hasSize(4).allMatch(line -> line.endsWith("attempt 1, failed [stack of boom]"));
    }

    @Test
    void a_failure_of_another_class_or_from_another_place_has_its_stack() {
        every(ofSeconds(1)).count(4).start(run -> {
            switch ((int) run.iteration()) {
                case 0 -> throw failureOfOnePlace("a");
                case 1 -> throw new IllegalStateException("b");
                case 2 -> throw new UnsupportedOperationException("c");
                default -> throw failureOfOnePlace("d");
            }
        });
        time.advance(ofSeconds(4));
        assertThat(log.from(WARN)).hasSize(4).allMatch(line -> line.contains("[stack of "));
    }

    @Test
    void another_cause_inside_the_same_exception_is_another_failure() {
        every(ofSeconds(1)).count(4).start(run -> {
            Exception cause = run.iteration() == 3 ? new ArithmeticException("c") : new ArrayStoreException("a");
            throw new IllegalStateException("wrapped", cause);
        });
        time.advance(ofSeconds(4));
        assertThat(log.from(WARN)).hasSize(2).last().asString().contains("Run 3");
    }

    @Test
    void another_answer_of_Discord_is_another_failure() {
        every(ofSeconds(1)).count(4).start(run -> {
            throw Failures.answer(run.iteration() == 3 ? 404 : 403);
        });
        time.advance(ofSeconds(4));
        assertThat(log.from(WARN)).hasSize(2).last().asString().contains("Run 3", "[stack of 404");
    }

    @Test
    void a_loop_that_is_started_anew_shows_the_stack_again() {
        LoopTask loop = every(ofMinutes(1)).count(1).build(run -> {
            throw failureOfOnePlace("a");
        });
        for (int life = 0; life < 2; life++) {
            loop.startIfStopped();
            time.runPending();
        }
        assertThat(log.from(WARN)).hasSize(2).allMatch(line -> line.contains("[stack of "));
    }

    @Test
    void a_run_that_is_retried_has_its_stack_first_and_last() {
        every(ofHours(1))
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)).maxAttempts(4))
                .start(run -> {
                    if (run.iteration() == 1) {
                        throw new SocketTimeoutException("slow");
                    }
                });
        time.advance(ofHours(1).plusMinutes(1));
        assertThat(log.with("Run 1"))
                .containsExactly(
                        "WARN Run 1 of loop loop, attempt 1, failed; retrying in 5 seconds [stack of slow]",
                        "DEBUG Run 1 of loop loop, attempt 2, failed as before; retrying in 5 seconds:"
                                + " java.net.SocketTimeoutException: slow",
                        "DEBUG Run 1 of loop loop, attempt 3, failed as before; retrying in 5 seconds:"
                                + " java.net.SocketTimeoutException: slow",
                        "ERROR Run 1 of loop loop, attempt 4, failed for good: no attempts are left [stack of slow]");
    }

    @Test
    void a_run_that_is_not_retried_since_its_loop_ends_is_not_said_to_have_had_all_attempts() {
        every(ofHours(1)).start(run -> {
            if (run.attempt() == 2) {
                var unused = run.task().stop();
            }
            throw new SocketTimeoutException("slow");
        });
        time.advance(ofMinutes(1));
        assertThat(log.with("attempt 2,"))
                .containsExactly("ERROR Run 0 of loop loop, attempt 2, failed [stack of slow]");
    }

    @Test
    void a_loop_of_which_every_run_is_retried_logs_a_stack_an_hour() {
        AtomicInteger retries = new AtomicInteger();
        LoopTask loop = every(ofMinutes(1))
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)))
                .listener(new LoopListener() {
                    @Override
                    public void onRetried(LoopContext run, Throwable error, Duration delay) {
                        retries.incrementAndGet();
                    }
                })
                .start(run -> {
                    if (run.attempt() == 1) {
                        throw new SocketTimeoutException("slow");
                    }
                });
        time.advance(ofHours(2));
        assertThat(log.from(WARN))
                .containsExactly(
                        "WARN Run 0 of loop loop, attempt 1, failed; retrying in 5 seconds [stack of slow]",
                        "WARN Run 60 of loop loop, attempt 1, failed as before, 59 more times since the last such line"
                                + " 1 hour ago; retrying in 5 seconds [stack of slow]",
                        "WARN Run 120 of loop loop, attempt 1, failed as before, 59 more times since the last such line"
                                + " 1 hour ago; retrying in 5 seconds [stack of slow]");
        assertThat(log.with("failed as before; retrying in 5 seconds: ")).hasSize(118);
        assertThat(loop.stats().retries()).isEqualTo(121);
        assertThat(retries).hasValue(121);
    }

    @Test
    void another_error_at_a_retry_has_its_stack_at_once() {
        every(ofHours(1))
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)).maxAttempts(4).retryIf(error -> true))
                .start(run -> {
                    if (run.attempt() == 2) {
                        throw new IllegalStateException("other");
                    }
                    throw new SocketTimeoutException("slow");
                });
        time.advance(ofMinutes(1));
        assertThat(log.from(WARN))
                .hasSize(3)
                .anyMatch(line -> line.endsWith("attempt 2, failed; retrying in 5 seconds [stack of other]"));
    }

    @Test
    void an_error_handler_that_throws_what_it_was_given_has_a_line_of_its_own() {
        AtomicInteger handled = new AtomicInteger();
        every(ofMinutes(1))
                .onError((error, run) -> {
                    handled.incrementAndGet();
                    throw (Exception) error;
                })
                .start(run -> {
                    throw failureOfOnePlace("boom");
                });
        time.advance(ofMinutes(60));
        assertThat(handled).hasValue(61);
        assertThat(log.from(WARN))
                .containsExactly(
                        "ERROR Run 0 of loop loop, attempt 1, failed [stack of boom]",
                        "ERROR The error handler of loop loop failed [stack of boom]",
                        "ERROR Run 60 of loop loop, attempt 1, failed as before, 59 more times since the last such line"
                                + " 1 hour ago [stack of boom]",
                        "ERROR The error handler of loop loop failed as before, 59 more times since the last such line"
                                + " 1 hour ago [stack of boom]");
    }

    @Test
    void a_listener_that_always_fails_is_logged_once_an_hour_too() {
        LoopListener broken = new LoopListener() {
            @Override
            public void onIterationFinished(LoopContext run, Duration took) {
                throw failureOfOnePlace("no metrics");
            }
        };
        every(ofMinutes(1)).listener(broken).start(run -> {});
        time.advance(ofMinutes(60));
        String name = broken.getClass().getName();
        assertThat(log.from(WARN))
                .containsExactly(
                        "ERROR The listener " + name + " failed [stack of no metrics]",
                        "ERROR The listener " + name + " failed as before, 59 more times since the last such line"
                                + " 1 hour ago [stack of no metrics]");
        assertThat(log.with("failed as before: ")).hasSize(59);
    }
}
