package io.github.jdatasks.group;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;

/** Loops that are one for each shard, of a bot without a shard manager. */
class EachShardTest {
    private final Diary diary = new Diary();
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).shards(3);

    /** A group of loops every minute that write down what they do with the number of their shard. */
    private LoopBuilder each() {
        return Loops.every(ofMinutes(1))
                .name("tick")
                .scheduler(diary.time)
                .gate(gate)
                .shards(ShardScope.EACH)
                .beforeLoop(run -> diary.write(run.task().name() + " before"))
                .afterLoop(run -> diary.write(run.task().name() + " after"));
    }

    private LoopBody run() {
        return run -> diary.write(run.task().name() + " on " + shardOf(run.jda()));
    }

    private static int shardOf(JDA jda) {
        return jda.getShardInfo().getShardId();
    }

    private static LoopTask one(LoopTask group, int shard) {
        return Inside.control(group).part(shard).task();
    }

    @Test
    void every_shard_has_a_loop_that_runs_when_that_shard_is_ready() {
        LoopTask group = each().start(run());
        diary.pass(10);
        assertThat(group.state()).isEqualTo(LoopState.STARTING);
        connection.login();
        connection.ready(1);
        diary.pass(10);
        assertThat(diary.entries()).containsExactly("10 tick#1 before", "10 tick#1 on 1");
        assertThat(one(group, 0).state()).isEqualTo(LoopState.STARTING);
        assertThat(group.state()).isEqualTo(LoopState.WAITING);
        connection.ready();
        diary.pass(0);
        assertThat(diary.entries()).hasSize(6).contains("20 tick#0 on 0", "20 tick#2 on 2");
    }

    @Test
    void a_restart_leaves_out_a_shard_that_has_gone_while_its_loop_that_was_started_singly_ends() {
        connection.ready();
        LoopTask group = each().afterLoop(diary.lasting(5)::run).build(run());
        one(group, 1).start();
        diary.pass(1);
        connection.shutdown(1);
        diary.pass(1);
        assertThat(one(group, 1).isRunning()).as("its after-hook lasts").isTrue();
        diary.forget();
        group.restart();
        diary.pass(30);
        assertThat(diary.entries("on")).containsExactlyInAnyOrder("2 tick#0 on 0", "2 tick#2 on 2");
        var stopped = group.stop();
        diary.pass(10);
        assertThat(stopped).isDone();
    }

    @Test
    void a_run_sees_its_shard_alone() {
        List<List<JDA>> shards = new ArrayList<>();
        connection.ready();
        each().start(run -> {
            assertThat(run.shards()).containsExactly(run.jda());
            shards.add(run.shards());
        });
        diary.pass(0);
        assertThat(shards).extracting(list -> shardOf(list.get(0))).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void a_lost_connection_holds_the_loop_of_that_shard_only() {
        connection.ready();
        LoopTask group = each().missed(Missed.SKIP).start(run());
        diary.pass(1);
        connection.disconnect(1);
        diary.forget();
        diary.pass(60);
        assertThat(diary.entries()).containsExactlyInAnyOrder("60 tick#0 on 0", "60 tick#2 on 2");
        assertThat(one(group, 1).state()).isEqualTo(LoopState.PAUSED);
        assertThat(one(group, 1).isPaused()).isFalse();
        connection.resume(1);
        diary.pass(60);
        assertThat(diary.entries("tick#1")).containsExactly("120 tick#1 on 1");
        assertThat(one(group, 1).stats().missed()).isEqualTo(1);
        assertThat(group.stats().missed()).isEqualTo(1);
    }

    @Test
    void CANCEL_interrupts_the_run_of_the_shard_that_is_lost_and_repeats_it() {
        connection.ready();
        each().whenDisconnected(WhenDisconnected.CANCEL).start(run -> {
            diary.write(run.task().name());
            diary.lasting(10).run(run);
            diary.write(run.task().name() + " done");
        });
        diary.pass(5);
        connection.disconnect(1);
        diary.pass(15);
        connection.resume(1);
        diary.pass(15);
        assertThat(diary.entries("tick#1"))
                .containsExactly("0 tick#1 before", "0 tick#1", "20 tick#1", "30 tick#1 done");
        assertThat(diary.entries("tick#0 done")).containsExactly("10 tick#0 done");
    }

    @Test
    void a_slow_or_failing_or_stopped_loop_holds_up_no_other() {
        connection.ready();
        LoopTask group = each().onFailure(OnFailure.STOP).start(run -> {
            run().run(run);
            if (shardOf(run.jda()) == 0) {
                diary.lasting(200).run(run);
            } else if (shardOf(run.jda()) == 1) {
                throw new IllegalStateException("boom");
            }
        });
        diary.pass(60);
        assertThat(diary.entries(" on ")).hasSize(4).contains("60 tick#2 on 2");
        assertThat(one(group, 0).state()).isEqualTo(LoopState.RUNNING);
        assertThat(one(group, 1).hasFailed()).isTrue();
        assertThat(one(group, 2).hasFailed()).isFalse();
        assertThat(group.hasFailed()).isTrue();
        assertThat(group.failure())
                .hasValueSatisfying(error -> assertThat(error).hasMessage("boom"));
        one(group, 2).stop();
        diary.pass(180);
        assertThat(diary.entries("tick#2 on")).hasSize(2);
        assertThat(diary.entries("tick#0 on")).hasSizeGreaterThan(1);
        assertThat(group.isRunning()).isTrue();
    }

    @Test
    void the_futures_of_all_complete_when_the_last_has_ended() {
        connection.ready();
        LoopTask group =
                each().start(run -> diary.lasting(10L * shardOf(run.jda())).run(run));
        var life = group.completion();
        diary.pass(1);
        var stop = group.stop();
        diary.pass(10);
        assertThat(one(group, 1).completion()).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(stop).isNotDone();
        assertThat(group.state()).isEqualTo(LoopState.RUNNING);
        assertThatIllegalStateException().isThrownBy(group::start).withMessageContaining("tick");
        diary.pass(10);
        assertThat(stop).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(life).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(group.state()).isEqualTo(LoopState.FINISHED);
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void its_last_error_is_that_of_the_shard_that_has_failed_last() {
        connection.ready();
        LoopTask group = each().start(run -> {
            if (shardOf(run.jda()) == run.iteration()) {
                throw new IllegalStateException("in run " + run.iteration());
            }
        });
        diary.pass(1);
        assertThat(group.stats().lastError())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("in run 0");
        diary.pass(60);
        assertThat(group.stats().lastError())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("in run 1");
    }

    @Test
    void a_count_is_that_of_each() {
        connection.ready();
        LoopTask group = each().count(2).start(run());
        var life = group.completion();
        diary.pass(60);
        assertThat(life).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(diary.entries(" on ")).hasSize(6);
        assertThat(group.count()).hasValue(2);
        assertThat(group.stats().runs()).isEqualTo(6);
        assertThat(one(group, 1).stats().runs()).isEqualTo(2);
    }

    @Test
    void a_shard_that_comes_when_all_others_have_ended_gets_its_loop_all_the_same() {
        ConnectionGate other = new ConnectionGate();
        VirtualConnection late = VirtualConnection.of(other).shards(2);
        late.login(0).login(1);
        LoopTask group = each().gate(other).count(1).start(run());
        late.shutdown(1);
        late.ready(0);
        diary.pass(5);
        late.login(1).ready(1);
        diary.pass(5);
        assertThat(diary.entries(" on ")).containsExactly("0 tick#0 on 0", "5 tick#1 on 1");
        assertThat(group.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void the_loop_of_a_shard_that_shuts_down_ends_and_begins_afresh_with_the_next_instance() {
        connection.ready();
        LoopTask group = each().start(run());
        diary.pass(5);
        LoopTask second = one(group, 1);
        connection.shutdown(1);
        diary.pass(5);
        assertThat(second.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(group.isRunning()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(second::start)
                .withMessageContaining("its shard has been shut down");
        connection.login(1);
        connection.ready(1);
        diary.pass(0);
        assertThat(diary.entries("tick#1"))
                .containsExactly(
                        "0 tick#1 before", "0 tick#1 on 1", "5 tick#1 after", "10 tick#1 before", "10 tick#1 on 1");
        assertThat(one(group, 1)).isSameAs(second);
        assertThat(diary.entries("tick#0 after")).isEmpty();
    }

    @Test
    void a_bot_that_shuts_down_ends_all() {
        connection.ready();
        LoopTask group = each().start(run());
        var life = group.completion();
        diary.pass(5);
        connection.shutdown();
        diary.pass(0);
        assertThat(life).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(diary.entries("after")).hasSize(3);
        assertThat(group.state()).isEqualTo(LoopState.FINISHED);
        assertThatIllegalStateException().isThrownBy(group::start).withMessageContaining("its bot has been shut down");
        connection.ready();
        diary.pass(60);
        assertThat(diary.entries(" on "))
                .as("a loop without a cog is started by hand")
                .hasSize(3);
        assertThat(group.startIfStopped()).isTrue();
        diary.pass(0);
        assertThat(diary.entries(" on ")).hasSize(6);
    }

    @Test
    void stop_and_the_end_of_the_scheduler_also_end_what_has_no_shard_yet() {
        LoopTask group = each().start(run());
        var stop = group.stop();
        diary.pass(0);
        assertThat(stop).isCompletedWithValue(LoopOutcome.STOPPED);
        var life = group.start();
        diary.time.close();
        assertThat(life).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThatIllegalStateException().isThrownBy(group::start).withMessageContaining("scheduler has been closed");
    }

    @Test
    void cancel_interrupts_all_and_restart_begins_anew_when_all_have_ended() {
        connection.ready();
        LoopTask group = each().start(run -> {
            diary.write(run.task().name());
            diary.lasting(30).run(run);
        });
        diary.pass(5);
        var restarted = group.restart();
        assertThat(group.restart()).isSameAs(restarted);
        diary.pass(0);
        assertThat(diary.entries("after")).hasSize(3);
        assertThat(diary.entries("5 tick#")).hasSize(9);
        assertThat(group.completion()).isSameAs(restarted);
        diary.pass(5);
        group.cancel();
        diary.pass(0);
        assertThat(restarted).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(group.restart()).isNotDone();
        diary.pass(0);
        assertThat(diary.entries("before")).hasSize(9);
    }

    @Test
    void a_stop_drops_a_restart_that_is_to_come() {
        connection.ready();
        LoopTask group = each().start(run -> diary.lasting(30).run(run));
        diary.pass(5);
        var restarted = group.restart();
        group.stop();
        diary.pass(60);
        assertThat(restarted).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(group.isRunning()).isFalse();
        assertThat(diary.entries("before")).hasSize(3);
    }

    @Test
    void a_pause_holds_all_and_what_comes_later() {
        connection.login(0).login(2);
        connection.disconnect();
        LoopTask group = each().start(run());
        group.pause();
        connection.login(1);
        connection.resume();
        diary.pass(120);
        assertThat(group.isPaused()).isTrue();
        assertThat(one(group, 1).isPaused()).isTrue();
        assertThat(diary.entries(" on ")).isEmpty();
        group.resume();
        diary.pass(0);
        assertThat(diary.entries(" on ")).hasSize(3);
        assertThat(group.isPaused()).isFalse();
    }

    @Test
    void runNow_runs_on_every_shard_and_tells_of_a_failure() {
        LoopTask group = each().build(run -> {
            run().run(run);
            if (shardOf(run.jda()) == 1) {
                throw new IOException("one of three");
            }
        });
        assertThatIllegalStateException().isThrownBy(group::runNow).withMessageContaining("no shard to run for");
        connection.ready();
        var now = group.runNow();
        diary.pass(0);
        assertThat(diary.entries(" on ")).hasSize(3);
        assertThat(Diary.failureOf(now)).hasMessageContaining("one of three");
    }

    @Test
    void changes_reach_the_loops_there_are_and_those_to_come() {
        connection.ready();
        connection.shutdown(2);
        LoopTask group = each().retry(RetryPolicy.fixedDelay(ofSeconds(1))).start(run -> {
            run().run(run);
            if (run.attempt() == 1 && run.iteration() == 1) {
                throw new IllegalStateException("once");
            }
        });
        group.changeInterval(ofSeconds(10));
        group.addExceptionType(IllegalStateException.class);
        connection.login(2);
        connection.ready(2);
        diary.pass(15);
        assertThat(diary.entries(" on ")).hasSize(9).contains("11 tick#2 on 2");
        assertThat(group.stats().retries()).isEqualTo(3);
        assertThat(group.schedule()).isEqualTo(Schedule.every(ofSeconds(10)));
        assertThat(group.nextIteration()).isEqualTo(one(group, 2).nextIteration());
        assertThat(group.removeExceptionType(IllegalStateException.class)).isTrue();
        assertThat(group.removeExceptionType(IllegalStateException.class)).isFalse();
    }

    @Test
    void a_loop_may_be_started_by_itself() {
        connection.ready();
        LoopTask group = each().build(run());
        assertThat(group.state()).isEqualTo(LoopState.IDLE);
        one(group, 1).startIfStopped();
        diary.pass(60);
        assertThat(diary.entries(" on ")).containsExactly("0 tick#1 on 1", "60 tick#1 on 1");
        assertThat(group.isRunning()).isTrue();
        assertThat(group.startIfStopped()).isTrue();
        diary.pass(0);
        assertThat(diary.entries(" on ")).hasSize(4);
        assertThat(diary.entries("tick#1 before")).hasSize(1);
    }

    @Test
    void the_loops_are_known_by_name_and_shard() {
        connection.ready();
        LoopTask group = each().build(run());
        assertThat(group.name()).isEqualTo("tick");
        assertThat(one(group, 2).name()).isEqualTo("tick#2");
        assertThat(Inside.control(group).parts())
                .extracting(LoopControl::ownName)
                .containsExactly("tick#0", "tick#1", "tick#2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(group, 3))
                .withMessageContaining("no shard 3")
                .withMessageContaining("[0, 1, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(Loops.every(ofMinutes(1)).name("plain").build(run()), 0))
                .withMessageContaining("plain")
                .withMessageContaining("ShardScope.EACH");
    }

    @Test
    void without_a_gate_there_is_nothing_to_have_shards() {
        LoopBuilder builder = Loops.every(ofMinutes(1)).name("lonely").shards(ShardScope.EACH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.build(run()))
                .withMessageContaining("lonely")
                .withMessageContaining("gate(ConnectionGate)");
    }

    @Test
    void a_loop_cannot_wait_for_the_end_of_all() {
        connection.ready();
        List<Throwable> thrown = new ArrayList<>();
        LoopTask[] group = new LoopTask[1];
        group[0] = each().onError((error, run) -> thrown.add(error))
                .start(run -> group[0].completion().join());
        diary.pass(0);
        assertThat(thrown)
                .hasSize(3)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("cannot wait for its own end"));
    }

    @Test
    void a_shard_that_goes_as_its_loop_is_started_does_not_keep_the_group_from_ending() {
        EngineByHand engine = new EngineByHand(1);
        LoopScheduler scheduler = Inside.loopScheduler(new Scheduler(engine, Duration.ZERO, null) {
            @Override
            public void register(LoopMachine machine) {
                super.register(machine);
                if (machine.ownName().endsWith("#0")) {
                    connection.shutdown(1);
                }
            }
        });
        connection.ready();
        LoopTask group = each().scheduler(scheduler).start(run -> {});
        engine.settle();
        var ended = group.stop();
        engine.settle();
        assertThat(ended).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void a_stop_or_cancel_after_the_end_tells_how_it_ended() {
        connection.ready();
        LoopTask group = each().count(1).start(run());
        diary.pass(5);
        assertThat(group.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        var late = group.cancel();
        diary.pass(0);
        assertThat(late).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void a_pause_of_a_loop_that_was_started_by_itself_is_seen_in_the_group() {
        connection.ready();
        LoopTask group = each().build(run());
        one(group, 1).startIfStopped();
        diary.pass(0);
        group.pause();
        assertThat(one(group, 1).isPaused()).isTrue();
        assertThat(group.isPaused()).isTrue();
    }

    @Test
    void a_stop_waits_for_a_run_by_hand_of_a_shard_whose_loop_has_ended() {
        connection.ready();
        LoopTask group = each().start(diary.lastingByHand(20));
        diary.pass(25);
        one(group, 0).stop();
        diary.pass(1);
        var byHand = one(group, 0).runNow();
        diary.pass(1);
        var stopped = group.stop();
        diary.pass(1);
        assertThat(stopped).isNotDone();
        diary.pass(20);
        assertThat(byHand).isCompleted();
        assertThat(stopped).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void a_dependent_of_a_cancelled_stage_may_wait_for_the_end_of_the_group() throws Exception {
        connection.ready();
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            CountDownLatch begun = new CountDownLatch(3);
            CompletableFuture<LoopOutcome> end = new CompletableFuture<>();
            LoopTask group = Loops.every(ofMinutes(1))
                    .scheduler(scheduler)
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .startAsync(run -> {
                        CompletableFuture<Void> stage = new CompletableFuture<>();
                        stage.whenComplete((done, error) -> end.join());
                        begun.countDown();
                        return stage;
                    });
            group.completion().thenAccept(end::complete);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(group.cancel().get(10, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
        }
    }

    @Test
    void a_restart_cancels_runs_by_hand_of_a_group_that_was_not_started() {
        connection.ready();
        LoopTask group = each().build(diary.lastingByHand(100));
        var byHand = group.runNow();
        diary.pass(2);
        group.restart();
        diary.pass(1);
        assertThat(byHand).isCompletedExceptionally();
        assertThat(group.stats().runs())
                .as("one by hand and one of the loop for each shard")
                .isEqualTo(6);
    }

    @Test
    void a_pause_just_after_a_restart_holds_the_loop_that_was_started_by_itself_too() {
        connection.ready();
        LoopTask group = each().build(run());
        one(group, 1).startIfStopped();
        diary.pass(1);
        group.restart();
        group.pause();
        diary.pass(60);
        for (int shard = 0; shard < 3; shard++) {
            assertThat(one(group, shard).isPaused()).isTrue();
        }
        group.resume();
        diary.pass(0);
        assertThat(diary.entries("tick#1 on")).hasSize(2);
    }
}
