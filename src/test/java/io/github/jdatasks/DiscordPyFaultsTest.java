package io.github.jdatasks;

import static io.github.jdatasks.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/**
 * Faults of discord.py, by number, that this library does not have. Most are shown elsewhere:
 *
 * <pre>
 * B1                a late retry runs twice          L07
 * B2, B20           bursts                           L08, L11, L12, MissedTicksTest (1,000 at most)
 * B3                clocks                           L24 to L27
 * B4-B6, B15-B18    several zones, gaps, overlaps    NextRunTableTest, WholeDaysTest, DailyScheduleTest
 * B7, B8            late ends                        L01, L02, L04
 * B9, B11           hooks that fail                  L14, L17, L18
 * B10, B19          changes and overruns             L13, L09, L10
 * B12, B14          back-off                         RetryTest: each run starts anew; delays within the interval
 * B13               file-system errors               L30
 * B21               restarts                         L19, L20, L29, RestartTest
 * B23               loops of a class                 the tests of cogs
 * B24               a handler that fails             L32
 * B26               arguments                        DurationsTest, ChangeScheduleTest; here
 * B28               a count below the number         there is no way to change it
 * B33               tests that prove nothing         DailyExamplesTest
 * B34               threads                          ManyThreadsTest
 * </pre>
 */
class DiscordPyFaultsTest {
    private final Diary diary = new Diary();

    @Test
    void B22_no_stale_next_iteration_is_seen_in_the_before_hook_of_a_second_life() {
        LoopTask loop = diary.every(10)
                .count(2)
                .beforeLoop(run -> diary.write("next " + run.task().nextIteration()))
                .build(diary.run());
        assertThat(loop.nextIteration()).isEmpty();
        for (int life = 0; life < 2; life++) {
            var ended = loop.start();
            diary.pass(15);
            assertThat(resultOf(ended)).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(loop.nextIteration()).isEmpty();
            assertThat(loop.timeUntilNextIteration()).isEmpty();
        }
        assertThat(diary.entries("next")).containsExactly("0 next Optional.empty", "15 next Optional.empty");
    }

    @Test
    void B24_a_failure_is_reported_to_the_handler_once_however_many_attempts_it_took() {
        diary.every(60)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(1)).maxAttempts(5))
                .start(diary.runInto("reset"));
        diary.pass(30);
        assertThat(diary.entries("error")).containsExactly("4 error reset");
    }

    @Test
    void B25_a_loop_that_retries_interrupts_and_cancellations_can_be_cancelled_all_the_same() {
        LoopTask loop = diary.every(5)
                .retry(RetryPolicy.exponentialBackoff().retryOn(Throwable.class))
                .start(diary.runFor(60));
        loop.addExceptionType(InterruptedException.class, CancellationException.class);
        diary.pass(1);
        var cancelled = loop.cancel();
        diary.pass(60);
        assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "1 after");
        assertThat(loop.stats().retries()).isZero();
    }

    @Test
    void B26_and_B27_wrong_arguments_are_refused_where_they_are_given() {
        LoopTask loop = diary.every(10).build(diary.run());
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(200_000))) {
            assertThatThrownBy(() -> Loops.every(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Loops.withFixedDelay(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> loop.changeInterval(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> diary.every(10).initialDelay(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> diary.every(10).count(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> diary.every(10).maxFailures(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> diary.every(10).name(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Diary::daily).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void B29_removing_a_type_that_was_added_twice_removes_it_and_says_so_once() {
        LoopTask loop = diary.every(10).build(diary.runIntoBug("boom"));
        loop.addExceptionType(IllegalStateException.class, IllegalStateException.class);
        loop.addExceptionType(IllegalStateException.class);
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isTrue();
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isFalse();
        var unused = loop.start();
        diary.time.runPending();
        assertThat(diary.entries("error")).containsExactly("0 error boom");
    }

    @Test
    void B30_a_stop_after_a_failed_attempt_of_a_daily_loop_does_not_wait_for_the_next_day() {
        Diary days = new Diary("2024-01-15T07:00:00Z");
        LoopTask loop = days.dailyAt("08:00").start(days.runInto("reset"));
        days.passUntil("2024-01-15T08:00:00Z");
        assertThat(loop.state()).isEqualTo(LoopState.BACKING_OFF);
        var stopped = loop.stop();
        days.time.runPending();
        assertThat(resultOf(stopped)).isEqualTo(LoopOutcome.STOPPED);
        assertThat(days.entries("after")).containsExactly("15 08:00 after");
    }

    @Test
    void B31_a_cancel_never_interrupts_the_after_hook() {
        LoopTask loop = diary.every(10)
                .count(1)
                .afterLoop(diary.hook("after", run -> {
                    diary.lasting(10).run(run);
                    diary.write("saved, interrupted: " + Thread.currentThread().isInterrupted());
                }))
                .start(diary.run());
        diary.pass(5);
        var cancelled = loop.cancel();
        diary.pass(20);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after", "10 saved, interrupted: false");
        assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.COMPLETED);
    }

    @Test
    void B31_an_interrupt_that_a_body_keeps_does_not_reach_the_after_hook() {
        LoopTask loop = diary.every(10)
                .afterLoop(run -> diary.write(
                        "after, interrupted: " + Thread.currentThread().isInterrupted()))
                .start(diary.run(run -> {
                    try {
                        diary.lasting(60).run(run);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        diary.pass(5);
        var cancelled = loop.cancel();
        diary.time.runPending();
        assertThat(cancelled).isDone();
        assertThat(diary.entries("after")).containsExactly("5 after, interrupted: false");
    }

    @Test
    void B32_a_run_knows_its_number_its_attempt_its_planned_and_its_actual_time() {
        diary.every(10).retry(RetryPolicy.fixedDelay(Duration.ofSeconds(3))).start(run -> {
            diary.write(run.iteration() + "." + run.attempt() + " planned "
                    + run.scheduledAt().getEpochSecond() % 60 + " late "
                    + run.lateness().toSeconds());
            assertThat(run.startedAt()).isEqualTo(diary.time.now());
            assertThat(run.task().name()).isEqualTo("loop");
            if (run.attempt() == 1) {
                throw new IOException("reset");
            }
        });
        diary.pass(13);
        assertThat(diary.entries("planned"))
                .containsExactly(
                        "0 0.1 planned 0 late 0",
                        "3 0.2 planned 0 late 3",
                        "10 1.1 planned 10 late 0",
                        "13 1.2 planned 10 late 3");
    }
}
