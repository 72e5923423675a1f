package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends that somebody asks for: stop and cancel, in every situation, twice and in both orders. */
class StopTest {
    @ParameterizedTest
    @EnumSource
    void the_stages_are_set(Situation situation) {
        Staging staging = new Staging(situation);
        assertThat(staging.loop.state()).isEqualTo(situation.state);
        assertThat(staging.loop.isRunning()).isEqualTo(situation.isLive());
        assertThat(staging.loop.isBeingCancelled()).isFalse();
        assertThat(staging.loop.hasFailed()).isEqualTo(situation == Situation.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_waits_for_the_body_or_hook_in_progress_and_for_nothing_else(Situation situation) {
        Staging staging = new Staging(situation);
        var stopped = staging.loop.stop();
        staging.diary.pass(115);
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(situation.isAtWork() ? 35 : 5));
        assertThat(resultOf(stopped)).isEqualTo(situation.outcome(LoopOutcome.STOPPED));
    }

    @ParameterizedTest
    @EnumSource
    void a_cancel_waits_for_nothing_but_an_after_hook(Situation situation) {
        Staging staging = new Staging(situation);
        var cancelled = staging.loop.cancel();
        staging.diary.time.runPending();
        boolean waits = situation == Situation.IN_THE_AFTER_HOOK;
        assertThat(cancelled.isDone()).isNotEqualTo(waits);
        staging.diary.pass(115);
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(5));
        assertThat(resultOf(cancelled))
                .isEqualTo(waits ? LoopOutcome.STOPPED : situation.outcome(LoopOutcome.CANCELLED));
    }

    @ParameterizedTest
    @EnumSource
    void stopping_twice_is_stopping_once(Situation situation) {
        Staging staging = new Staging(situation);
        var first = staging.loop.stop();
        var second = staging.loop.stop();
        staging.diary.pass(115);
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(situation.isAtWork() ? 35 : 5));
        assertThat(resultOf(second)).isEqualTo(resultOf(first));
        var third = staging.loop.stop();
        staging.diary.time.runPending();
        assertThat(resultOf(third)).isEqualTo(situation.outcome(LoopOutcome.STOPPED));
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(situation.isAtWork() ? 35 : 5));
    }

    @ParameterizedTest
    @EnumSource
    void a_cancel_upgrades_a_stop(Situation situation) {
        Staging staging = new Staging(situation);
        var stopped = staging.loop.stop();
        staging.loop.stop();
        var cancelled = staging.loop.cancel();
        staging.diary.pass(115);
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(5));
        if (situation.isLive() && situation != Situation.IN_THE_AFTER_HOOK) {
            assertThat(resultOf(stopped)).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_does_not_take_a_cancel_back(Situation situation) {
        Staging staging = new Staging(situation);
        var cancelled = staging.loop.cancel();
        var stopped = staging.loop.stop();
        staging.diary.pass(115);
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(5));
        assertThat(stopped).isDone();
        if (situation.isLive() && situation != Situation.IN_THE_AFTER_HOOK) {
            assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatever_happens_after_an_end_the_loop_can_be_started_again(Situation situation) {
        Staging staging = new Staging(situation);
        staging.loop.cancel();
        staging.connect();
        staging.diary.pass(55);
        staging.diary.forget();
        var ended = staging.loop.start();
        staging.diary.pass(60);
        assertThat(staging.diary.entries()).containsExactly("60 before", "60 body", "120 body");
        assertThat(ended).isNotDone();
        assertThat(staging.loop.hasFailed()).isFalse();
        assertThat(staging.loop.isBeingCancelled()).isFalse();
    }

    @Test
    void a_stop_in_the_error_handler_ends_the_loop() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(10)
                .onError((error, run) -> {
                    run.task().stop();
                })
                .start(diary.runIntoBug("boom"));
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.STOPPED);
    }

    @Test
    void a_stop_or_cancel_in_the_after_hook_changes_nothing() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(10)
                .count(1)
                .afterLoop(diary.hook("after", run -> {
                    run.task().stop();
                    run.task().cancel();
                    diary.lasting(1).run(run);
                }))
                .start(diary.run());
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "0 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void a_body_can_see_that_it_is_to_end() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(10).start(run -> {
            while (!run.isStopRequested()) {
                diary.lasting(1).run(run);
            }
            diary.write("returns early");
        });
        diary.pass(5);
        loop.stop();
        diary.pass(5);
        assertThat(diary.entries()).containsExactly("0 before", "6 returns early", "6 after");
    }

    @Test
    void after_a_stop_a_failed_attempt_is_not_retried() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(10).start(diary.run(run -> {
            diary.lasting(3).run(run);
            throw new IOException("reset");
        }));
        diary.pass(1);
        var stopped = loop.stop();
        diary.pass(2);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "3 error reset", "3 after");
        assertThat(resultOf(stopped)).isEqualTo(LoopOutcome.STOPPED);
    }

    @Test
    void the_future_of_a_stop_completes_after_the_last_body_and_the_after_hook() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(10)
                .afterLoop(diary.hook("after", run -> diary.lasting(2).run(run)))
                .start(diary.runFor(5));
        diary.pass(1);
        loop.stop().thenRun(() -> diary.write("stopped, " + loop.state()));
        diary.pass(60);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "5 after", "7 stopped, FINISHED");
    }

    @Test
    void a_second_cancel_does_not_interrupt_what_the_body_does_about_the_first() {
        Diary diary = new Diary();
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            try {
                diary.lasting(30).run(run);
            } catch (InterruptedException e) {
                diary.write("interrupted");
                diary.lasting(5).run(run);
                diary.write("saved");
            }
        }));
        diary.pass(1);
        loop.cancel();
        diary.pass(1);
        loop.cancel();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "1 interrupted", "6 saved", "6 after");
    }
}
