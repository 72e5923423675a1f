package io.github.jdatasks.discordpy;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The lives of loops that discord.py lives otherwise, by number: what this library does instead. Intervals, starts and
 * ends; times of day and clocks are in {@link DiscordPyClockVectorsTest}.
 */
class DiscordPyVectorsTest {
    private final Diary diary = new Diary();

    @Test
    void L01_with_a_count_of_three_the_loop_ends_right_after_the_third_run() {
        diary.every(10).count(3).start(diary.run());
        diary.pass(60);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "10 run 1", "20 run 2", "20 after");
    }

    @Test
    void L02_a_daily_interval_with_a_count_of_one_ends_at_once() {
        diary.every(86_400).count(1).start(diary.run());
        diary.time.runPending();
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after");
    }

    @Test
    void L05_a_stop_inside_the_body_ends_the_loop_right_after_it() {
        diary.every(10).start(diary.run(run -> {
            run.task().stop();
        }));
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after");
    }

    @Test
    void L06_after_a_stop_in_the_before_hook_there_is_no_body_but_the_after_hook() {
        LoopTask loop = diary.every(10)
                .beforeLoop(diary.hook("before", run -> {
                    run.task().stop();
                }))
                .afterLoop(run -> diary.write("after " + run.task().currentLoop()))
                .start(diary.run());
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 after 0");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.STOPPED);
    }

    @Test
    void L08_two_bodies_longer_than_the_interval_make_no_burst() {
        diary.every(5).start(diary.run(run -> {
            if (run.iteration() < 2) {
                diary.lasting(30).run(run);
            }
        }));
        diary.pass(66);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "30 run 1", "60 run 2", "65 run 3");
    }

    @Test
    void L11_a_shorter_interval_in_mid_wait_runs_once_at_once_and_then_at_that_interval() {
        LoopTask loop = diary.every(3600).start(diary.run());
        diary.pass(3000);
        loop.changeInterval(Duration.ofSeconds(10));
        diary.pass(20);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "3000 run 1", "3010 run 2", "3020 run 3");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void L14_a_failing_before_hook_is_reported_and_ends_the_loop_as_failed() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10)
                    .beforeLoop(run -> {
                        throw new IllegalStateException("no database");
                    })
                    .start(diary.run());
            diary.pass(30);
            assertThat(diary.entries()).containsExactly("0 error no database", "0 after");
            assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
            assertThat(loop.hasFailed()).isTrue();
            assertThat(loop.failure()).get().extracting(Throwable::getMessage).isEqualTo("no database");
            assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
            assertThat(log.from(Level.ERROR)).singleElement().asString().contains("[stack of no database]");
        }
    }

    @Test
    void L15_a_cancel_during_the_before_hook_still_calls_the_after_hook() {
        LoopTask loop = diary.every(10)
                .beforeLoop(diary.hook("before", run -> diary.lasting(60).run(run)))
                .start(diary.run());
        diary.pass(5);
        var cancelled = loop.cancel();
        diary.pass(100);
        assertThat(diary.entries()).containsExactly("0 before", "5 after");
        assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
    }

    @Test
    void L16_a_cancel_inside_the_before_hook_calls_the_after_hook_for_intervals_and_times_of_day_alike() {
        for (LoopBuilder builder : new LoopBuilder[] {diary.every(10), diary.dailyAt("08:00")}) {
            diary.forget();
            LoopTask loop = builder.beforeLoop(diary.hook("before", run -> {
                        run.task().cancel();
                    }))
                    .start(diary.run());
            diary.time.runPending();
            assertThat(diary.entries()).containsExactly("0 before", "0 after");
            assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
        }
    }

    @Test
    void L17_a_loop_whose_after_hook_fails_on_cancel_can_be_started_and_cancelled_again() {
        LoopTask loop = withFailingAfterHook();
        for (int life = 0; life < 2; life++) {
            var ended = loop.start();
            diary.pass(5);
            assertThat(loop.isBeingCancelled()).isFalse();
            loop.cancel();
            diary.time.runPending();
            assertThat(resultOf(ended)).isEqualTo(LoopOutcome.CANCELLED);
        }
        diary.pass(60);
        assertThat(diary.entries()).containsExactly("0 run 0", "5 after", "5 run 0", "10 after");
    }

    @Test
    void L18_a_loop_whose_after_hook_fails_after_a_stop_runs_when_started_again() {
        LoopTask loop = withFailingAfterHook();
        var first = loop.start();
        diary.pass(5);
        loop.stop();
        diary.time.runPending();
        assertThat(resultOf(first)).isEqualTo(LoopOutcome.STOPPED);
        var second = loop.start();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 run 0", "5 after", "5 run 0", "15 run 1");
        assertThat(second).isNotDone();
    }

    private LoopTask withFailingAfterHook() {
        return diary.every(10)
                .beforeLoop(run -> {})
                .afterLoop(diary.hook("after", run -> {
                    throw new IllegalStateException("cannot save");
                }))
                .build(diary.run());
    }

    @Test
    void L31_with_reconnect_off_an_error_of_the_network_is_a_failure_at_once() {
        LoopTask loop =
                diary.every(10).reconnect(false).onFailure(OnFailure.STOP).start(diary.runInto("reset"));
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 error reset", "0 after");
        assertThat(loop.hasFailed()).isTrue();
    }

    @Test
    void L32_when_the_error_handler_fails_too_both_errors_are_logged_and_the_first_one_counts() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10)
                    .onFailure(OnFailure.STOP)
                    .onError((error, run) -> {
                        throw new IOException("no mail");
                    })
                    .start(diary.runIntoBug("boom"));
            diary.time.runPending();
            assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after");
            assertThat(loop.failure()).get().extracting(Throwable::getMessage).isEqualTo("boom");
            assertThat(log.from(Level.WARN)).hasSize(2);
            assertThat(log.from(Level.WARN).get(0)).contains("[stack of boom]");
            assertThat(log.from(Level.WARN).get(1)).contains("[stack of no mail]");
        }
    }

    @Test
    void L33_a_run_by_hand_leaves_the_schedule_alone() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(4);
        CompletableFuture<?> byHand = loop.runNow();
        diary.pass(16);
        assertThat(byHand).isCompleted();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "4 run 1", "10 run 1", "20 run 2");
    }
}
