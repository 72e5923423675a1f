package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the first run is, and ticks that pass while a loop cannot run. */
class MissedTicksTest {
    private final Diary diary = new Diary();

    @Test
    void the_first_run_is_at_once_or_after_the_initial_delay() {
        diary.every(10).initialDelay(Duration.ofSeconds(4)).start(diary.run());
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("4 run 0", "14 run 1", "24 run 2");
    }

    @Test
    void the_grid_begins_when_the_before_hook_is_done_and_nothing_is_missed_before() {
        LoopTask loop =
                diary.every(10).beforeLoop(run -> diary.lasting(33).run(run)).start(diary.run());
        diary.pass(50);
        assertThat(diary.entries("run")).containsExactly("33 run 0", "43 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_grid_begins_when_the_gate_opens_for_the_first_time_and_nothing_is_missed_before() {
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop =
                diary.every(10).gate(gate).initialDelay(Duration.ofSeconds(2)).start(diary.run());
        diary.pass(33);
        VirtualConnection.of(gate).ready();
        diary.pass(17);
        assertThat(diary.entries("run")).containsExactly("35 run 0", "45 run 1");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_late_run_leaves_the_grid_where_it_is() {
        diary.every(10).start(diary.run(run -> {
            if (run.iteration() == 1) {
                diary.lasting(13).run(run);
            }
        }));
        diary.pass(40);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "23 run 2", "30 run 3", "40 run 4");
    }

    @Test
    void a_run_knows_how_late_it_is() {
        diary.every(10).start(run -> {
            diary.write("late by " + run.lateness().toSeconds());
            if (run.iteration() == 0) {
                diary.lasting(13).run(run);
            }
        });
        diary.pass(20);
        assertThat(diary.entries("late")).containsExactly("0 late by 0", "13 late by 3", "20 late by 0");
    }

    @ParameterizedTest
    @EnumSource
    void ticks_that_pass_while_disconnected_are_missed(Missed policy) {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = diary.every(10).gate(gate).missed(policy).start(diary.run());
        diary.pass(5);
        connection.disconnect();
        diary.pass(40);
        connection.resume();
        diary.pass(5);
        int late = policy == Missed.SKIP ? 0 : policy == Missed.RUN_ONCE ? 1 : 4;
        assertThat(diary.entries("45 run")).hasSize(late);
        assertThat(diary.entries("50 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(4);
        assertThat(loop.stats().skipped()).isEqualTo(4 - late);
    }

    @Test
    void a_calendar_tick_that_passes_while_waiting_for_ready_is_missed_and_run_late() {
        Diary days = new Diary("2024-01-15T07:59:00Z");
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop = days.dailyAt("08:00").gate(gate).start(days.run());
        days.passUntil("2024-01-15T09:00:00Z");
        VirtualConnection.of(gate).ready();
        days.passUntil("2024-01-16T09:00:00Z");
        assertThat(days.entries("run")).containsExactly("15 09:00 run 0", "16 08:00 run 1");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void at_most_the_newest_thousand_runs_are_caught_up_with() {
        LoopTask loop = diary.every(1).missed(Missed.CATCH_UP).start(diary.run(run -> {
            if (run.iteration() == 0) {
                diary.lasting(2500).run(run);
            }
        }));
        diary.pass(2500);
        assertThat(diary.entries("2500 run")).hasSizeBetween(1000, 1001);
        assertThat(loop.stats().missed()).isEqualTo(2499);
        diary.pass(3);
        assertThat(diary.entries("run").get(diary.entries("run").size() - 1)).startsWith("2503 run");
    }

    @Test
    void a_stop_acts_between_runs_that_are_caught_up_with() {
        diary.every(10).missed(Missed.CATCH_UP).start(diary.run(run -> {
            if (run.iteration() == 0) {
                diary.lasting(95).run(run);
            }
            if (run.iteration() == 3) {
                run.task().stop();
            }
        }));
        diary.pass(200);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "95 run 1", "95 run 2", "95 run 3", "95 after");
    }

    @Test
    void a_gap_is_counted_once_though_it_is_looked_at_more_often() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        loop.pause();
        for (int i = 0; i < 4; i++) {
            diary.pass(10);
            loop.pause();
            var unused = loop.nextIteration();
        }
        loop.resume();
        diary.time.runPending();
        assertThat(loop.stats().missed()).isEqualTo(4);
        assertThat(loop.stats().skipped()).isEqualTo(3);
    }

    @Test
    void a_failed_and_retried_run_that_takes_longer_than_the_interval_misses_ticks_but_makes_no_burst() {
        LoopTask loop = diary.every(10)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(10)))
                .start(diary.run(run -> {
                    if (run.iteration() == 0 && run.attempt() < 4) {
                        throw new IOException("reset");
                    }
                }));
        diary.pass(45);
        assertThat(diary.entries("run"))
                .containsExactly(
                        "0 run 0", "10 run 0 again", "20 run 0 again", "30 run 0 again", "30 run 1", "40 run 2");
        assertThat(loop.stats().missed()).isEqualTo(2);
    }

    @Test
    void a_calendar_loop_follows_a_clock_that_is_set_and_repeats_no_time() {
        Diary days = new Diary("2024-01-15T07:50:00Z");
        days.dailyAt("08:00", "10:00").start(days.run());
        days.pass(700);
        days.time.stepWallClock(Duration.ofMinutes(-30));
        days.passUntil("2024-01-15T09:00:00Z");
        days.time.stepWallClock(Duration.ofMinutes(59));
        days.pass(60);
        assertThat(days.entries("run")).containsExactly("15 08:00 run 0", "15 10:00 run 1");
    }
}
