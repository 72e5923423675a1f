package io.github.jdatasks.discordpy;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.support.Diary;
import org.junit.jupiter.api.Test;

/** The lives of loops that discord.py lives otherwise, by number: starts and restarts. */
class DiscordPyRestartVectorsTest {
    private final Diary diary = new Diary();

    @Test
    void L19_a_restart_starts_a_loop_that_was_never_started_or_is_finished_or_has_failed() {
        LoopTask loop = diary.every(10).onFailure(OnFailure.STOP).build(diary.runIntoBug("boom"));
        for (int life = 0; life < 3; life++) {
            var ended = loop.restart();
            assertThat(loop.isRunning()).isTrue();
            diary.time.runPending();
            assertThat(resultOf(ended)).isEqualTo(LoopOutcome.FAILED);
        }
        assertThat(diary.entries("run")).containsExactly("0 run 0", "0 run 0", "0 run 0");
    }

    @Test
    void L20_two_restarts_in_a_row_make_one_loop() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        var first = loop.restart();
        var second = loop.restart();
        diary.pass(10);
        assertThat(second).isSameAs(first);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "5 after", "5 before", "5 run 0", "15 run 1");
    }

    @Test
    void L21_a_restart_from_the_body_begins_a_new_life_at_once() {
        int[] argument = {1};
        LoopTask loop = diary.every(10).build(run -> {
            diary.write("body(" + argument[0] + ")");
            if (argument[0] == 1) {
                argument[0] = 2;
                run.task().restart();
            }
        });
        loop.start();
        diary.pass(20);
        assertThat(diary.entries("body")).containsExactly("0 body(1)", "0 body(2)", "10 body(2)", "20 body(2)");
    }

    @Test
    void L22_a_second_start_is_an_error_and_startIfStopped_is_not() {
        LoopTask loop = diary.every(10).start(diary.run());
        assertThatThrownBy(loop::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop");
        assertThat(loop.startIfStopped()).isFalse();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "10 run 1");
    }

    @Test
    void L23_cancel_and_start_in_a_row_is_what_restart_does() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        var cancelled = loop.cancel();
        assertThatThrownBy(loop::start).isInstanceOf(IllegalStateException.class);
        loop.restart();
        diary.pass(10);
        assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "5 after", "5 before", "5 run 0", "15 run 1");
    }

    @Test
    void L29_a_restart_during_a_slow_after_hook_follows_it() {
        LoopTask loop = diary.every(10)
                .afterLoop(diary.hook("after", run -> {
                    diary.lasting(7).run(run);
                    diary.write("saved");
                }))
                .start(diary.run());
        diary.pass(1);
        loop.cancel();
        diary.pass(2);
        loop.restart();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "1 after", "8 saved", "8 before", "8 run 0");
    }
}
