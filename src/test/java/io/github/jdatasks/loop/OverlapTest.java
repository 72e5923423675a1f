package io.github.jdatasks.loop;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops whose runs may overlap. */
class OverlapTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();
    private final AtomicInteger inProgress = new AtomicInteger();

    private void note(String event) {
        events.add(Duration.between(MIDNIGHT, time.now()).toSeconds() + " " + event);
    }

    private LoopBuilder everyTenSeconds(int overlap) {
        return Loops.every(ofSeconds(10))
                .name("worker")
                .scheduler(time)
                .overlap(overlap)
                .beforeLoop(run -> note("before"))
                .afterLoop(run -> note("after " + run.task().isBeingCancelled()));
    }

    private LoopBody taking(Duration duration) {
        return run -> {
            note("begin " + run.iteration());
            assertThat(inProgress.incrementAndGet()).isLessThanOrEqualTo(2);
            try {
                time.sleep(duration);
                note("end " + run.iteration());
            } catch (InterruptedException e) {
                note("interrupted " + run.iteration());
                throw e;
            } finally {
                inProgress.decrementAndGet();
            }
        };
    }

    @Test
    void runs_overlap_and_each_has_its_own_number() {
        everyTenSeconds(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(26));
        assertThat(events).containsExactly("0 before", "0 begin 0", "10 begin 1", "15 end 0", "20 begin 2", "25 end 1");
    }

    @Test
    void a_tick_that_finds_as_many_runs_as_may_overlap_is_skipped_and_counted_but_never_queued() {
        LoopTask loop = everyTenSeconds(2).start(taking(ofSeconds(35)));
        time.advance(ofSeconds(46));
        assertThat(events).containsExactly("0 before", "0 begin 0", "10 begin 1", "35 end 0", "40 begin 2", "45 end 1");
        assertThat(loop.stats().skipped()).isEqualTo(2);
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(loop.currentLoop()).isEqualTo(2);
    }

    @Test
    void the_count_is_of_runs_that_began_and_the_loop_ends_when_all_of_them_have_ended() {
        LoopTask loop = everyTenSeconds(2).count(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(24));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        time.advance(ofMinutes(1));
        assertThat(events)
                .containsExactly("0 before", "0 begin 0", "10 begin 1", "15 end 0", "25 end 1", "25 after false");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void stop_lets_every_run_end_and_makes_no_more() {
        LoopTask loop = everyTenSeconds(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(12));
        var stopped = loop.stop();
        time.advance(ofMinutes(1));
        assertThat(events)
                .containsExactly("0 before", "0 begin 0", "10 begin 1", "15 end 0", "25 end 1", "25 after false");
        assertThat(stopped).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void cancel_interrupts_every_run() {
        LoopTask loop = everyTenSeconds(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(12));
        var cancelled = loop.cancel();
        time.advance(ofMinutes(1));
        assertThat(events)
                .hasSize(6)
                .contains("12 interrupted 0", "12 interrupted 1")
                .endsWith("12 after true");
        assertThat(cancelled).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void each_run_is_retried_by_itself_while_others_go_on() {
        LoopTask loop = everyTenSeconds(2)
                .retry(RetryPolicy.fixedDelay(ofSeconds(4)))
                .count(2)
                .start(run -> {
                    note(run.iteration() + "/" + run.attempt() + " for "
                            + Duration.between(MIDNIGHT, run.scheduledAt()).toSeconds());
                    if (run.iteration() == 0 && run.attempt() < 4) {
                        throw new IOException("on purpose");
                    }
                });
        time.advance(ofSeconds(9));
        assertThat(loop.state()).isEqualTo(LoopState.BACKING_OFF);
        time.advance(ofMinutes(1));
        assertThat(events)
                .containsExactly(
                        "0 before",
                        "0 0/1 for 0",
                        "4 0/2 for 0",
                        "8 0/3 for 0",
                        "10 1/1 for 10",
                        "12 0/4 for 0",
                        "12 after false");
        assertThat(loop.stats().retries()).isEqualTo(3);
        assertThat(loop.stats().runs()).isEqualTo(2);
    }

    @Test
    void a_run_between_two_attempts_takes_the_place_of_one_in_progress() {
        LoopTask loop = everyTenSeconds(2)
                .retry(RetryPolicy.fixedDelay(ofSeconds(10)))
                .start(run -> {
                    note(run.iteration() + "/" + run.attempt());
                    time.sleep(ofSeconds(run.iteration() == 0 ? 35 : 9));
                    if (run.iteration() == 1 && run.attempt() == 1) {
                        throw new IOException("on purpose");
                    }
                });
        time.advance(ofSeconds(29));
        // At 20 s the first is in progress, and the second has failed at 19 s and waits.
        assertThat(events).containsExactly("0 before", "0 0/1", "10 1/1", "29 1/2");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void the_error_handler_is_called_for_each_failure_and_stop_on_failure_waits_for_the_others() {
        LoopTask loop = everyTenSeconds(2)
                .onFailure(OnFailure.STOP)
                .onError((error, run) -> note("failed " + run.iteration()))
                .start(run -> {
                    taking(ofSeconds(run.iteration() == 0 ? 18 : 3)).run(run);
                    if (run.iteration() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                });
        time.advance(ofMinutes(1));
        assertThat(events)
                .containsExactly(
                        "0 before", "0 begin 0", "10 begin 1", "13 end 1", "13 failed 1", "18 end 0", "18 after false");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
        assertThat(loop.failure()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_call_of_runNow_has_its_place_under_the_limit() {
        LoopTask loop = everyTenSeconds(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(11));
        var called = loop.runNow();
        time.advance(ofSeconds(3));
        assertThat(called).isNotDone();
        assertThat(events).endsWith("10 begin 1");
        time.advance(ofSeconds(1));
        assertThat(inProgress).hasValue(2);
        time.advance(ofSeconds(15));
        assertThat(called).isCompleted();
    }

    @Test
    void asynchronous_runs_overlap_too() {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        LoopTask loop = everyTenSeconds(2).startAsync(run -> {
            note("begin " + run.iteration());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });
        time.advance(ofSeconds(20));
        assertThat(events).containsExactly("0 before", "0 begin 0", "10 begin 1");
        assertThat(loop.stats().skipped()).isEqualTo(1);
        stages.get(1).complete(null);
        time.advance(ofSeconds(10));
        assertThat(events).endsWith("30 begin 2");
        assertThat(loop.stats().runs()).isEqualTo(1);
        var cancelled = loop.cancel();
        time.runPending();
        assertThat(stages.get(0)).isCancelled();
        assertThat(stages.get(2)).isCancelled();
        assertThat(cancelled).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_closed_gate_holds_further_runs_and_their_retries_while_those_in_progress_go_on() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        everyTenSeconds(2).gate(gate).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(12));
        connection.disconnect();
        time.advance(ofSeconds(30));
        assertThat(events).containsExactly("0 before", "0 begin 0", "10 begin 1", "15 end 0", "25 end 1");
        connection.resume();
        time.advance(ofSeconds(1));
        assertThat(events).endsWith("42 begin 2");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_retry_that_becomes_due_while_paused_is_made_at_once_when_resumed() {
        LoopTask loop = failingFirst(everyTenSeconds(2));
        time.advance(ofSeconds(1));
        loop.pause();
        time.advance(ofSeconds(6));
        loop.resume();
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("0 before", "0 run 0", "7 run 0", "10 run 1");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_retry_that_becomes_due_while_disconnected_is_made_at_once_when_connected_again() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        var unused = failingFirst(everyTenSeconds(2).gate(gate));
        time.advance(ofSeconds(1));
        connection.disconnect();
        time.advance(ofSeconds(6));
        connection.resume();
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("0 before", "0 run 0", "7 run 0", "10 run 1");
    }

    @Test
    void a_retry_tells_for_when_it_was_planned_and_how_late_it_is() {
        LoopTask loop = failingFirst(everyTenSeconds(2).listener(new LoopListener() {
            @Override
            public void onIterationFinished(LoopContext run, Duration took) {
                note("late by " + run.lateness().toSeconds() + ", since "
                        + Duration.between(MIDNIGHT, run.startedAt()).toSeconds());
            }
        }));
        time.advance(ofSeconds(11));
        assertThat(events)
                .containsExactly(
                        "0 before", "0 run 0", "4 run 0", "4 late by 4, since 4", "10 run 1", "10 late by 0, since 10");
        assertThat(loop.stats().greatestLateness()).isEqualTo(ofSeconds(4));
    }

    private LoopTask failingFirst(LoopBuilder builder) {
        return builder.retry(RetryPolicy.fixedDelay(ofSeconds(4))).start(run -> {
            note("run " + run.iteration());
            if (events.size() == 2) {
                throw new IOException("reset");
            }
        });
    }

    @Test
    void at_shutdown_every_run_gets_the_grace() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = everyTenSeconds(2).gate(gate).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(12));
        connection.shutdown();
        time.advance(ofSeconds(30));
        assertThat(events)
                .containsExactly(
                        "0 before", "0 begin 0", "10 begin 1", "15 end 0", "16 interrupted 1", "16 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void restart_waits_for_all_runs_and_begins_anew() {
        LoopTask loop = everyTenSeconds(2).start(taking(ofSeconds(15)));
        time.advance(ofSeconds(12));
        var restarted = loop.restart();
        time.advance(ofSeconds(2));
        assertThat(events).endsWith("12 after true", "12 before", "12 begin 0");
        assertThat(restarted).isNotDone();
    }

    @Test
    void a_fixed_delay_cannot_overlap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loops.withFixedDelay(ofSeconds(1))
                        .scheduler(time)
                        .overlap(2)
                        .build(run -> {}))
                .withMessageContaining("fixed delay");
        LoopTask loop = everyTenSeconds(2).build(run -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.changeSchedule(Schedule.fixedDelay(ofSeconds(1))))
                .withMessageContaining("fixed delay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> everyTenSeconds(0))
                .withMessageContaining("0");
    }

    @Test
    void a_stop_forgets_the_retries_that_wait_so_that_a_run_by_hand_finds_a_place() {
        LoopTask loop = everyTenSeconds(2)
                .retry(RetryPolicy.fixedDelay(ofMinutes(1)))
                .start(run -> {
                    if (run.task().isRunning()) {
                        throw new IOException("on purpose");
                    }
                });
        time.advance(ofSeconds(11));
        assertThat(loop.stats().retries()).isEqualTo(3);
        var stopped = loop.stop();
        time.runPending();
        assertThat(stopped).isDone();
        var byHand = loop.runNow();
        time.runPending();
        assertThat(byHand).isCompleted();
    }

    @Test
    void missed_ticks_are_caught_up_with_as_places_become_free() {
        LoopTask loop = Loops.every(ofSeconds(10))
                .scheduler(time)
                .overlap(2)
                .missed(Missed.CATCH_UP)
                .start(run -> {
                    note("for " + Duration.between(MIDNIGHT, run.scheduledAt()).toSeconds());
                    time.sleep(ofSeconds(1));
                });
        time.advance(ofSeconds(5));
        loop.pause();
        time.advance(ofSeconds(60));
        loop.resume();
        time.advance(ofSeconds(4));
        assertThat(events)
                .containsExactly(
                        "0 for 0", "65 for 10", "65 for 20", "66 for 30", "66 for 40", "67 for 50", "67 for 60");
        assertThat(loop.stats().missed()).isEqualTo(6);
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void a_stopped_loop_is_running_until_all_of_its_runs_have_ended() {
        LoopTask loop = Loops.every(ofSeconds(10)).scheduler(time).overlap(2).start(run -> time.sleep(ofSeconds(15)));
        time.advance(ofSeconds(12));
        var stopped = loop.stop();
        time.advance(ofSeconds(1));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        time.advance(ofSeconds(12));
        assertThat(stopped).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void a_run_by_hand_after_the_end_leaves_the_number_of_the_next_run_at_zero() {
        LoopTask loop =
                Loops.every(ofSeconds(10)).scheduler(time).overlap(2).count(3).start(run -> time.sleep(ofSeconds(1)));
        time.advance(ofMinutes(1));
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        var byHand = loop.runNow();
        time.advance(ofSeconds(1));
        assertThat(byHand).isCompleted();
        assertThat(loop.currentLoop()).isZero();
    }
}
