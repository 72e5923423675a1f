package io.github.jdatasks.loop;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The next run is put off. */
class PostponeTest {
    private final Diary diary = new Diary();

    private long secondsUntilNext(LoopTask loop) {
        return loop.timeUntilNextIteration().orElseThrow().toSeconds();
    }

    /** In second 5 puts the run of second 10 off to second 25, and pauses the loop for some seconds. */
    private void pauseFromFiveOn(LoopTask loop, long seconds) {
        diary.pass(5);
        loop.postpone(ofSeconds(20));
        loop.pause();
        diary.pass(seconds);
        loop.resume();
    }

    @Test
    void the_next_run_comes_that_long_from_now_and_the_one_after_it_at_the_next_tick() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(70);
        loop.postpone(ofSeconds(130));
        assertThat(secondsUntilNext(loop)).isEqualTo(130);
        diary.pass(230);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "60 run 1", "200 run 2", "240 run 3", "300 run 4");
        assertThat(loop.stats().missed()).isZero();
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void a_tick_at_the_instant_of_the_postponed_run_is_passed_over_too() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(110));
        diary.pass(170);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "120 run 1", "180 run 2");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_time_of_day_is_put_off_and_comes_as_usual_the_day_after() {
        Diary days = new Diary("2026-03-01T07:00:00Z");
        LoopTask loop = days.dailyAt("08:00").start(days.run());
        days.passUntil("2026-03-01T07:30:00Z");
        loop.postpone(ofHours(2));
        assertThat(loop.nextIteration()).contains(Instant.parse("2026-03-01T09:30:00Z"));
        days.passUntil("2026-03-02T12:00:00Z");
        assertThat(days.entries("run")).containsExactly("01 09:30 run 0", "02 08:00 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_run_never_comes_before_its_planned_tick() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(5));
        assertThat(secondsUntilNext(loop)).isEqualTo(50);
        diary.pass(50);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "60 run 1");
    }

    @Test
    void of_several_calls_the_last_one_counts() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(100));
        diary.pass(10);
        loop.postpone(ofSeconds(500));
        diary.pass(10);
        loop.postpone(ofSeconds(50));
        assertThat(secondsUntilNext(loop)).isEqualTo(50);
        diary.pass(50);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "80 run 1");
        diary.pass(10);
        loop.postpone(ofSeconds(500));
        diary.pass(5);
        loop.postpone(ofSeconds(1));
        assertThat(secondsUntilNext(loop)).as("the planned tick").isEqualTo(25);
        diary.pass(25);
        assertThat(diary.entries("run")).hasSize(3);
    }

    @Test
    void the_run_after_a_silence_comes_that_long_after_the_last_message() {
        LoopTask closing = diary.every(600).initialDelay(ofMinutes(10)).count(1).start(diary.run());
        for (int message = 0; message < 100; message++) {
            diary.pass(599);
            closing.postpone(ofMinutes(10));
        }
        diary.pass(599);
        assertThat(diary.entries("run")).isEmpty();
        diary.pass(1);
        assertThat(diary.entries("run")).containsExactly("60500 run 0");
        assertThat(closing.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        closing.postpone(ofMinutes(10));
        assertThat(closing.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void a_call_wakes_the_timer_only_if_the_run_comes_sooner_than_it_knows() {
        EngineByHand engine = new EngineByHand(1);
        AtomicInteger runs = new AtomicInteger();
        LoopTask loop = Loops.every(ofMinutes(10))
                .initialDelay(ofMinutes(10))
                .scheduler(engine.scheduler())
                .start(run -> runs.incrementAndGet());
        engine.settle();
        for (int message = 0; message < 10_000; message++) {
            engine.pass(ofSeconds(1));
            loop.postpone(ofMinutes(10));
            assertThat(engine.timer().isSignaled()).isFalse();
            engine.settle();
        }
        assertThat(runs).hasValue(0);
        loop.postpone(ofMinutes(8));
        assertThat(engine.timer().isSignaled()).isTrue();
        engine.settle();
        engine.pass(ofMinutes(8));
        engine.settle();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_loop_that_has_ended_is_left_alone() {
        EngineByHand engine = new EngineByHand(1);
        LoopTask loop = Loops.every(ofMinutes(10))
                .count(1)
                .scheduler(engine.scheduler())
                .start(run -> {});
        engine.settle();
        engine.pass(ofMinutes(1));
        loop.postpone(ofMinutes(10));
        assertThat(engine.timer().isSignaled()).isFalse();
        assertThat(loop.nextIteration()).isEmpty();
    }

    @Test
    void a_run_that_was_handed_over_and_has_not_begun_is_put_off() {
        EngineByHand engine = new EngineByHand(1);
        AtomicInteger runs = new AtomicInteger();
        LoopTask loop = Loops.every(ofMinutes(10))
                .initialDelay(ofMinutes(10))
                .scheduler(engine.scheduler())
                .start(run -> runs.incrementAndGet());
        engine.settle();
        engine.pass(ofMinutes(10));
        engine.turn();
        loop.postpone(ofMinutes(1));
        engine.settle();
        assertThat(runs).hasValue(0);
        engine.pass(ofMinutes(1));
        engine.settle();
        assertThat(runs).hasValue(1);
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void missed_ticks_that_a_worker_is_about_to_count_are_passed_over() {
        EngineByHand engine = new EngineByHand(1);
        LoopTask loop = Loops.every(ofMinutes(1)).scheduler(engine.scheduler()).start(run -> {});
        engine.settle();
        loop.pause();
        engine.pass(ofSeconds(200));
        engine.settle();
        loop.resume();
        engine.turn();
        loop.postpone(ofSeconds(30));
        engine.settle();
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.stats().missed()).isZero();
        engine.pass(ofSeconds(30).plusMillis(1));
        engine.settle();
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(loop.stats().missed()).as("a moment later is not too late").isZero();
    }

    @Test
    void a_postponed_run_that_is_missed_counts_though_the_tick_before_it_did() {
        LoopTask loop = diary.every(10).start(diary.runFor(35));
        diary.pass(5);
        loop.pause();
        diary.pass(31);
        assertThat(loop.stats().missed()).as("10, 20 and 30").isEqualTo(3);
        loop.postpone(ofSeconds(20));
        diary.pass(22);
        loop.resume();
        diary.pass(0);
        assertThat(diary.entries("58 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(4);
    }

    @Test
    void during_a_run_the_one_after_it_is_put_off() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            if (run.iteration() == 1) {
                diary.lasting(10).run(run);
                run.task().postpone(ofSeconds(200));
                diary.write("next in " + secondsUntilNext(run.task()));
                diary.lasting(80).run(run);
            }
        }));
        diary.pass(400);
        assertThat(diary.entries())
                .containsExactly(
                        "0 before", "0 run 0", "60 run 1", "70 next in 200", "270 run 2", "300 run 3", "360 run 4");
        assertThat(loop.stats().missed()).as("the tick of 120 is passed over").isZero();
    }

    @Test
    void ticks_that_a_long_run_misses_count_once_the_postponed_instant_has_passed() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            if (run.iteration() == 0) {
                run.task().postpone(ofSeconds(70));
                diary.lasting(200).run(run);
            }
        }));
        diary.pass(260);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "200 run 1", "240 run 2");
        assertThat(loop.stats().missed()).as("70, 120 and 180").isEqualTo(3);
        assertThat(loop.stats().skipped()).isEqualTo(2);
    }

    @Test
    void a_long_run_that_postpones_less_than_it_takes_misses_its_ticks_as_ever() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            if (run.iteration() == 0) {
                run.task().postpone(ofSeconds(5));
                diary.lasting(200).run(run);
            }
        }));
        diary.pass(240);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "200 run 1", "240 run 2");
        assertThat(loop.stats().missed()).isEqualTo(3);
    }

    @Test
    void what_is_still_to_be_caught_up_with_is_passed_over_too() {
        LoopTask loop = diary.every(10).missed(Missed.CATCH_UP).start(diary.run(run -> {
            if (run.iteration() == 1) {
                run.task().postpone(ofSeconds(2));
            }
        }));
        diary.pass(5);
        loop.pause();
        diary.pass(30);
        loop.resume();
        diary.pass(5);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "35 run 1", "37 run 2", "40 run 3");
    }

    @Test
    void in_a_postponed_run_the_next_one_is_at_the_next_tick() {
        LoopTask loop = diary.every(60).start(diary.run(run -> diary.write("next in " + secondsUntilNext(run.task()))));
        diary.pass(10);
        loop.postpone(ofSeconds(67));
        diary.pass(67);
        assertThat(diary.entries("next")).containsExactly("0 next in 60", "77 next in 43");
    }

    @Test
    void a_retry_keeps_its_instant() {
        LoopTask loop = diary.every(60)
                .retry(RetryPolicy.fixedDelay(ofSeconds(20)))
                .start(diary.run(run -> {
                    if (run.iteration() == 0 && run.attempt() == 1) {
                        throw new IOException("reset");
                    }
                }));
        diary.pass(10);
        assertThat(loop.state()).isEqualTo(LoopState.BACKING_OFF);
        loop.postpone(ofSeconds(100));
        assertThat(secondsUntilNext(loop)).isEqualTo(100);
        diary.pass(110);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "20 run 0 again", "110 run 1", "120 run 2");
    }

    @Test
    void during_a_run_by_hand_the_planned_run_is_put_off() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            if (diary.time.now().equals(MIDNIGHT.plusSeconds(10))) {
                diary.lasting(20).run(run);
            }
        }));
        diary.pass(10);
        loop.runNow();
        diary.pass(5);
        loop.postpone(ofSeconds(100));
        assertThat(secondsUntilNext(loop)).isEqualTo(100);
        diary.pass(110);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "115 run 1", "120 run 2");
    }

    @Test
    void a_paused_loop_runs_at_the_instant_it_was_postponed_to() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        loop.pause();
        diary.pass(30);
        loop.postpone(ofSeconds(20));
        diary.pass(5);
        loop.resume();
        diary.pass(20);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "55 run 1", "60 run 2");
        assertThat(loop.stats().missed())
                .as("those before the call are passed over too")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_postponed_run_that_cannot_begin_is_missed_as_any_other(Missed policy) {
        LoopTask loop = diary.every(10).missed(policy).start(diary.run());
        pauseFromFiveOn(loop, 41);
        diary.pass(4);
        List<String> late = switch (policy) {
            case SKIP -> List.of();
            case RUN_ONCE -> List.of("46 run 1");
            case CATCH_UP -> List.of("46 run 1", "46 run 2", "46 run 3");
        };
        assertThat(diary.entries("46 run")).as("25, 30 and 40").isEqualTo(late);
        assertThat(diary.entries("50 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(3);
        assertThat(loop.stats().skipped()).isEqualTo(3 - late.size());
    }

    @ParameterizedTest
    @EnumSource
    void a_postponed_run_that_is_missed_alone_is_made_up_for_as_any_other(Missed policy) {
        LoopTask loop = diary.every(10).missed(policy).start(diary.run());
        pauseFromFiveOn(loop, 22);
        diary.pass(3);
        assertThat(diary.entries("27 run")).hasSize(policy == Missed.SKIP ? 0 : 1);
        assertThat(diary.entries("30 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(1);
        assertThat(loop.stats().skipped()).isEqualTo(policy == Missed.SKIP ? 1 : 0);
    }

    @Test
    void after_a_postponed_run_that_was_skipped_the_next_one_does_not_come_before_its_tick() {
        LoopTask loop = diary.every(10).missed(Missed.SKIP).start(diary.run());
        pauseFromFiveOn(loop, 22);
        diary.pass(0);
        loop.postpone(ofSeconds(1));
        diary.pass(3);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "30 run 1");
    }

    @Test
    void with_the_postponed_run_a_loop_catches_up_with_no_more_than_without_it() {
        LoopTask loop = diary.every(1).missed(Missed.CATCH_UP).start(diary.run());
        diary.pass(5);
        loop.postpone(Duration.ofMillis(10_500));
        loop.pause();
        diary.time.advance(Duration.ofMillis(2_000_500));
        loop.resume();
        diary.pass(0);
        assertThat(diary.entries("2005.5 run")).hasSize(1_000);
        assertThat(loop.stats().missed()).as("15.5, and 16 to 2005").isEqualTo(1_991);
    }

    @ParameterizedTest
    @EnumSource
    void a_tick_at_the_instant_a_postponed_run_becomes_possible_stands_for_it(Missed policy) {
        LoopTask loop = diary.every(10).missed(policy).start(diary.run());
        pauseFromFiveOn(loop, 25);
        diary.pass(0);
        assertThat(diary.entries("30 run")).hasSize(policy == Missed.CATCH_UP ? 2 : 1);
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void a_loop_whose_gate_is_closed_runs_at_the_instant_it_was_postponed_to() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = diary.every(10).gate(gate).start(diary.run());
        diary.pass(5);
        connection.disconnect();
        diary.pass(30);
        loop.postpone(ofSeconds(20));
        diary.pass(10);
        connection.resume();
        diary.pass(15);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "55 run 1", "60 run 2");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_postponed_run_that_passes_while_the_gate_is_closed_is_missed() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = diary.every(10).gate(gate).missed(Missed.SKIP).start(diary.run());
        diary.pass(5);
        connection.disconnect();
        diary.pass(30);
        loop.postpone(ofSeconds(2));
        diary.pass(3);
        connection.resume();
        diary.pass(2);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "40 run 1");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void before_the_first_ready_the_first_run_is_put_off() {
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop = diary.every(10).gate(gate).start(diary.run());
        loop.postpone(ofSeconds(33));
        diary.pass(5);
        VirtualConnection.of(gate).ready();
        diary.pass(40);
        assertThat(diary.entries("run")).containsExactly("33 run 0", "35 run 1", "45 run 2");
    }

    @Test
    void a_loop_that_cannot_begin_has_no_next_run_though_that_is_put_off() {
        LoopTask loop = diary.every(10).start(diary.run());
        loop.postpone(ofSeconds(33));
        loop.pause();
        diary.pass(5);
        assertThat(loop.nextIteration()).isEmpty();
        loop.resume();
        diary.pass(28);
        assertThat(diary.entries("run")).containsExactly("33 run 0");
    }

    @Test
    void a_time_of_day_that_passes_before_ready_is_put_off_and_not_missed() {
        Diary days = new Diary("2026-03-01T07:00:00Z");
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop = days.dailyAt("08:00").gate(gate).start(days.run());
        days.passUntil("2026-03-01T09:00:00Z");
        loop.postpone(ofHours(3));
        VirtualConnection.of(gate).ready();
        days.passUntil("2026-03-02T09:00:00Z");
        assertThat(days.entries("run")).containsExactly("01 12:00 run 0", "02 08:00 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_loop_is_not_started_by_it_and_the_next_life_knows_nothing_of_it() {
        LoopTask loop = diary.every(10).build(diary.run());
        loop.postpone(ofSeconds(100));
        assertThat(loop.state()).isEqualTo(LoopState.IDLE);
        loop.start();
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1");
        loop.postpone(ofSeconds(100));
        loop.restart();
        diary.pass(10);
        assertThat(diary.entries("run")).endsWith("10 run 0", "20 run 1");
        loop.stop();
        loop.postpone(ofSeconds(100));
        diary.pass(0);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void a_fixed_delay_counts_from_the_end_of_the_postponed_run() {
        LoopTask loop = diary.on(Schedule.fixedDelay(ofSeconds(10))).start(diary.runFor(3));
        diary.pass(5);
        loop.postpone(ofSeconds(40));
        diary.pass(55);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "45 run 1", "58 run 2");
    }

    @Test
    void a_single_instant_is_put_off() {
        LoopTask loop =
                diary.on(Schedule.once(diary.time.now().plusSeconds(60))).start(diary.run());
        diary.pass(30);
        loop.postpone(ofSeconds(50));
        diary.pass(49);
        assertThat(diary.entries("run")).isEmpty();
        diary.pass(1);
        assertThat(diary.entries("run")).containsExactly("80 run 0");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void the_run_is_scheduled_at_the_instant_it_was_postponed_to() {
        LoopTask loop = diary.every(60)
                .start(run -> diary.write("scheduled at "
                        + Duration.between(MIDNIGHT, run.scheduledAt()).toSeconds() + ", late by " + run.lateness()));
        diary.pass(10);
        loop.postpone(ofSeconds(67));
        diary.pass(67);
        assertThat(diary.entries("scheduled")).endsWith("77 scheduled at 77, late by PT0S");
    }

    @Test
    void a_changed_interval_counts_from_the_postponed_run() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(60));
        diary.pass(62);
        loop.changeInterval(ofSeconds(20));
        diary.pass(40);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "70 run 1", "90 run 2", "110 run 3");
    }

    @Test
    void a_postponed_run_is_not_brought_forward_by_another_schedule() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(100));
        diary.pass(10);
        loop.changeInterval(ofSeconds(7));
        diary.pass(0);
        assertThat(secondsUntilNext(loop)).isEqualTo(90);
        diary.pass(95);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "110 run 1", "111 run 2");
    }

    @Test
    void of_a_change_and_a_postponement_at_once_both_count() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(10);
        loop.changeInterval(ofSeconds(20));
        loop.postpone(ofSeconds(5));
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "20 run 1");
        loop.changeInterval(ofSeconds(7));
        loop.postpone(ofSeconds(50));
        diary.pass(53);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "20 run 1", "70 run 2");
    }

    @Test
    void the_first_of_all_runs_stays_put_off_when_the_interval_changes() {
        LoopTask loop = diary.every(600).initialDelay(ofMinutes(10)).start(diary.run());
        diary.pass(300);
        loop.postpone(ofMinutes(10));
        diary.pass(400);
        loop.changeInterval(ofMinutes(2));
        diary.pass(320);
        assertThat(diary.entries("run")).containsExactly("900 run 0", "1020 run 1");
    }

    @Test
    void a_jitter_does_not_move_a_postponed_run_but_keeps_one_whose_tick_is_later() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT, 7);
        LoopTask loop =
                Loops.every(ofMinutes(1)).scheduler(time).jitter(ofSeconds(30)).start(run -> {});
        time.advance(ofSeconds(40));
        Instant planned = loop.nextIteration().orElseThrow();
        assertThat(planned).isAfter(MIDNIGHT.plusSeconds(60));
        loop.postpone(Duration.between(time.now(), planned).minusMillis(1));
        assertThat(loop.nextIteration()).as("with its jitter, that is later").contains(planned);
        loop.postpone(ofSeconds(75));
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plusSeconds(115));
        loop.postpone(ofSeconds(1));
        assertThat(loop.nextIteration()).contains(planned);
        time.advanceTo(planned);
        assertThat(loop.stats().runs()).isEqualTo(2);
    }

    @Test
    void of_overlapping_runs_the_one_to_come_is_put_off() {
        LoopTask loop = diary.every(10).overlap(3).start(diary.runFor(15));
        diary.pass(5);
        loop.postpone(ofSeconds(17));
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "22 run 1", "30 run 2");
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void the_loops_of_all_shards_are_put_off() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        LoopTask loop = diary.every(60).gate(gate).shards(ShardScope.EACH).start(diary.run());
        diary.pass(10);
        loop.postpone(ofSeconds(60));
        assertThat(secondsUntilNext(loop)).isEqualTo(60);
        diary.pass(60);
        assertThat(diary.entries("70 run")).hasSize(2);
        assertThat(diary.entries("60 run")).isEmpty();
    }

    @Test
    void the_clock_that_is_set_back_while_times_of_day_wait_lengthens_nothing() {
        Diary days = new Diary("2026-03-01T12:00:00Z");
        LoopTask loop = days.on(Schedule.cron("0 * * * *", ZoneOffset.UTC)).start(days.run());
        days.passUntil("2026-03-01T12:30:00Z");
        loop.postpone(ofHours(1));
        days.pass(60);
        days.time.stepWallClock(ofHours(-5));
        days.pass(59 * 60 - 1);
        assertThat(days.entries("run")).isEmpty();
        days.pass(1);
        assertThat(days.entries("run")).containsExactly("01 08:30 run 0");
    }

    @Test
    void the_longest_postponement_ends_no_loop() {
        for (LoopBuilder builder : List.of(diary.every(10), diary.dailyAt("08:00"))) {
            LoopTask loop = builder.start(diary.run());
            diary.pass(1);
            loop.postpone(Duration.ofNanos(Long.MAX_VALUE));
            diary.pass(100_000);
            assertThat(loop.state()).isEqualTo(LoopState.WAITING);
            assertThat(loop.nextIteration().orElseThrow()).isAfter(Instant.parse("2200-01-01T00:00:00Z"));
            loop.postpone(ofSeconds(1));
            diary.pass(24 * 3600);
            assertThat(loop.stats().runs()).isPositive();
        }
    }

    @Test
    void the_longest_postponement_during_a_run_leaves_a_next_one() {
        LoopTask loop = diary.dailyAt("08:00").start(diary.run(run -> {
            run.task().postpone(Duration.ofNanos(Long.MAX_VALUE));
            diary.write("next in " + run.task().nextIteration().isPresent());
        }));
        diary.pass(12 * 3600);
        assertThat(diary.entries("next")).hasSize(1).allMatch(entry -> entry.endsWith("true"));
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_loop_that_has_run_out_of_instants_ends_all_the_same() {
        LoopTask loop = diary.on(Schedule.once(diary.time.now().plusSeconds(10)))
                .start(diary.run(run -> run.task().postpone(ofHours(1))));
        diary.pass(10);
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void mistakes_are_refused() {
        LoopTask loop = diary.every(10).build(diary.run());
        Map<Duration, String> mistakes = Map.of(
                Duration.ZERO,
                "postpone: the duration must be positive",
                ofSeconds(-1),
                "it is PT-1S",
                ofSeconds(Long.MAX_VALUE),
                "292 years");
        mistakes.forEach((duration, words) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.postpone(duration))
                .withMessageContaining(words));
        LoopTask durable = diary.every(10).durable(true).build(diary.run());
        assertThatIllegalStateException()
                .isThrownBy(() -> durable.postpone(ofSeconds(10)))
                .withMessageContainingAll("loop is durable", "postponed", "Schedule.once(Instant)");
    }
}
