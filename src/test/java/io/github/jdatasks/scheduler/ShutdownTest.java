package io.github.jdatasks.scheduler;

import static io.github.jdatasks.support.Diary.failureOf;
import static io.github.jdatasks.support.Diary.resultOf;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import io.github.jdatasks.testing.VirtualConnection;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of all loops, with their scheduler or their bot. */
class ShutdownTest {
    private final Diary diary = new Diary();
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate);

    @ParameterizedTest
    @EnumSource
    void closing_the_scheduler_ends_a_loop_as_if_cancelled_but_a_run_in_progress_gets_four_seconds(
            Situation situation) {
        Staging staging = new Staging(situation);
        var completion = staging.loop.completion();
        staging.diary.time.close();
        if (situation == Situation.IN_THE_AFTER_HOOK) {
            assertThat(staging.diary.entries()).isEmpty();
            return;
        }
        boolean inUserCode = situation.isInABody() || situation == Situation.IN_THE_BEFORE_HOOK;
        assertThat(staging.diary.entries()).isEqualTo(situation.endsAfter(inUserCode ? 9 : 5));
        if (situation.isLive()) {
            assertThat(resultOf(completion)).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(staging.loop.state()).isEqualTo(LoopState.FINISHED);
        }
        assertThat(staging.diary.time.loops()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_closed_scheduler_refuses_every_kind_of_start(Situation situation) {
        Staging staging = new Staging(situation);
        LoopTask loop = staging.loop;
        staging.diary.time.close();
        staging.diary.time.close();
        assertThatThrownBy(loop::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop");
        assertThatThrownBy(loop::restart).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(loop::runNow).isInstanceOf(IllegalStateException.class);
        if (situation != Situation.IN_THE_AFTER_HOOK) {
            assertThatThrownBy(loop::startIfStopped).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_second_close_returns_when_the_first_has_ended_the_loops() throws Exception {
        LoopScheduler scheduler = LoopScheduler.builder().build();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean saved = new AtomicBoolean();
        LoopTask unused = Loops.every(ofSeconds(60))
                .scheduler(scheduler)
                .afterLoop(run -> saved.set(true))
                .start(run -> {
                    begun.countDown();
                    released.await();
                });
        begun.await();
        CompletableFuture<Void> first = CompletableFuture.runAsync(scheduler::close);
        while (!isClosed(scheduler)) {
            Thread.onSpinWait();
        }
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            scheduler.close();
            return saved.get();
        });
        assertThat(second).isNotDone();
        released.countDown();
        assertThat(second.get(10, TimeUnit.SECONDS))
                .as("saved before it returned")
                .isTrue();
        first.get(10, TimeUnit.SECONDS);
    }

    private static boolean isClosed(LoopScheduler scheduler) {
        return Inside.scheduler(scheduler).isClosed();
    }

    @Test
    void a_run_that_ends_within_the_grace_is_not_interrupted() {
        LoopTask loop = diary.every(60)
                .afterLoop(run -> diary.write("after " + run.task().isBeingCancelled()))
                .start(diary.run(run -> {
                    diary.lasting(3).run(run);
                    diary.write("end, stop requested: " + run.isStopRequested());
                }));
        diary.pass(1);
        diary.time.close();
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "3 end, stop requested: true", "3 after true");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(loop.hasFailed()).isFalse();
    }

    @Test
    void a_body_that_ignores_the_interrupt_is_given_up_a_second_later_and_the_after_hook_runs_anyway() {
        try (LogLines log = LogLines.ofLoop()) {
            LoopTask loop = diary.every(60).start(diary.run(this::ignoringInterruptsFor30Seconds));
            diary.pass(1);
            diary.time.close();
            // Closed, the scheduler lets the blocked body go, which may write more by now.
            assertThat(diary.entries()).startsWith("0 before", "0 run 0", "5 interrupted", "6 after");
            assertThat(diary.entries("after")).hasSize(1);
            assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(log.from(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("Run 0 of loop loop")
                    .contains("ignoringInterruptsFor30Seconds");
        }
    }

    private void ignoringInterruptsFor30Seconds(LoopContext run) {
        for (int second = 0; second < 30; second++) {
            try {
                diary.time.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                diary.write("interrupted");
            }
        }
        diary.write("comes back");
    }

    @Test
    void a_given_up_body_that_comes_back_changes_nothing() {
        connection.ready();
        LoopTask loop = diary.every(60).gate(gate).start(diary.run(this::ignoringInterruptsFor30Seconds));
        diary.pass(1);
        connection.shutdown();
        diary.pass(20);
        assertThat(diary.entries("after")).hasSize(1);
        LoopStats stats = loop.stats();
        diary.pass(100);
        assertThat(diary.entries())
                .endsWith("30 comes back")
                .filteredOn(entry -> entry.contains("after"))
                .hasSize(1);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        assertThat(loop.stats()).isEqualTo(stats);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_run_by_hand_that_is_given_up_fails_and_nothing_is_kept_of_its_loop(int overlap) {
        connection.ready();
        LoopTask loop =
                diary.every(60).gate(gate).overlap(overlap).build(diary.run(this::ignoringInterruptsFor30Seconds));
        if (overlap > 1) {
            loop.startIfStopped();
        }
        var byHand = loop.runNow();
        diary.pass(1);
        connection.shutdown();
        diary.pass(10);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(Inside.scheduler(diary.time).registry().snapshot()).isEmpty();
        diary.pass(60);
        assertThat(diary.entries("after")).hasSize(overlap - 1);
    }

    @Test
    void an_asynchronous_run_is_cancelled_after_the_grace_and_given_up_a_second_later() {
        CompletableFuture<String> obedient = new CompletableFuture<>();
        CompletableFuture<String> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        diary.every(60).afterLoop(diary.hook("obeyed")).startAsync(run -> obedient);
        diary.every(60).afterLoop(diary.hook("gave up")).startAsync(run -> stubborn);
        diary.time.runPending();
        diary.time.close();
        assertThat(diary.entries()).containsExactly("0 before", "0 before", "4 obeyed", "5 gave up");
        assertThat(obedient).isCancelled();
    }

    @Test
    void an_after_hook_is_waited_for_until_eight_seconds_have_passed_in_all() {
        diary.every(60).afterLoop(diary.hook("fast", diary.lasting(7)::run)).start(diary.run());
        diary.every(60).afterLoop(diary.hook("slow", diary.lasting(100)::run)).start(diary.run());
        diary.pass(1);
        diary.time.close();
        diary.write("closed");
        assertThat(diary.entries()).endsWith("1 fast", "1 slow", "9 closed");
    }

    @Test
    void closing_takes_no_longer_than_the_loops_do() {
        diary.every(60).afterLoop(diary.hook("after", diary.lasting(2)::run)).start(diary.run());
        diary.pass(1);
        diary.time.close();
        diary.write("closed");
        assertThat(diary.entries()).endsWith("1 after", "3 closed");
    }

    @Test
    void a_restart_that_is_pending_is_called_off_and_a_waiting_call_is_dropped() {
        LoopTask restarting = diary.every(60).start(diary.runFor(30));
        LoopTask calling = diary.every(60).start(diary.runFor(30));
        diary.pass(1);
        var restarted = restarting.restart();
        var byHand = calling.runNow();
        diary.time.close();
        assertThat(resultOf(restarted)).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries("before")).hasSize(2);
        assertThat(diary.entries("run")).hasSize(2);
    }

    @Test
    void a_run_by_hand_of_a_loop_that_was_not_started_gets_the_grace_too() {
        LoopTask loop = diary.every(60).build(diary.runFor(30));
        var byHand = loop.runNow();
        diary.pass(1);
        diary.time.close();
        assertThat(diary.time.now().getEpochSecond() % 60).isEqualTo(5);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run 0");
    }

    @Test
    void loops_end_with_the_bot_of_their_gate_and_cannot_be_started_again_but_those_without_one_go_on() {
        connection.ready();
        LoopTask gated = diary.every(10).gate(gate).start(diary.run());
        LoopTask free = diary.every(10).start(Diary.NOTHING);
        diary.pass(1);
        connection.shutdown();
        diary.pass(15);
        assertThat(resultOf(gated.completion())).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(diary.entries("after")).hasSize(1);
        assertThatThrownBy(gated::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop");
        assertThatThrownBy(gated::restart).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(gated::runNow).isInstanceOf(IllegalStateException.class);
        assertThat(free.isRunning()).isTrue();
        assertThat(diary.time.loops()).containsExactly(free);
    }

    @Test
    void a_cancel_during_the_grace_interrupts_at_once() {
        connection.ready();
        LoopTask loop = diary.every(60).gate(gate).start(diary.runFor(30));
        diary.pass(1);
        connection.shutdown();
        diary.pass(1);
        var cancelled = loop.cancel();
        diary.time.runPending();
        assertThat(cancelled).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "2 after");
    }

    @Test
    void an_error_during_the_grace_is_no_failure_even_if_a_stop_is_asked_for_meanwhile() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            diary.lasting(3).run(run);
            run.task().stop();
            throw new IllegalStateException("closed under my feet");
        }));
        diary.pass(1);
        diary.time.close();
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "3 after");
        assertThat(loop.stats().failures()).isZero();
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_handler_that_comes_back_after_the_loop_was_given_up_changes_nothing(boolean ofTheBeforeHook) {
        connection.ready();
        LoopTask loop = diary.every(60)
                .gate(gate)
                .beforeLoop(run -> {
                    if (ofTheBeforeHook) {
                        throw new IllegalStateException("on purpose");
                    }
                })
                .onError((error, run) -> ignoringInterruptsFor30Seconds(run))
                .start(diary.runIntoBug("on purpose"));
        diary.pass(1);
        connection.shutdown();
        diary.pass(20);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
        LoopStats stats = loop.stats();
        diary.pass(100);
        assertThat(diary.entries()).endsWith("30 comes back");
        assertThat(diary.entries("after")).hasSize(1);
        assertThat(loop.stats()).isEqualTo(stats);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void a_before_hook_that_comes_back_after_the_loop_was_given_up_changes_nothing() {
        connection.ready();
        LoopTask loop = diary.every(60)
                .gate(gate)
                .beforeLoop(this::ignoringInterruptsFor30Seconds)
                .start(diary.run());
        diary.pass(1);
        connection.shutdown();
        diary.pass(100);
        assertThat(diary.entries()).endsWith("30 comes back");
        assertThat(diary.entries("run")).isEmpty();
        assertThat(diary.entries("after")).hasSize(1);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.CANCELLED);
    }
}
