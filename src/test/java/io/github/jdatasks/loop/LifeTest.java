package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A life from its start to its end. */
class LifeTest {
    private final Diary diary = new Diary();

    @Test
    void a_life_goes_through_its_states_in_order() {
        LoopTask loop = diary.every(10)
                .count(2)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(3)))
                .beforeLoop(run -> diary.write("before " + run.task().state()))
                .afterLoop(run -> diary.write("after " + run.task().state()))
                .build(run -> {
                    diary.write("body " + run.task().state());
                    if (run.iteration() == 0 && run.attempt() == 1) {
                        throw new IOException("reset");
                    }
                });
        diary.write(loop.state().toString());
        var ended = loop.start();
        diary.write(loop.state().toString());
        diary.pass(1);
        diary.write(loop.state().toString());
        diary.pass(4);
        diary.write(loop.state().toString());
        diary.pass(5);
        diary.write(loop.state().toString());
        assertThat(diary.entries())
                .containsExactly(
                        "0 IDLE",
                        "0 STARTING",
                        "0 before STARTING",
                        "0 body RUNNING",
                        "1 BACKING_OFF",
                        "3 body RUNNING",
                        "5 WAITING",
                        "10 body RUNNING",
                        "10 after STOPPING",
                        "10 FINISHED");
        assertThat(resultOf(ended)).isEqualTo(LoopOutcome.COMPLETED);
    }

    @Test
    void a_loop_may_be_started_before_the_login_or_long_after_it() {
        ConnectionGate gate = new ConnectionGate();
        LoopTask early = diary.every(10).gate(gate).start(diary.run());
        diary.pass(5);
        assertThat(early.state()).isEqualTo(LoopState.STARTING);
        assertThat(early.nextIteration()).isEmpty();
        VirtualConnection.of(gate).ready();
        diary.pass(7);
        diary.every(10).gate(gate).start(diary.run());
        diary.pass(1);
        assertThat(diary.entries("run")).containsExactly("5 run 0", "12 run 0");
    }

    @Test
    void a_finished_loop_starts_afresh() {
        LoopTask loop = diary.every(10).onFailure(OnFailure.STOP).build(diary.run(run -> {
            if (diary.entries("run").size() == 2) {
                throw new IllegalStateException("boom");
            }
        }));
        var first = loop.start();
        diary.pass(10);
        assertThat(resultOf(first)).isEqualTo(LoopOutcome.FAILED);
        diary.pass(7);
        assertThat(loop.startIfStopped()).isTrue();
        assertThat(loop.startIfStopped()).isFalse();
        assertThat(loop.hasFailed()).isFalse();
        diary.pass(10);
        assertThat(diary.entries())
                .containsExactly(
                        "0 before",
                        "0 run 0",
                        "10 run 1",
                        "10 error boom",
                        "10 after",
                        "17 before",
                        "17 run 0",
                        "27 run 1");
    }

    @Test
    void the_message_of_a_second_start_names_the_loop_its_state_and_the_ways_out() {
        LoopTask loop = diary.every(10).name("printer").start(diary.run());
        diary.time.runPending();
        assertThatThrownBy(loop::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("printer")
                .hasMessageContaining("WAITING")
                .hasMessageContaining("startIfStopped")
                .hasMessageContaining("restart");
    }

    @Test
    void start_inside_the_loop_is_an_error_everywhere() {
        LoopHook refused =
                run -> assertThatThrownBy(() -> run.task().start()).isInstanceOf(IllegalStateException.class);
        LoopTask loop = diary.every(10)
                .count(1)
                .beforeLoop(refused)
                .afterLoop(diary.hook("after", refused))
                .start(refused::run);
        diary.time.runPending();
        assertThat(loop.stats().failures()).isZero();
        assertThat(diary.entries()).containsExactly("0 after");
    }

    @Test
    void a_body_longer_than_its_interval_does_not_run_twice_at_once() {
        int[] atOnce = {0, 0};
        diary.every(1).start(run -> {
            atOnce[0]++;
            atOnce[1] = Math.max(atOnce[0], atOnce[1]);
            diary.lasting(5).run(run);
            atOnce[0]--;
        });
        diary.pass(60);
        assertThat(atOnce[1]).isEqualTo(1);
    }

    @Test
    void an_asynchronous_run_lasts_until_its_future_completes() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        LoopTask loop = diary.every(10).missed(Missed.SKIP).startAsync(run -> {
            diary.write("run " + run.iteration());
            return run.iteration() == 0 ? answer : null;
        });
        diary.pass(25);
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        answer.complete("yes");
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "30 run 1");
    }

    @Test
    void two_loops_live_side_by_side_while_one_of_them_blocks() {
        diary.every(10).start(run -> diary.lasting(35).run(run));
        diary.every(10).start(diary.run());
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "20 run 2", "30 run 3");
    }

    @Test
    void the_scheduler_lists_the_loops_that_live() {
        LoopTask loop = diary.every(10).build(diary.run());
        assertThat(diary.time.loops()).isEmpty();
        var ended = loop.start();
        assertThat(diary.time.loops()).containsExactly(loop);
        loop.stop();
        diary.time.runPending();
        assertThat(ended).isDone();
        assertThat(diary.time.loops()).isEmpty();
    }

    @Test
    void a_schedule_that_cannot_describe_itself_holds_up_no_start() {
        LoopTask loop = diary.on(new Schedule() {
                    @Override
                    public Optional<Instant> nextAfter(Instant after) {
                        return Optional.of(after.plusSeconds(1));
                    }

                    @Override
                    public String describe() {
                        throw new IllegalStateException("no words");
                    }
                })
                .build(diary.run());
        try (LogLines log = LogLines.ofLoop()) {
            assertThatCode(loop::start).doesNotThrowAnyException();
            diary.pass(1);
            assertThat(log.from(Level.DEBUG)).anyMatch(line -> line.contains("started"));
        }
        assertThat(diary.entries()).containsExactly("0 before", "1 run 0");
    }
}
