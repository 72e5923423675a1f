package io.github.jdatasks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pause of a loop that has not been started yet, and of one that has ended. */
class PauseBeforeStartTest {
    private final Diary diary = new Diary();
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).shards(2);

    static Stream<Consumer<LoopTask>> starts() {
        return Stream.of(
                loop -> {
                    loop.start();
                },
                LoopTask::startIfStopped,
                loop -> {
                    loop.restart();
                });
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_loop_that_is_paused_before_its_start_begins_paused(Consumer<LoopTask> start) {
        LoopTask loop = diary.every(10).build(diary.run());
        loop.pause();
        assertThat(loop.isPaused()).isTrue();
        assertThat(loop.state()).isEqualTo(LoopState.IDLE);
        start.accept(loop);
        diary.pass(25);
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        assertThat(diary.entries()).containsExactly("0 before");
        loop.resume();
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("25 run 0", "35 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_resume_before_the_start_takes_the_pause_back(Consumer<LoopTask> start) {
        LoopTask loop = diary.every(10).build(diary.run());
        loop.resume();
        loop.pause();
        loop.resume();
        assertThat(loop.isPaused()).isFalse();
        start.accept(loop);
        diary.pass(5);
        assertThat(diary.entries("run")).containsExactly("0 run 0");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_pause_of_an_ended_loop_is_none_of_its_next_life(Consumer<LoopTask> start) {
        LoopTask loop = diary.every(10).count(1).build(diary.run());
        loop.pause();
        loop.startIfStopped();
        loop.resume();
        diary.pass(5);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        loop.pause();
        loop.resume();
        loop.pause();
        assertThat(loop.isPaused()).isFalse();
        start.accept(loop);
        diary.pass(5);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "5 run 0");
    }

    @Test
    void times_of_day_that_pass_in_a_pause_from_the_start_on_are_missed() {
        LoopTask loop = diary.dailyAt("00:01").missed(Missed.RUN_ONCE).build(diary.run());
        loop.pause();
        loop.startIfStopped();
        diary.pass(90);
        loop.resume();
        diary.pass(1);
        assertThat(diary.entries("run")).containsExactly("90 run 0");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void a_run_by_hand_takes_no_notice_of_a_pause_before_the_start_and_leaves_it_as_it_is() {
        LoopTask loop = diary.every(10).build(diary.run());
        loop.pause();
        var now = loop.runNow();
        diary.pass(1);
        assertThat(now).isCompleted();
        assertThat(loop.isPaused()).isTrue();
    }

    @Test
    void a_pause_before_the_start_is_still_there_after_a_stop_of_the_loop_that_was_not_running() {
        LoopTask loop = diary.every(10).build(diary.run());
        loop.pause();
        loop.stop();
        loop.startIfStopped();
        diary.pass(25);
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void listeners_are_told_of_the_pause_after_the_start(Consumer<LoopTask> start) {
        List<String> told = new ArrayList<>();
        LoopTask loop = diary.every(10)
                .listener(new LoopListener() {
                    @Override
                    public void onStarted(LoopTask task) {
                        told.add("started");
                    }

                    @Override
                    public void onPaused(LoopTask task) {
                        told.add("paused");
                    }

                    @Override
                    public void onResumed(LoopTask task) {
                        told.add("resumed");
                    }
                })
                .build(diary.run());
        loop.pause();
        diary.pass(1);
        assertThat(told).isEmpty();
        start.accept(loop);
        diary.pass(1);
        assertThat(told).containsExactly("started", "paused");
        loop.resume();
        diary.pass(1);
        assertThat(told).containsExactly("started", "paused", "resumed");
    }

    @Test
    void a_loop_of_a_cog_may_be_paused_before_the_cog_is_loaded() {
        class Cog extends LoopCog {
            int runs;

            Cog() {
                loop("held").pause();
            }

            @Loop(seconds = 10)
            void held() {
                runs++;
            }
        }
        Cog cog = diary.time.create(Cog::new);
        VirtualConnection.of(cog).ready();
        diary.pass(25);
        assertThat(cog.loop("held").state()).isEqualTo(LoopState.PAUSED);
        assertThat(cog.runs).isZero();
        cog.loop("held").resume();
        diary.pass(1);
        assertThat(cog.runs).isEqualTo(1);
    }

    // ---- the loops of a group ----

    private LoopTask group() {
        return diary.every(10)
                .name("tick")
                .gate(gate)
                .shards(ShardScope.EACH)
                .build(run -> diary.write(run.task().name()));
    }

    private static LoopTask part(LoopTask group, int shard) {
        return Inside.control(group).part(shard).task();
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_group_that_is_paused_before_its_start_begins_paused_with_shards_that_come_later(Consumer<LoopTask> start) {
        LoopTask group = group();
        group.pause();
        assertThat(group.isPaused()).isTrue();
        connection.login(0);
        assertThat(part(group, 0).isPaused()).isTrue();
        start.accept(group);
        connection.ready();
        diary.pass(25);
        assertThat(group.state()).isEqualTo(LoopState.PAUSED);
        assertThat(part(group, 1).isPaused()).isTrue();
        assertThat(diary.entries("tick")).isEmpty();
        part(group, 1).resume();
        diary.pass(0);
        assertThat(diary.entries("tick")).containsExactly("25 tick#1");
        group.resume();
        diary.pass(1);
        assertThat(diary.entries("tick")).containsExactly("25 tick#1", "25 tick#0");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_group_that_is_resumed_before_its_start_begins_as_ever(Consumer<LoopTask> start) {
        connection.ready();
        LoopTask group = group();
        group.pause();
        part(group, 0).pause();
        group.resume();
        assertThat(group.isPaused()).isFalse();
        assertThat(part(group, 0).isPaused()).isFalse();
        start.accept(group);
        diary.pass(0);
        assertThat(diary.entries("tick")).containsExactlyInAnyOrder("0 tick#0", "0 tick#1");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void one_loop_of_a_group_may_be_paused_or_resumed_before_the_start(Consumer<LoopTask> start) {
        connection.ready();
        LoopTask group = group();
        part(group, 0).pause();
        start.accept(group);
        diary.pass(0);
        assertThat(diary.entries("tick")).containsExactly("0 tick#1");
        group.cancel();
        diary.pass(0);
        diary.forget();

        LoopTask other = group();
        other.pause();
        part(other, 0).resume();
        start.accept(other);
        diary.pass(0);
        assertThat(diary.entries("tick")).containsExactly("0 tick#0");
    }

    @Test
    void a_pause_of_an_ended_group_is_none_of_its_next_life_nor_of_a_shard_that_comes_then() {
        connection.login(0);
        LoopTask group = group();
        group.pause();
        group.startIfStopped();
        diary.pass(1);
        group.cancel();
        diary.pass(1);
        assertThat(group.state()).isEqualTo(LoopState.FINISHED);
        assertThat(group.isPaused()).isFalse();
        group.pause();
        assertThat(group.isPaused()).isFalse();
        connection.ready();
        group.startIfStopped();
        diary.pass(1);
        assertThat(diary.entries("tick")).containsExactlyInAnyOrder("2 tick#0", "2 tick#1");
    }
}
