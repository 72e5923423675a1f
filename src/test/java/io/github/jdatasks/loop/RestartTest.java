package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restarts, from every situation and from inside. */
class RestartTest {
    private final Diary diary = new Diary();

    @ParameterizedTest
    @EnumSource
    void a_restart_is_a_cancel_and_then_a_start(Situation situation) {
        Staging staging = new Staging(situation);
        var restarted = staging.loop.restart();
        staging.connect();
        staging.diary.pass(115);
        boolean waits = situation == Situation.IN_THE_AFTER_HOOK;
        List<String> entries = new ArrayList<>(situation.endsAfter(5));
        entries.addAll(waits ? List.of("35 before", "35 body", "95 body") : List.of("5 before", "5 body", "65 body"));
        assertThat(staging.diary.entries()).isEqualTo(entries);
        assertThat(restarted).isNotDone();
        assertThat(staging.loop.completion()).isSameAs(restarted);
        assertThat(staging.loop.isBeingCancelled()).isFalse();
        assertThat(staging.loop.hasFailed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void restarts_that_follow_each_other_are_one(Situation situation) {
        Staging staging = new Staging(situation);
        var first = staging.loop.restart();
        var second = staging.loop.restart();
        staging.connect();
        staging.diary.pass(31);
        assertThat(staging.diary.entries("before")).hasSize(1);
        assertThat(staging.diary.entries("body")).hasSize(1);
        assertThat(staging.loop.completion()).isSameAs(second);
        if (situation.isLive()) {
            assertThat(second).isSameAs(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_life_before_ends_as_cancelled_and_the_new_one_in_its_own_way(Situation situation) {
        Staging staging = new Staging(situation);
        var before = staging.loop.completion();
        var restarted = staging.loop.restart();
        staging.connect();
        staging.diary.pass(55);
        var stopped = staging.loop.stop();
        staging.diary.time.runPending();
        assertThat(resultOf(stopped)).isEqualTo(LoopOutcome.STOPPED);
        assertThat(resultOf(restarted)).isEqualTo(LoopOutcome.STOPPED);
        if (situation.isLive() && situation != Situation.IN_THE_AFTER_HOOK) {
            assertThat(resultOf(before)).isEqualTo(LoopOutcome.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_a_restart_is_pending_a_start_is_an_error(Situation situation) {
        Staging staging = new Staging(situation);
        staging.loop.restart();
        assertThatThrownBy(staging.loop::start).isInstanceOf(IllegalStateException.class);
        assertThat(staging.loop.startIfStopped()).isFalse();
    }

    @Test
    void what_depends_on_the_end_of_the_life_before_may_call_off_the_restart() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(5);
        loop.completion().thenRun(loop::cancel);
        var restarted = loop.restart();
        diary.pass(115);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "5 after");
        assertThat(resultOf(restarted)).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_calls_off_a_restart_that_is_pending(Situation situation) {
        Staging staging = new Staging(situation);
        var restarted = staging.loop.restart();
        var stopped = staging.loop.stop();
        staging.connect();
        staging.diary.pass(115);
        assertThat(staging.diary.entries("before")).isEmpty();
        assertThat(staging.diary.entries("body")).isEmpty();
        assertThat(staging.loop.state()).isEqualTo(LoopState.FINISHED);
        assertThat(stopped).isDone();
        assertThat(restarted).isDone();
    }

    @Test
    void a_restart_that_was_called_off_can_be_asked_for_again() {
        LoopTask loop = diary.every(10).start(diary.runFor(5));
        diary.pass(1);
        var first = loop.restart();
        var stopped = loop.stop();
        var second = loop.restart();
        diary.pass(3);
        assertThat(stopped).isDone();
        assertThat(first).isDone();
        assertThat(second).isNotDone();
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "1 after", "1 before", "1 run 0");
    }

    @Test
    void a_restart_in_the_before_hook_begins_again_with_it() {
        int[] calls = {0};
        diary.every(10)
                .beforeLoop(diary.hook("before", run -> {
                    if (++calls[0] == 1) {
                        run.task().restart();
                    }
                }))
                .start(diary.run());
        diary.pass(5);
        assertThat(diary.entries()).containsExactly("0 before", "0 after", "0 before", "0 run 0");
    }

    @Test
    void a_restart_in_the_after_hook_begins_another_life() {
        diary.every(10)
                .count(1)
                .afterLoop(diary.hook("after", run -> {
                    if (diary.entries("after").size() < 3) {
                        run.task().restart();
                    }
                }))
                .start(diary.run());
        diary.pass(60);
        assertThat(diary.entries())
                .containsExactly(
                        "0 before",
                        "0 run 0",
                        "0 after",
                        "0 before",
                        "0 run 0",
                        "0 after",
                        "0 before",
                        "0 run 0",
                        "0 after");
    }

    @Test
    void a_restart_in_the_error_handler_begins_another_life() {
        diary.every(10)
                .onError((error, run) -> {
                    diary.write("error");
                    if (diary.entries("error").size() == 1) {
                        run.task().restart();
                    }
                })
                .start(diary.runIntoBug("boom"));
        diary.pass(5);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "0 error", "0 after", "0 before", "0 run 0", "0 error");
    }

    @Test
    void a_restart_waits_for_a_body_that_ignores_its_interrupt() {
        LoopTask loop = diary.every(10).start(diary.run(run -> {
            for (int i = 0; i < 5; i++) {
                try {
                    diary.lasting(1).run(run);
                } catch (InterruptedException e) {
                    diary.write("ignores it");
                }
            }
            diary.write("ends");
        }));
        diary.time.advance(Duration.ofMillis(1500));
        loop.restart();
        diary.pass(4);
        assertThat(diary.entries())
                .containsExactly(
                        "0 before", "0 run 0", "1.5 ignores it", "4.5 ends", "4.5 after", "4.5 before", "4.5 run 0");
    }

    @Test
    void a_new_life_counts_from_zero_and_plans_anew() {
        LoopTask loop = diary.every(10).count(3).start(diary.run());
        diary.pass(12);
        var restarted = loop.restart();
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "12 run 0", "22 run 1", "32 run 2");
        assertThat(resultOf(restarted)).isEqualTo(LoopOutcome.COMPLETED);
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_restart_cancels_a_run_by_hand_of_a_loop_that_was_not_started() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(60).build(diary.run(diary.lastingByHand(10)));
        var byHand = loop.runNow();
        diary.pass(2);
        loop.restart();
        diary.pass(1);
        assertThat(byHand).isCompletedExceptionally();
        assertThat(diary.entries()).containsExactly("0 run 0", "2 before", "2 run 0");
    }
}
