package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The hooks before and after a life. */
class HooksTest {
    private final Diary diary = new Diary();

    @Test
    void the_before_hook_runs_once_per_start_and_may_block() {
        LoopTask loop = diary.every(10)
                .beforeLoop(diary.hook("before", run -> diary.lasting(7).run(run)))
                .count(2)
                .start(diary.run());
        diary.pass(20);
        assertThat(diary.entries()).containsExactly("0 before", "7 run 0", "17 run 1", "17 after");
        loop.start();
        diary.pass(20);
        assertThat(diary.entries("before")).containsExactly("0 before", "20 before");
    }

    @Test
    void the_before_hook_of_a_loop_with_a_gate_comes_after_the_first_ready_so_that_waiting_for_it_returns_at_once() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        diary.every(10)
                .gate(gate)
                .beforeLoop(diary.hook("before", run -> {
                    gate.awaitReady();
                    diary.write("ready");
                }))
                .start(diary.run());
        diary.pass(25);
        connection.ready();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("25 before", "25 ready", "25 run 0", "35 run 1");
    }

    @Test
    void a_before_hook_without_a_gate_may_wait_for_one() {
        ConnectionGate gate = new ConnectionGate();
        diary.every(10).beforeLoop(run -> gate.awaitReady()).start(diary.run());
        diary.pass(25);
        VirtualConnection.of(gate).ready();
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("25 run 0", "35 run 1");
    }

    @Test
    void an_error_of_the_network_in_the_before_hook_is_retried() {
        LoopTask loop = diary.every(10)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(3)))
                .beforeLoop(run -> {
                    diary.write("before, attempt " + run.attempt());
                    if (run.attempt() < 3) {
                        throw new IOException("reset");
                    }
                })
                .start(diary.run());
        diary.pass(6);
        assertThat(diary.entries())
                .containsExactly("0 before, attempt 1", "3 before, attempt 2", "6 before, attempt 3", "6 run 0");
        assertThat(loop.stats().retries()).isEqualTo(2);
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_before_hook_that_runs_out_of_attempts_has_failed() {
        LoopTask loop = diary.every(10)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(3)).maxAttempts(2))
                .beforeLoop(diary.hook("before", run -> {
                    diary.lasting(1).run(run);
                    throw new IOException("reset");
                }))
                .start(diary.run());
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 before", "4 before", "5 error reset", "5 after");
        assertThat(loop.stats().totalDuration()).as("of runs").isZero();
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
    }

    @Test
    void a_failed_before_hook_ends_the_loop_though_failed_runs_would_not() {
        LoopTask loop = diary.every(10)
                .onFailure(OnFailure.CONTINUE)
                .maxFailures(5)
                .beforeLoop(run -> {
                    throw new AssertionError("an Error too");
                })
                .start(diary.run());
        diary.pass(30);
        assertThat(diary.entries()).containsExactly("0 error an Error too", "0 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.FAILED);
        assertThat(loop.stats().failures()).isEqualTo(1);
    }

    @Test
    void what_a_cancelled_before_hook_ends_with_is_no_failure() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10)
                    .beforeLoop(diary.hook("before", run -> diary.lasting(60).run(run)))
                    .start(diary.run());
            diary.pass(5);
            var cancelled = loop.cancel();
            diary.time.runPending();
            assertThat(diary.entries()).containsExactly("0 before", "5 after");
            assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(loop.hasFailed()).isFalse();
            assertThat(loop.stats().failures()).isZero();
            assertThat(log.from(Level.INFO)).isEmpty();
        }
    }

    @Test
    void the_after_hook_runs_when_the_count_is_reached_and_when_a_failure_ends_the_loop() {
        diary.every(10).count(2).start(diary.run());
        diary.pass(10);
        assertThat(diary.entries("after")).containsExactly("10 after");
        diary.forget();
        diary.every(10).onFailure(OnFailure.STOP).start(diary.runIntoBug("boom"));
        diary.time.runPending();
        assertThat(diary.entries("after")).containsExactly("10 after");
    }

    @Test
    void isBeingCancelled_is_true_in_the_after_hook_of_a_cancelled_loop_only() {
        LoopTask loop = diary.every(10)
                .afterLoop(run -> diary.write("cancelled: " + run.task().isBeingCancelled()))
                .build(diary.run());
        for (boolean cancel : new boolean[] {true, false}) {
            loop.start();
            diary.time.runPending();
            var unused = cancel ? loop.cancel() : loop.stop();
            diary.time.runPending();
            assertThat(loop.isBeingCancelled()).isFalse();
        }
        assertThat(diary.entries("cancelled")).containsExactly("0 cancelled: true", "0 cancelled: false");
    }

    @Test
    void what_a_failing_after_hook_throws_is_logged_and_changes_no_outcome() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(10)
                    .count(1)
                    .afterLoop(run -> {
                        throw new StackOverflowError("too deep");
                    })
                    .start(diary.run());
            diary.time.runPending();
            assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(diary.entries("error")).isEmpty();
            assertThat(log.from(Level.ERROR)).singleElement().asString().contains("[stack of too deep]");
        }
    }

    @Test
    void a_loop_without_hooks_needs_none() {
        LoopTask loop = Loops.every(Duration.ofSeconds(10))
                .scheduler(diary.time)
                .count(2)
                .onFailure(OnFailure.STOP)
                .start(diary.run());
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("0 run 0", "10 run 1");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
    }

    @Test
    void a_retry_of_the_before_hook_waits_for_the_gate_and_that_uses_up_no_attempt() {
        Diary diary = new Diary();
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        diary.every(10)
                .gate(gate)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(1)))
                .beforeLoop(run -> {
                    diary.write("before, attempt " + run.attempt());
                    if (run.attempt() == 1 || !gate.isOpen()) {
                        throw new IOException("reset");
                    }
                })
                .start(diary.run());
        diary.pass(0);
        connection.disconnect();
        diary.pass(60);
        connection.resume();
        diary.pass(1);
        assertThat(diary.entries()).containsExactly("0 before, attempt 1", "60 before, attempt 2", "60 run 0");
    }
}
