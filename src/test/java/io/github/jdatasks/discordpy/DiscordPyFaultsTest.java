package io.github.jdatasks.discordpy;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/**
 * Faults of discord.py that this library does not have, by their number in {@link DiscordPyFaultListTest}, which says of
 * the others where they are tested.
 */
class DiscordPyFaultsTest {
    private final Diary diary = new Diary();

    @Test
    void B9_a_stop_in_a_before_hook_that_then_fails_does_not_end_the_next_life() {
        LoopTask loop = diary.every(10)
                .beforeLoop(diary.hook("before", run -> {
                    if (diary.entries("before").size() == 1) {
                        run.task().stop();
                        throw new IllegalStateException("no database");
                    }
                }))
                .build(diary.run());
        var first = loop.start();
        diary.pass(5);
        assertThat(resultOf(first)).isEqualTo(LoopOutcome.FAILED);
        var second = loop.start();
        diary.pass(10);
        assertThat(second).isNotDone();
        assertThat(diary.entries())
                .containsExactly("0 before", "0 error no database", "0 after", "5 before", "5 run 0", "15 run 1");
    }

    @Test
    void B12_a_failure_now_and_then_is_always_retried_within_a_second() {
        List<Duration> delays = new ArrayList<>();
        int[] calls = {0};
        diary.every(3600).count(100).start(run -> {
            if (++calls[0] % 2 == 1) {
                throw new IOException("reset");
            }
            delays.add(run.lateness());
        });
        diary.pass(100 * 3600);
        assertThat(delays).hasSize(100).allMatch(delay -> delay.compareTo(Duration.ofSeconds(1)) <= 0);
    }

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

    static class Hidden extends LoopCog {
        final List<String> runs = new ArrayList<>();

        @Loop(minutes = 1, name = "renamed", retryOn = IllegalStateException.class)
        private void __mangled(LoopContext run) {
            runs.add(run.iteration() + "." + run.attempt());
            if (run.attempt() == 1) {
                throw new IllegalStateException("once");
            }
        }
    }

    @Test
    void B23_a_private_and_renamed_loop_is_always_the_same_and_each_cog_has_its_own() {
        Hidden one = diary.time.create(Hidden::new);
        Hidden two = diary.time.create(Hidden::new);
        VirtualConnection.of(one).ready();
        VirtualConnection.of(two).ready();
        diary.pass(30);
        assertThat(one.loop("renamed")).isSameAs(one.loop("renamed")).isNotSameAs(two.loop("renamed"));
        one.loop("renamed").cancel();
        diary.pass(60);
        assertThat(one.loop("renamed").isRunning()).isFalse();
        assertThat(one.runs).containsExactly("0.1", "0.2");
        assertThat(two.runs).containsExactly("0.1", "0.2", "1.1", "1.2");
    }

    @Test
    void B24_a_failure_is_reported_to_the_handler_and_the_log_once_however_many_attempts_it_took() {
        try (LogLines log = LogLines.ofLoop()) {
            diary.every(60)
                    .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(1)).maxAttempts(5))
                    .start(diary.runInto("reset"));
            diary.pass(30);
            assertThat(diary.entries("error")).containsExactly("4 error reset");
            assertThat(log.from(Level.ERROR)).hasSize(1);
        }
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
    void B28_the_count_of_a_loop_cannot_be_set_any_more() {
        LoopBuilder builder = diary.every(10).count(3);
        LoopTask loop = builder.start(diary.run());
        diary.pass(10);
        builder.count(1);
        diary.pass(60);
        assertThat(loop.count()).hasValue(3);
        assertThat(diary.entries("run")).hasSize(3);
        assertThat(LoopTask.class.getMethods())
                .filteredOn(method -> method.getName().toLowerCase(Locale.ROOT).contains("count"))
                .allMatch(method -> method.getParameterCount() == 0);
    }

    @Test
    void B29_removing_a_type_that_was_added_twice_removes_it_and_says_so_once() {
        LoopTask loop = diary.every(10).build(diary.runIntoBug("boom"));
        loop.addExceptionType(IllegalStateException.class, IllegalStateException.class);
        loop.addExceptionType(IllegalStateException.class);
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isTrue();
        assertThat(loop.removeExceptionType(IllegalStateException.class)).isFalse();
        loop.start();
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
