package io.github.jdatasks.retry;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that are worth another attempt. */
class RetryTest {
    private static final RetryPolicy AFTER_ONE_SECOND = RetryPolicy.fixedDelay(Duration.ofSeconds(1));

    private final Diary diary = new Diary();

    @Test
    void a_run_has_ten_attempts_and_then_has_failed_once() {
        LoopTask loop = diary.every(3600).retry(AFTER_ONE_SECOND).start(diary.runInto("reset"));
        diary.pass(60);
        assertThat(diary.entries("run")).hasSize(10).startsWith("0 run 0").endsWith("9 run 0 again");
        assertThat(diary.entries("error")).containsExactly("9 error reset");
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.stats().retries()).isEqualTo(9);
        assertThat(loop.stats().failures()).isEqualTo(1);
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void each_run_starts_at_its_first_attempt_and_with_the_first_delay() {
        List<Integer> attempts = new ArrayList<>();
        diary.every(60).retry(AFTER_ONE_SECOND.maxAttempts(3)).start(run -> {
            attempts.add(run.attempt());
            assertThat(run.lateness()).isEqualTo(Duration.ofSeconds(run.attempt() - 1));
            assertThat(run.scheduledAt())
                    .isEqualTo(Instant.parse("2026-03-01T00:00:00Z").plusSeconds(60 * run.iteration()));
            assertThat(run.startedAt()).isEqualTo(diary.time.now());
            throw new IOException("reset");
        });
        diary.pass(130);
        assertThat(attempts).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
        assertThat(diary.entries("error"))
                .allMatch(entry -> entry.endsWith("error reset"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 86_400})
    void delays_grow_from_a_second_to_two_minutes_at_most_and_never_beyond_the_interval(int interval) {
        List<Instant> attempts = new ArrayList<>();
        diary.every(interval).count(1).start(run -> {
            attempts.add(diary.time.now());
            throw new SocketTimeoutException("slow");
        });
        diary.pass(1200);
        assertThat(attempts).hasSize(10);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 9; i++) {
            Duration delay = Duration.between(attempts.get(i), attempts.get(i + 1));
            assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(Math.min(Math.min(1 << i, 120), interval)));
            longest = delay.compareTo(longest) > 0 ? delay : longest;
        }
        assertThat(longest)
                .isGreaterThan(Duration.ofSeconds(Math.min(120, interval)).dividedBy(2));
        assertThat(diary.entries("error")).hasSize(1);
    }

    @Test
    void reconnect_false_and_the_policy_never_are_the_same() {
        assertThat(attemptsWith(diary.every(60).reconnect(false))).isEqualTo(1);
        assertThat(attemptsWith(diary.every(60).retry(RetryPolicy.never()))).isEqualTo(1);
        assertThat(attemptsWith(diary.every(60).retry(RetryPolicy.never()).reconnect(false)))
                .isEqualTo(1);
        assertThat(attemptsWith(diary.every(60).reconnect(false).retry(AFTER_ONE_SECOND.maxAttempts(1))))
                .isEqualTo(1);
    }

    @Test
    void of_two_calls_of_one_of_them_the_last_counts() {
        assertThat(attemptsWith(diary.every(60).reconnect(false).reconnect(true).retry(AFTER_ONE_SECOND)))
                .isEqualTo(10);
        assertThat(attemptsWith(
                        diary.every(60).retry(AFTER_ONE_SECOND).reconnect(false).reconnect(true)))
                .isEqualTo(10);
        assertThat(attemptsWith(diary.every(60)
                        .retry(AFTER_ONE_SECOND)
                        .retry(RetryPolicy.never())
                        .reconnect(false)))
                .isEqualTo(1);
    }

    private int attemptsWith(LoopBuilder builder) {
        diary.forget();
        LoopTask loop = builder.start(diary.runInto("reset"));
        diary.pass(30);
        loop.cancel();
        return diary.entries("run").size();
    }

    @Test
    void a_transient_error_inside_the_usual_wrappers_is_transient() {
        IOException reset = new IOException("reset");
        assertThat(isRetried(reset)).isTrue();
        assertThat(isRetried(new CompletionException(reset))).isTrue();
        assertThat(isRetried(new ExecutionException(reset))).isTrue();
        assertThat(isRetried(new UncheckedIOException(reset))).isTrue();
        assertThat(isRetried(new TimeoutException("late"))).isTrue();
        assertThat(isRetried(new IllegalStateException(reset))).isFalse();
        assertThat(isRetried(new CancellationException("mine"))).isFalse();
    }

    private boolean isRetried(Exception error) {
        LoopTask blocking = diary.every(3600).start(run -> {
            throw error;
        });
        LoopTask asynchronous = diary.every(3600).startAsync(run -> CompletableFuture.failedFuture(error));
        diary.time.runPending();
        boolean retried = blocking.state() == LoopState.BACKING_OFF;
        assertThat(asynchronous.state()).isEqualTo(blocking.state());
        blocking.cancel();
        asynchronous.cancel();
        return retried;
    }

    @Test
    void types_are_added_and_removed_while_the_loop_runs() {
        LoopTask loop = diary.every(60).retry(AFTER_ONE_SECOND.maxAttempts(2)).start(diary.runIntoBug("boom"));
        diary.pass(30);
        loop.addExceptionType(IllegalStateException.class);
        diary.pass(60);
        assertThat(loop.removeExceptionType(RuntimeException.class)).isFalse();
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isTrue();
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isFalse();
        diary.pass(60);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "60 run 1", "61 run 1 again", "120 run 2");
    }

    @Test
    void clearing_the_types_drops_the_defaults_too() {
        LoopTask loop = diary.every(60).retry(AFTER_ONE_SECOND).build(diary.runInto("reset"));
        loop.clearExceptionTypes();
        loop.start();
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0");
        assertThat(loop.removeExceptionType(IOException.class)).isFalse();
    }

    @Test
    void types_of_the_policy_can_be_removed_and_subclasses_count() {
        LoopTask loop = diary.every(60)
                .retry(AFTER_ONE_SECOND.retryOn(RuntimeException.class).maxAttempts(2))
                .start(diary.runIntoBug("boom"));
        diary.pass(30);
        assertThat(diary.entries("run")).hasSize(2);
        assertThat(loop.removeExceptionType(RuntimeException.class)).isTrue();
        diary.pass(60);
        assertThat(diary.entries("run")).hasSize(3);
    }

    @Test
    void a_success_after_retries_tells_the_handler_nothing() {
        LoopTask loop = diary.every(60).retry(AFTER_ONE_SECOND).start(diary.run(run -> {
            if (run.attempt() < 9) {
                throw new IOException("reset");
            }
        }));
        diary.pass(30);
        assertThat(diary.entries("error")).isEmpty();
        assertThat(loop.stats().failures()).isZero();
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.stats().lastError()).get().isInstanceOf(IOException.class);
        loop.stop();
        diary.time.runPending();
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.STOPPED);
    }
}
