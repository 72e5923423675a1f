package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.failureOf;
import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs by hand. */
class RunNowTest {
    private final Diary diary = new Diary();

    @ParameterizedTest
    @EnumSource(names = {"NEVER_STARTED", "WAITING", "PAUSED", "BACKING_OFF", "BACKING_OFF_AND_PAUSED", "FINISHED"})
    void a_run_by_hand_starts_at_once_where_no_other_is_in_progress(Situation situation) {
        Staging staging = new Staging(situation);
        var run = staging.loop.runNow();
        staging.diary.time.runPending();
        assertThat(run).isCompleted();
        assertThat(staging.diary.entries()).containsExactly("5 body");
        assertThat(staging.loop.state()).isEqualTo(situation.state);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_THE_BODY", "IN_AN_ASYNCHRONOUS_BODY", "IN_A_RUN_BY_HAND", "IN_THE_BEFORE_HOOK"})
    void behind_a_running_body_one_call_waits_and_further_ones_join_it(Situation situation) {
        Staging staging = new Staging(situation);
        var first = staging.loop.runNow();
        var second = staging.loop.runNow();
        assertThat(second).isSameAs(first);
        staging.diary.pass(29);
        assertThat(first).isNotDone();
        staging.diary.pass(1);
        assertThat(first).isCompleted();
        assertThat(staging.diary.entries("body").get(0)).isEqualTo("35 body");
    }

    @Test
    void a_run_by_hand_is_outside_of_the_count_and_the_schedule() {
        LoopTask loop = diary.every(10).count(2).start(diary.run());
        diary.pass(3);
        var first = loop.runNow();
        diary.pass(3);
        var second = loop.runNow();
        diary.pass(30);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "3 run 1", "6 run 1", "10 run 1", "10 after");
        assertThat(loop.stats().runs()).isEqualTo(4);
    }

    @Test
    void a_fixed_delay_counts_from_the_end_of_the_scheduled_run_not_from_that_of_a_run_by_hand() {
        Loops.withFixedDelay(Duration.ofSeconds(10)).scheduler(diary.time).start(diary.run(run -> {
            boolean first = diary.entries().size() == 1;
            if (first) {
                run.task().runNow();
            }
            diary.lasting(first ? 1 : 2).run(run);
        }));
        diary.pass(12);
        assertThat(diary.entries()).containsExactly("0 run 0", "1 run 1", "11 run 1");
    }

    @ParameterizedTest
    @EnumSource
    void ticks_that_pass_during_a_run_by_hand_are_missed_and_make_one_run_or_none_or_all(Missed policy) {
        LoopTask loop = diary.every(10).missed(policy).start(diary.run(run -> {
            if (diary.entries("run").size() == 2) {
                diary.lasting(35).run(run);
            }
        }));
        diary.pass(8);
        var byHand = loop.runNow();
        diary.pass(43);
        assertThat(byHand).isCompleted();
        assertThat(diary.entries("43 run")).hasSize(policy == Missed.SKIP ? 0 : policy == Missed.RUN_ONCE ? 1 : 4);
        assertThat(diary.entries("50 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(4);
    }

    @Test
    void a_run_by_hand_of_a_loop_that_has_ended_is_not_asked_to_stop() {
        LoopTask loop = diary.every(10).count(1).start(run -> diary.write("stops " + run.isStopRequested()));
        diary.pass(0);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        loop.runNow();
        diary.pass(5);
        loop.start();
        diary.pass(0);
        loop.stop();
        diary.pass(0);
        loop.runNow();
        diary.pass(0);
        assertThat(diary.entries("stops")).hasSize(4).allMatch(entry -> entry.endsWith("stops false"));
    }

    @Test
    void a_run_by_hand_of_a_loop_that_has_ended_is_asked_to_stop_by_a_stop() {
        LoopTask loop = diary.every(10).count(1).build(run -> {
            diary.write("stops " + run.isStopRequested());
            diary.time.sleep(Duration.ofSeconds(10));
            diary.write("stops " + run.isStopRequested());
        });
        loop.start();
        diary.pass(20);
        loop.runNow();
        diary.pass(5);
        loop.stop();
        diary.pass(5);
        assertThat(diary.entries("stops"))
                .containsExactly("0 stops false", "10 stops false", "20 stops false", "30 stops true");
    }

    @Test
    void a_body_may_ask_for_another_run() {
        diary.every(10).start(diary.run(run -> {
            if (diary.entries("run").size() == 1) {
                run.task().runNow();
            }
        }));
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "0 run 1", "10 run 1");
    }

    @Test
    void without_a_start_there_are_no_hooks() {
        LoopTask loop = diary.every(10).build(diary.run());
        var first = loop.runNow();
        diary.pass(30);
        assertThat(first).isCompleted();
        assertThat(diary.entries()).containsExactly("0 run 0");
        assertThat(loop.state()).isEqualTo(LoopState.IDLE);
        assertThat(diary.time.loops()).isEmpty();
    }

    @Test
    void a_failure_goes_to_the_future_the_handler_and_the_stats_but_ends_nothing_and_is_not_retried() {
        LoopTask loop = diary.every(10).onFailure(OnFailure.STOP).maxFailures(1).start(diary.run(run -> {
            if (diary.entries("run").size() == 2) {
                throw new IOException("reset");
            }
        }));
        diary.pass(5);
        var byHand = loop.runNow();
        diary.pass(5);
        assertThat(failureOf(byHand)).isInstanceOf(IOException.class).hasMessage("reset");
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "5 run 1", "5 error reset", "10 run 1");
        assertThat(loop.stats().failures()).isEqualTo(1);
        assertThat(loop.stats().retries()).isZero();
        assertThat(loop.stats().lastError())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("reset");
    }

    @Test
    void failures_by_hand_neither_add_to_nor_end_a_row_of_failures() {
        boolean[] broken = {true};
        LoopTask loop = diary.every(10).maxFailures(3).start(diary.run(run -> {
            if (broken[0]) {
                throw new IllegalStateException("boom");
            }
        }));
        diary.pass(5);
        var failing = loop.runNow();
        diary.pass(6);
        broken[0] = false;
        var succeeding = loop.runNow();
        diary.pass(1);
        broken[0] = true;
        assertThat(failing).isCompletedExceptionally();
        assertThat(succeeding).isCompleted();
        assertThat(loop.isRunning()).isTrue();
        diary.pass(8);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
        assertThat(diary.entries("after")).containsExactly("20 after");
    }

    @Test
    void it_ignores_the_pause_and_waits_for_the_gate() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = diary.every(60).gate(gate).start(diary.run());
        diary.pass(5);
        loop.pause();
        connection.disconnect();
        var byHand = loop.runNow();
        diary.pass(5);
        assertThat(byHand).isNotDone();
        connection.resume();
        diary.time.runPending();
        assertThat(byHand).isCompleted();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1");
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
    }

    @Test
    void a_loop_that_was_not_started_waits_for_the_gate_too() {
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop = diary.every(60).gate(gate).build(diary.run());
        var byHand = loop.runNow();
        diary.pass(5);
        assertThat(byHand).isNotDone();
        VirtualConnection.of(gate).ready();
        diary.time.runPending();
        assertThat(byHand).isCompleted();
        assertThat(diary.entries()).containsExactly("5 run 0");
    }

    /** Calls itself a hundred times; without an end to it the test would have none. */
    private LoopBody callingItself(LoopBody then) {
        return diary.run(run -> {
            if (diary.entries("run").size() <= 100) {
                run.task().runNow();
                then.run(run);
            }
        });
    }

    @Test
    void a_body_that_calls_itself_is_told_of_once() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10).start(callingItself(Diary.NOTHING));
            diary.pass(30);
            assertThat(log.from(Level.INFO))
                    .singleElement()
                    .asString()
                    .startsWith("WARN Loop loop is run by one runNow() after another");
            assertThat(loop.stats().runs()).isEqualTo(101 + 3);
        }
    }

    @Test
    void a_body_that_calls_itself_and_fails_is_told_of_once_and_its_handler_each_time() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10).start(callingItself(run -> {
                throw new IllegalStateException("boom");
            }));
            diary.pass(5);
            assertThat(log.from(Level.INFO)).hasSize(2);
            assertThat(log.from(Level.INFO).get(0))
                    .startsWith("ERROR Run 0 of loop loop")
                    .endsWith("[stack of boom]");
            assertThat(log.from(Level.INFO).get(1)).startsWith("WARN Loop loop is run by one runNow() after another");
            assertThat(diary.entries("error boom")).hasSize(100);
            assertThat(loop.stats().failures()).isEqualTo(100);
        }
    }

    @Test
    void a_body_that_waits_for_its_own_next_run_is_told_why_it_cannot_once() {
        try (LogLines log = LogLines.ofLoop()) {
            diary.every(10).start(callingItself(run -> run.task().runNow().join()));
            diary.pass(5);
            assertThat(log.from(Level.INFO))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("loop cannot wait for a runNow() run inside its body or hook: the next run begins only");
        }
    }

    @Test
    void a_handler_that_asks_for_another_run_each_time_is_told_of_once() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10)
                    .onError((error, run) -> {
                        if (run.task().stats().runs() < 100) {
                            run.task().runNow();
                        }
                    })
                    .build(diary.runIntoBug("boom"));
            loop.runNow(); // of a loop that was not started
            diary.pass(5);
            assertThat(loop.stats().failures()).isEqualTo(101);
            assertThat(log.from(Level.INFO)).hasSize(2);
        }
    }

    @Test
    void the_loops_of_a_group_that_ask_for_each_others_runs_are_told_of_once_each() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        try (LogLines log = LogLines.ofLibrary()) {
            LoopTask[] group = new LoopTask[1];
            group[0] = diary.every(10).gate(gate).shards(ShardScope.EACH).build(callingItself(run -> {
                group[0].runNow();
                throw new IllegalStateException("boom");
            }));
            group[0].start();
            diary.pass(5);
            assertThat(log.from(Level.INFO)).hasSize(4);
            assertThat(log.with("is run by one runNow() after another")).hasSize(2);
        }
    }

    @Test
    void a_failure_of_another_kind_is_logged_and_one_like_it_is_not_even_if_asked_for_outside() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10).build(diary.run(run -> {
                if (diary.entries("run").size() == 1) {
                    run.task().runNow();
                    throw new IllegalStateException("one");
                }
                throw new IllegalArgumentException("other");
            }));
            var first = loop.runNow();
            diary.pass(1);
            assertThat(first).isCompletedExceptionally();
            var again = loop.runNow();
            diary.pass(1);
            assertThat(again).isCompletedExceptionally();
            assertThat(log.from(Level.INFO)).hasSize(2).allMatch(line -> line.startsWith("ERROR"));
            assertThat(log.with("failed as before: ")).hasSize(1);
        }
    }
}
