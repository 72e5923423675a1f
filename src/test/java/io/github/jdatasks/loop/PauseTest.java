package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pauses of the user's and of the gate's. */
class PauseTest {
    private final Diary diary = new Diary();

    @ParameterizedTest
    @EnumSource
    void a_loop_is_paused_and_resumed_in_every_state_but_when_it_has_ended(Situation situation) {
        Staging staging = new Staging(situation);
        LoopTask loop = staging.loop;
        boolean hasEnded = situation.state == LoopState.FINISHED;
        loop.pause();
        loop.pause();
        assertThat(loop.isPaused()).isEqualTo(!hasEnded);
        loop.resume();
        loop.resume();
        assertThat(loop.isPaused()).isFalse();
        assertThat(loop.state() == LoopState.FINISHED).isEqualTo(hasEnded);
    }

    @ParameterizedTest
    @EnumSource
    void in_a_pause_no_run_starts_whatever_the_loop_was_doing(Situation situation) {
        if (!situation.isLive()) {
            return;
        }
        Staging staging = new Staging(situation);
        staging.loop.pause();
        staging.connect();
        staging.diary.pass(595);
        assertThat(staging.diary.entries("body")).isEmpty();
        if (situation != Situation.IN_THE_AFTER_HOOK) {
            assertThat(staging.loop.state()).isEqualTo(LoopState.PAUSED);
            staging.loop.resume();
            staging.diary.time.runPending();
            assertThat(staging.diary.entries("body")).startsWith("600 body");
        }
    }

    @Test
    void a_pause_lets_the_run_in_progress_end() {
        LoopTask loop = diary.every(10).start(diary.run(run -> {
            diary.lasting(4).run(run);
            diary.write("end");
        }));
        diary.pass(1);
        loop.pause();
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        diary.pass(20);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "4 end");
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
    }

    @Test
    void a_loop_may_pause_itself() {
        LoopTask loop = diary.every(10).start(diary.run(run -> run.task().pause()));
        diary.pass(25);
        assertThat(diary.entries("run")).containsExactly("0 run 0");
        loop.resume();
        diary.time.runPending();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "25 run 1");
    }

    @Test
    void ticks_in_a_pause_are_missed_and_make_one_run_or_none_or_all_as_the_policy_says() {
        for (Missed policy : Missed.values()) {
            diary.forget();
            LoopTask loop = diary.every(10).missed(policy).start(diary.run());
            diary.time.runPending();
            long start = diary.time.now().getEpochSecond();
            loop.pause();
            diary.pass(35);
            loop.resume();
            diary.time.runPending();
            int late = policy == Missed.SKIP ? 0 : policy == Missed.RUN_ONCE ? 1 : 3;
            assertThat(diary.entries("run")).as("%s", policy).hasSize(1 + late);
            assertThat(loop.nextIteration())
                    .get()
                    .extracting(next -> next.getEpochSecond() - start)
                    .isEqualTo(40L);
            assertThat(loop.stats().missed()).isEqualTo(3);
            assertThat(loop.stats().skipped()).isEqualTo(3 - late);
            loop.cancel();
        }
    }

    @Test
    void a_pause_between_two_ticks_misses_nothing() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(2);
        loop.pause();
        diary.pass(6);
        loop.resume();
        diary.pass(2);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void resume_lifts_only_the_pause_and_the_gate_only_its_own() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = diary.every(10).gate(gate).start(diary.run());
        diary.pass(5);
        loop.pause();
        connection.disconnect();
        diary.pass(10);
        loop.resume();
        assertThat(loop.isPaused()).isFalse();
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        diary.pass(10);
        loop.pause();
        connection.resume();
        diary.pass(10);
        assertThat(loop.isPaused()).isTrue();
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        assertThat(diary.entries("run")).containsExactly("0 run 0");
        loop.resume();
        diary.time.runPending();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "35 run 1");
    }

    @Test
    void a_retry_waits_for_the_end_of_the_pause_and_is_the_same_attempt() {
        LoopTask loop = diary.every(60)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(2)))
                .start(diary.run(run -> {
                    if (run.attempt() < 3) {
                        throw new IOException("reset");
                    }
                }));
        diary.pass(1);
        loop.pause();
        diary.pass(9);
        loop.resume();
        diary.pass(2);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 0 again", "12 run 0 again");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_pause_ends_with_its_life() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        loop.pause();
        var restarted = loop.restart();
        diary.pass(10);
        assertThat(loop.isPaused()).isFalse();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "5 run 0", "15 run 1");
        loop.pause();
        loop.stop();
        diary.time.runPending();
        assertThat(resultOf(restarted)).isEqualTo(LoopOutcome.STOPPED);
        assertThat(loop.isPaused()).isFalse();
    }

    @Test
    void a_pause_before_the_first_run_delays_it_and_nothing_is_missed() {
        LoopTask loop = diary.every(10).start(diary.run());
        loop.pause();
        diary.pass(25);
        assertThat(diary.entries()).containsExactly("0 before");
        loop.resume();
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("25 run 0", "35 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_pause_acts_between_runs_that_are_caught_up_with() {
        LoopTask loop = diary.every(10).missed(Missed.CATCH_UP).start(diary.run(run -> {
            if (run.iteration() == 0) {
                diary.lasting(55).run(run);
            }
            if (run.iteration() == 2) {
                run.task().pause();
            }
        }));
        diary.pass(58);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "55 run 1", "55 run 2");
        loop.resume();
        diary.pass(2);
        assertThat(diary.entries("run"))
                .containsExactly("0 run 0", "55 run 1", "55 run 2", "58 run 3", "58 run 4", "58 run 5", "60 run 6");
        assertThat(loop.stats().missed()).isEqualTo(5);
    }
}
