package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Runs that take longer than they may, or than is usual. */
class TimeoutTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    private void note(String event) {
        events.add(Duration.between(MIDNIGHT, time.now()).toSeconds() + " " + event);
    }

    private LoopBuilder everyMinute() {
        return Loops.every(ofMinutes(1))
                .name("worker")
                .scheduler(time)
                .retry(RetryPolicy.never())
                .onError((error, run) -> note(error.getClass().getSimpleName()));
    }

    @Test
    void a_blocking_run_is_interrupted_and_fails_with_a_TimeoutException() {
        LoopTask loop = everyMinute().timeout(ofSeconds(5)).start(run -> {
            note("begin");
            time.sleep(ofSeconds(run.iteration() == 0 ? 30 : 1));
            note("end");
        });
        time.advance(ofSeconds(61));
        assertThat(events).containsExactly("0 begin", "5 TimeoutException", "60 begin", "61 end");
        assertThat(loop.stats().failures()).isEqualTo(1);
        assertThat(loop.stats().lastError().orElseThrow())
                .hasMessageContaining("worker")
                .hasMessageContaining("5 seconds");
    }

    @Test
    void a_run_that_is_quick_enough_never_hears_of_it() {
        LoopTask loop = everyMinute().timeout(ofSeconds(5)).start(run -> time.sleep(ofSeconds(4)));
        time.advance(ofMinutes(10));
        assertThat(events).isEmpty();
        assertThat(loop.stats().runs()).isEqualTo(10);
    }

    @Test
    void the_future_of_an_asynchronous_run_is_cancelled() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        everyMinute().timeout(ofSeconds(5)).count(1).startAsync(run -> stage);
        time.advance(ofSeconds(5));
        assertThat(stage).isCancelled();
        assertThat(events).containsExactly("5 TimeoutException");
    }

    @Test
    void a_timeout_is_transient_and_each_attempt_has_its_own() {
        everyMinute()
                .timeout(ofSeconds(5))
                .retry(RetryPolicy.fixedDelay(ofSeconds(2)).maxAttempts(3))
                .start(run -> {
                    note("attempt " + run.attempt());
                    time.sleep(ofSeconds(run.attempt() < 3 ? 30 : 4));
                    note("end");
                });
        time.advance(ofSeconds(30));
        assertThat(events).containsExactly("0 attempt 1", "7 attempt 2", "14 attempt 3", "18 end");
    }

    @Test
    void neither_a_retry_nor_the_next_run_starts_before_the_old_body_has_ended_which_is_reported_once_a_minute() {
        try (LogLines log = LogLines.ofLibrary()) {
            LoopTask loop = everyMinute().timeout(ofSeconds(5)).start(run -> {
                note("begin");
                for (int part = 0; part < 3; part++) {
                    try {
                        time.sleep(ofMinutes(1));
                    } catch (InterruptedException stubborn) {
                        note("ignores it");
                    }
                }
                note("end");
            });
            time.advance(ofSeconds(124));
            assertThat(events).containsExactly("0 begin", "5 ignores it");
            assertThat(log.from(WARN)).hasSize(1);
            time.advance(ofSeconds(2));
            assertThat(events)
                    .containsExactly("0 begin", "5 ignores it", "125 end", "125 TimeoutException", "125 begin");
            assertThat(loop.stats().failures()).isEqualTo(1);
        }
    }

    @Test
    void what_the_body_throws_instead_of_ending_is_kept_with_the_TimeoutException() {
        LoopTask loop = everyMinute().timeout(ofSeconds(5)).start(run -> {
            try {
                time.sleep(ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException("gave up", e);
            }
        });
        time.advance(ofSeconds(5));
        assertThat(loop.stats().lastError().orElseThrow())
                .isInstanceOf(TimeoutException.class)
                .hasSuppressedException(new IllegalStateException("gave up"));
    }

    @Test
    void a_handler_takes_the_time_it_takes() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .timeout(ofSeconds(5))
                .onError((error, run) -> time.sleep(ofSeconds(20)))
                .start(run -> {
                    throw new IllegalStateException("on purpose");
                });
        time.advance(ofSeconds(30));
        assertThat(loop.stats().lastError().orElseThrow()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runs_that_overlap_time_out_one_by_one() {
        Loops.every(ofSeconds(3))
                .scheduler(time)
                .overlap(3)
                .reconnect(false)
                .timeout(ofSeconds(5))
                .onError((error, run) -> note("timeout of " + run.iteration()))
                .count(3)
                .start(run -> time.sleep(ofSeconds(run.iteration() == 1 ? 1 : 30)));
        time.advance(ofSeconds(30));
        assertThat(events).containsExactly("5 timeout of 0", "11 timeout of 2");
    }

    @Test
    void a_run_that_takes_a_multiple_of_the_interval_is_reported_with_its_stack() {
        try (LogLines log = LogLines.ofLibrary()) {
            everyMinute()
                    .slowRunWarning(1.5)
                    .count(3)
                    .start(run -> time.sleep(ofSeconds(run.iteration() == 1 ? 91 : 89)));
            time.advance(ofSeconds(89 + 89));
            assertThat(log.from(WARN)).isEmpty();
            time.advance(ofMinutes(10));
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .contains("worker")
                    .contains("TimeoutTest");
        }
    }

    @Test
    void nonsense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> everyMinute().timeout(ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> everyMinute().jitter(ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> everyMinute().slowRunWarning(Double.NaN));
    }

    @Test
    void what_is_slow_for_a_cron_expression_is_a_part_of_the_time_to_the_next_instant() {
        try (LogLines log = LogLines.ofLibrary()) {
            Loops.on(Schedule.cron("*/10 * * * *", ZoneOffset.UTC))
                    .scheduler(time)
                    .slowRunWarning(0.5)
                    .start(run -> time.sleep(ofMinutes(6)));
            time.advance(ofMinutes(14));
            assertThat(log.from(WARN)).isEmpty();
            time.advance(ofMinutes(2));
            assertThat(log.from(WARN)).singleElement().asString().contains("takes long, 5 minutes so far");
        }
    }
}
