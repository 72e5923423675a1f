package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.failureOf;
import static io.github.jdatasks.support.Diary.resultOf;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.scheduler.LoopRegistry;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs by hand, and ends. */
class RunNowEndsTest {
    private final Diary diary = new Diary();
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();

    /** After 10 s the bot goes, and another second later there is the next. */
    private void theNextBotComes() {
        diary.pass(10);
        connection.shutdown();
        diary.pass(1);
        VirtualConnection.of(gate).ready();
    }

    @Test
    void a_stop_drops_a_waiting_call() {
        for (boolean cancel : new boolean[] {false, true}) {
            diary.forget();
            LoopTask loop = diary.every(60).start(diary.runFor(10));
            diary.pass(2);
            var byHand = loop.runNow();
            var stopped = cancel ? loop.cancel() : loop.stop();
            diary.pass(100);
            assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
            assertThat(stopped).isDone();
            assertThat(diary.entries("run")).hasSize(1);
        }
    }

    @Test
    void a_stop_drops_a_call_that_waits_for_the_gate_of_a_loop_that_was_not_started() {
        LoopTask loop = diary.every(60).gate(new ConnectionGate()).build(diary.run());
        var byHand = loop.runNow();
        diary.pass(5);
        var stopped = loop.stop();
        diary.time.runPending();
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(stopped).isDone();
        assertThat(diary.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_stop_awaits_a_run_by_hand_and_a_cancel_interrupts_it_though_the_loop_was_not_started(boolean cancel) {
        boolean[] ended = {false};
        LoopTask loop = diary.every(60).build(run -> {
            try {
                diary.lasting(10).run(run);
            } finally {
                ended[0] = true;
            }
        });
        var byHand = loop.runNow();
        diary.pass(2);
        var stopped = cancel ? loop.cancel() : loop.stop();
        var endedBefore = stopped.thenApply(outcome -> ended[0]);
        diary.time.runPending();
        assertThat(stopped.isDone()).isEqualTo(cancel);
        diary.pass(8);
        assertThat(resultOf(endedBefore)).isTrue();
        assertThat(byHand.isCompletedExceptionally()).isEqualTo(cancel);
        assertThat(diary.entries()).isEmpty();
    }

    @Test
    void what_a_cancelled_run_by_hand_ends_with_is_no_failure_even_if_the_loop_has_been_started_meanwhile() {
        LoopTask loop = diary.every(60).build(diary.run(diary.lastingByHand(10)));
        var byHand = loop.runNow();
        diary.pass(2);
        var cancelled = loop.cancel();
        loop.start();
        diary.time.runPending();
        assertThat(cancelled).isDone();
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run 0", "2 before", "2 run 0");
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_call_that_waits_while_the_loop_ends_by_itself_does_not_run_after_the_after_hook() {
        LoopTask loop = diary.every(60).count(1).start(diary.runFor(10));
        diary.pass(2);
        var byHand = loop.runNow();
        diary.pass(30);
        assertThat(byHand).isDone();
        assertThat(diary.entries()).endsWith("20 after");
    }

    @Test
    void a_call_that_waits_for_a_before_hook_that_fails_is_dropped() {
        LoopTask loop = diary.every(60)
                .beforeLoop(diary.hook("before", run -> {
                    diary.lasting(2).run(run);
                    throw new IllegalStateException("no database");
                }))
                .start(diary.run());
        diary.pass(1);
        var byHand = loop.runNow();
        diary.pass(30);
        assertThat(byHand).isCompletedExceptionally();
        assertThat(diary.entries()).containsExactly("0 before", "2 error no database", "2 after");
    }

    @Test
    void a_call_that_waits_for_the_gate_while_the_loop_ends_by_itself_does_not_run_after_the_after_hook() {
        LoopTask loop = diary.every(60).count(1).gate(gate).start(diary.runFor(10));
        diary.pass(2);
        connection.disconnect();
        var byHand = loop.runNow();
        diary.pass(28);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        connection.resume();
        diary.pass(30);
        assertThat(byHand).isDone();
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "10 after");
    }

    @Test
    void a_restart_drops_a_waiting_call() {
        LoopTask loop = diary.every(60).start(diary.runFor(10));
        diary.pass(2);
        var byHand = loop.runNow();
        loop.restart();
        diary.pass(5);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_call_of_a_loop_that_is_ending_is_refused() {
        LoopTask loop = diary.every(60).start(diary.runFor(10));
        diary.pass(2);
        loop.stop();
        var byHand = loop.runNow();
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        diary.pass(100);
        assertThat(diary.entries("run")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothing_is_kept_of_a_loop_that_is_at_rest(int overlap) {
        LoopRegistry kept = Inside.scheduler(diary.time).registry();
        LoopTask loop = diary.every(60).overlap(overlap).count(1).build(diary.run());
        loop.runNow();
        assertThat(kept.snapshot()).hasSize(1);
        diary.pass(1);
        assertThat(kept.snapshot()).isEmpty();
        loop.startIfStopped();
        assertThat(kept.snapshot()).hasSize(1);
        diary.pass(1);
        assertThat(kept.snapshot()).isEmpty();
        LoopTask failing = diary.every(60).build(diary.runIntoBug("on purpose"));
        failing.runNow();
        diary.pass(1);
        assertThat(kept.snapshot()).isEmpty();
        LoopTask waiting = diary.every(60).gate(new ConnectionGate()).build(diary.run());
        var dropped = waiting.runNow();
        diary.pass(1);
        assertThat(kept.snapshot()).hasSize(1);
        assertThat(waiting.stop()).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(kept.snapshot()).isEmpty();
        diary.pass(1);
        assertThat(failureOf(dropped)).isInstanceOf(CancellationException.class);
    }

    @Test
    void what_depends_on_its_future_takes_no_time_of_the_next_run() {
        EngineByHand engine = new EngineByHand(1);
        List<String> flags = new ArrayList<>();
        LoopTask loop = Loops.every(ofSeconds(1))
                .scheduler(engine.scheduler())
                .timeout(ofSeconds(1))
                .start(run -> flags.add("interrupted " + Thread.currentThread().isInterrupted()));
        engine.settle();
        engine.pass(ofSeconds(1));
        var dependent = loop.runNow().thenRun(() -> {
            Thread.currentThread().interrupt();
            engine.pass(ofSeconds(2));
            engine.turn();
        });
        engine.settle();
        assertThat(dependent).isCompleted();
        assertThat(flags).hasSize(4).containsOnly("interrupted false");
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_run_by_hand_keeps_the_grace_of_its_bot_though_the_loop_is_started_for_the_next_bot() {
        LoopTask loop = diary.every(60).gate(gate).build(diary.run(diary.lastingByHand(3600)));
        var byHand = loop.runNow();
        theNextBotComes();
        loop.start();
        diary.pass(100);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run 0", "14 before", "14 run 0", "74 run 1");
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_run_by_hand_keeps_the_grace_of_its_bot_though_another_is_asked_for_with_the_next_bot() {
        int[] calls = {0};
        LoopTask loop = diary.every(60).gate(gate).build(run -> {
            diary.write("run");
            diary.lasting(calls[0]++ == 0 ? 3600 : 10).run(run);
        });
        var first = loop.runNow();
        theNextBotComes();
        var second = loop.runNow();
        diary.pass(100);
        assertThat(failureOf(first)).isInstanceOf(CancellationException.class);
        assertThat(second).isCompleted();
        assertThat(diary.entries()).containsExactly("0 run", "14 run");
    }

    @Test
    void the_grace_of_a_run_that_may_overlap_others_is_not_that_of_the_runs_after_it() {
        int[] calls = {0};
        LoopTask loop = diary.every(60).overlap(3).gate(gate).build(run -> {
            diary.write("run");
            diary.lasting(calls[0]++ == 0 ? 3600 : 10).run(run);
        });
        var byHand = loop.runNow();
        theNextBotComes();
        loop.start();
        diary.pass(50);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run", "14 before", "14 run");
        assertThat(loop.stats().runs()).as("with that by hand").isEqualTo(2);
    }

    @Test
    void a_call_that_comes_as_the_bot_goes_is_dropped() {
        EngineByHand engine = new EngineByHand(1);
        LoopScheduler scheduler = Inside.loopScheduler(new Scheduler(engine, ofSeconds(1), null) {
            @Override
            public void register(LoopMachine machine) {
                if (machine.name().equals("late")) { // for the check, and too early to be found among the loops
                    connection.shutdown();
                    engine.settle();
                }
                super.register(machine);
            }
        });
        LoopBuilder everySecond = Loops.every(ofSeconds(1)).scheduler(scheduler).gate(gate);
        everySecond.name("other").startAsync(run -> new CompletableFuture<>());
        engine.settle();
        LoopTask loop = everySecond.name("late").build(run -> {});
        var byHand = loop.runNow();
        engine.settle();
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(loop.stats().runs()).isZero();
    }

    @Test
    void a_call_that_waits_for_one_of_the_bot_before_is_dropped_when_the_scheduler_closes() {
        LoopTask loop = diary.every(60).gate(gate).build(diary.runFor(3600));
        var first = loop.runNow();
        theNextBotComes();
        var second = loop.runNow();
        diary.time.close();
        assertThat(failureOf(first)).isInstanceOf(CancellationException.class);
        assertThat(failureOf(second)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run 0");
    }

    @Test
    void what_a_run_by_hand_ends_with_after_its_bot_has_gone_is_no_failure_though_the_next_is_there() {
        LoopTask loop = diary.every(60).gate(gate).build(diary.run(run -> {
            if (!run.task().isRunning()) {
                diary.lasting(12).run(run);
                throw new IllegalStateException("the bot is gone");
            }
        }));
        var byHand = loop.runNow();
        theNextBotComes();
        loop.start();
        diary.pass(10);
        assertThat(failureOf(byHand)).isInstanceOf(CancellationException.class);
        assertThat(diary.entries()).containsExactly("0 run 0", "12 before", "12 run 0");
        assertThat(loop.stats().failures()).isZero();
    }

    /** A body that lasts 2 s, even if it is interrupted, and asks for the next run each time. */
    private LoopBody askingForItself(List<String> calls, boolean inHandler) {
        return run -> {
            diary.write("run");
            long end = diary.time.now().getEpochSecond() + 2;
            while (diary.time.now().getEpochSecond() < end) {
                try {
                    diary.lasting(1).run(run);
                } catch (InterruptedException stubborn) {
                    diary.write("interrupt");
                }
            }
            if (inHandler) {
                throw new IllegalStateException("for the handler");
            }
            calls.add(resultOf(run.task().runNow().handle((result, error) -> String.valueOf(error))) + "");
        };
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 1", "false, 2", "true, 2"})
    void a_run_of_a_loop_that_was_not_started_asks_for_no_other_once_that_is_stopped(boolean cancel, int overlap) {
        List<String> calls = new ArrayList<>();
        LoopTask loop = diary.every(60).overlap(overlap).build(askingForItself(calls, false));
        var first = loop.runNow();
        diary.pass(3);
        var ended = cancel ? loop.cancel() : loop.stop();
        diary.pass(20);
        assertThat(first).isCompleted();
        assertThat(ended).isDone();
        assertThat(diary.entries("run")).containsExactly("0 run", "2 run");
        assertThat(calls)
                .containsExactly("null", "java.util.concurrent.CancellationException: The loop loop is ending");
        assertThat(Inside.scheduler(diary.time).registry().snapshot()).isEmpty();
        var again = loop.runNow();
        diary.pass(1);
        assertThat(again).isNotDone();
        assertThat(diary.entries("run")).hasSize(3);
    }

    @Test
    void an_error_handler_of_a_loop_that_was_not_started_asks_for_no_other_run_once_that_is_stopped() {
        List<LoopTask> asked = new ArrayList<>();
        LoopTask loop = diary.every(60)
                .onError((error, run) -> {
                    asked.add(run.task());
                    run.task().runNow();
                })
                .build(askingForItself(List.of(), true));
        var first = loop.runNow();
        diary.pass(3);
        var ended = loop.stop();
        diary.pass(20);
        assertThat(failureOf(first)).hasMessage("for the handler");
        assertThat(ended).isDone();
        assertThat(asked).hasSize(2);
        assertThat(diary.entries("run")).containsExactly("0 run", "2 run");
    }

    @Test
    void a_finished_loop_whose_run_asks_for_itself_ends_too() {
        List<String> calls = new ArrayList<>();
        LoopTask loop = diary.every(60).count(1).build(run -> {
            if (!run.task().isRunning()) {
                askingForItself(calls, false).run(run);
            }
        });
        loop.startIfStopped();
        diary.pass(1);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        var first = loop.runNow();
        diary.pass(3);
        var ended = loop.cancel();
        diary.pass(20);
        assertThat(first).isCompleted();
        assertThat(ended).isDone();
        assertThat(diary.entries("run")).containsExactly("1 run", "3 run");
    }

    @Test
    void the_loops_of_a_group_that_was_not_started_ask_for_no_other_run_once_it_is_stopped() {
        ConnectionGate two = new ConnectionGate();
        VirtualConnection.of(two).shards(2).ready();
        LoopTask[] group = new LoopTask[1];
        group[0] = diary.every(60).gate(two).shards(ShardScope.EACH).build(run -> {
            diary.write("run");
            diary.lasting(run.task().name().endsWith("1") ? 2 : 1).run(run);
            group[0].runNow();
        });
        var first = group[0].runNow();
        diary.pass(5);
        var ended = group[0].stop();
        diary.pass(5);
        int before = diary.entries("run").size();
        diary.pass(20);
        assertThat(first).isCompleted();
        assertThat(ended).isDone();
        assertThat(diary.entries("run")).hasSize(before);
    }

    @Test
    void a_stopped_run_asks_for_none_even_if_the_loop_has_been_started_meanwhile() {
        List<String> calls = new ArrayList<>();
        LoopTask loop = diary.every(60).build(run -> {
            if (run.task().isRunning()) {
                diary.write("scheduled");
            } else {
                askingForItself(calls, false).run(run);
            }
        });
        var first = loop.runNow();
        diary.pass(1);
        var ended = loop.stop();
        var life = loop.start();
        diary.pass(20);
        assertThat(first).isCompleted();
        assertThat(ended).isDone();
        assertThat(life).isNotDone();
        assertThat(calls).singleElement().asString().contains("CancellationException");
        assertThat(diary.entries()).containsExactly("0 run", "2 before", "2 scheduled");
    }
}
