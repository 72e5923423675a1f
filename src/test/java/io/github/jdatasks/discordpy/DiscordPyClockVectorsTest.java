package io.github.jdatasks.discordpy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lives of loops that discord.py lives otherwise, by number: times of day, and clocks that are set. */
class DiscordPyClockVectorsTest {
    @Test
    void L03_a_daily_loop_with_a_count_of_one_ends_with_its_first_run() {
        Diary diary = new Diary("2024-01-15T06:00:00Z");
        diary.dailyAt("08:00").count(1).start(diary.run());
        diary.passUntil("2024-01-17T00:00:00Z");
        assertThat(diary.entries()).containsExactly("15 06:00 before", "15 08:00 run 0", "15 08:00 after");
    }

    @Test
    void L04_a_stop_in_mid_wait_ends_the_loop_at_once_without_another_body() {
        Diary diary = new Diary("2024-01-15T00:00:00Z");
        LoopTask loop = diary.every(3600).start(diary.run());
        diary.passUntil("2024-01-15T00:30:00Z");
        loop.stop();
        diary.passUntil("2024-01-15T03:00:00Z");
        assertThat(diary.entries()).containsExactly("15 00:00 before", "15 00:00 run 0", "15 00:30 after");
    }

    @Test
    void L07_a_daily_loop_that_fails_is_retried_in_seconds_and_runs_once_the_next_day() {
        Diary diary = new Diary("2024-01-15T07:00:00Z");
        int[] calls = {0};
        diary.dailyAt("08:00")
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(5)))
                .start(diary.run(run -> {
                    if (++calls[0] == 1) {
                        throw new IOException("reset");
                    }
                }));
        diary.passUntil("2024-01-18T12:00:00Z");
        assertThat(diary.entries("run"))
                .containsExactly(
                        "15 08:00 run 0",
                        "15 08:00:05 run 0 again",
                        "16 08:00 run 1",
                        "17 08:00 run 2",
                        "18 08:00 run" + " 3");
    }

    @Test
    void L09_of_four_times_that_pass_during_a_long_body_the_policy_makes_none_or_one_or_four_runs() {
        assertThat(runsAfterABodyOfSixHours(Missed.SKIP))
                .containsExactly("15 13:00 run 0", "16 13:00 run 1", "16 14:00 run 2");
        assertThat(runsAfterABodyOfSixHours(Missed.RUN_ONCE))
                .containsExactly("15 13:00 run 0", "15 19:00 run 1", "16 13:00 run 2", "16 14:00 run 3");
        assertThat(runsAfterABodyOfSixHours(Missed.CATCH_UP))
                .containsExactly(
                        "15 13:00 run 0",
                        "15 19:00 run 1",
                        "15 19:00 run 2",
                        "15 19:00 run 3",
                        "15 19:00 run 4",
                        "16 13:00 run 5",
                        "16 14:00 run 6");
    }

    private static Iterable<String> runsAfterABodyOfSixHours(Missed policy) {
        Diary diary = new Diary("2024-01-15T12:00:00Z");
        LoopTask loop = diary.dailyAt("13:00", "14:00", "15:00", "16:00", "17:00")
                .missed(policy)
                .start(diary.run(run -> {
                    if (run.iteration() == 0) {
                        diary.time.sleep(Duration.ofHours(6));
                    }
                }));
        diary.passUntil("2024-01-16T14:30:00Z");
        assertThat(loop.stats().missed()).isEqualTo(4);
        return diary.entries("run");
    }

    @Test
    void L10_times_that_pass_during_a_body_of_three_and_a_half_minutes_make_one_late_run() {
        Diary diary = new Diary("2024-01-15T07:00:00Z");
        LoopTask loop = diary.dailyAt("08:00", "08:01", "08:02").start(diary.run(run -> {
            if (run.iteration() == 0) {
                diary.lasting(210).run(run);
            }
        }));
        diary.passUntil("2024-01-16T08:00:00Z");
        assertThat(diary.entries("run")).containsExactly("15 08:00 run 0", "15 08:03:30 run 1", "16 08:00 run 2");
        assertThat(loop.stats().missed()).isEqualTo(2);
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void L12_a_change_from_daily_to_every_minute_runs_once_at_once() {
        Diary diary = new Diary("2024-01-15T07:00:00Z");
        LoopTask loop = diary.dailyAt("08:00").start(diary.run());
        diary.passUntil("2024-01-16T07:00:00Z");
        loop.changeInterval(Duration.ofSeconds(60));
        diary.passUntil("2024-01-16T07:02:00Z");
        assertThat(diary.entries("run"))
                .containsExactly("15 08:00 run 0", "16 07:00 run 1", "16 07:01 run 2", "16 07:02 run 3");
    }

    @Test
    void L13_a_change_to_a_time_that_is_still_ahead_runs_today() {
        Diary diary = new Diary("2024-01-15T09:00:00Z");
        LoopTask loop = diary.dailyAt("08:00").start(diary.run());
        diary.passUntil("2024-01-15T09:30:00Z");
        loop.changeSchedule(Diary.daily("10:00"));
        diary.passUntil("2024-01-16T10:00:00Z");
        assertThat(diary.entries("run")).containsExactly("15 10:00 run 0", "16 10:00 run 1");
    }

    @Test
    void L24_and_L25_setting_the_wall_clock_moves_no_interval() {
        for (Duration step : new Duration[] {Duration.ofHours(1), Duration.ofHours(-1)}) {
            Diary diary = new Diary("2024-01-15T12:00:00Z");
            LoopTask loop = diary.every(5).start(diary.run());
            diary.pass(7);
            diary.time.stepWallClock(step);
            diary.pass(13);
            assertThat(diary.entries("run")).hasSize(5);
            assertThat(loop.stats().missed()).isZero();
            assertThat(loop.timeUntilNextIteration()).contains(Duration.ofSeconds(5));
        }
    }

    @Test
    void L26_a_time_the_host_sleeps_through_is_run_on_waking_up_or_skipped_as_the_policy_says() {
        for (Missed policy : new Missed[] {Missed.RUN_ONCE, Missed.SKIP}) {
            Diary diary = new Diary("2024-01-15T00:00:00Z");
            LoopTask loop = diary.dailyAt("08:00").missed(policy).start(diary.run());
            diary.passUntil("2024-01-15T01:00:00Z");
            diary.time.suspend(Duration.ofHours(10));
            diary.passUntil("2024-01-16T09:00:00Z");
            assertThat(diary.entries("run"))
                    .isEqualTo(
                            policy == Missed.SKIP
                                    ? List.of("16 08:00 run 0")
                                    : List.of("15 11:00 run 0", "16 08:00 run 1"));
            assertThat(loop.stats().missed()).isEqualTo(1);
        }
    }

    @Test
    void L27_a_clock_that_is_set_back_a_little_just_before_the_time_does_not_run_it_early_or_twice() {
        Diary diary = new Diary("2024-01-15T07:59:30Z");
        LoopTask loop = diary.dailyAt("08:00").start(diary.run());
        diary.pass(1);
        diary.time.stepWallClock(Duration.ofMillis(-200));
        diary.time.advance(Duration.ofMillis(29_199));
        assertThat(loop.stats().runs()).isZero();
        diary.passUntil("2024-01-15T12:00:00Z");
        assertThat(diary.entries("run")).containsExactly("15 08:00 run 0");
    }

    @Test
    void L28_a_time_that_passes_in_the_before_hook_is_missed_and_run_late_or_skipped_as_the_policy_says() {
        for (Missed policy : new Missed[] {Missed.RUN_ONCE, Missed.SKIP}) {
            Diary diary = new Diary("2024-01-15T07:59:00Z");
            LoopTask loop = diary.dailyAt("08:00")
                    .missed(policy)
                    .beforeLoop(run -> diary.lasting(90).run(run))
                    .start(diary.run());
            diary.passUntil("2024-01-16T09:00:00Z");
            assertThat(diary.entries("run"))
                    .isEqualTo(
                            policy == Missed.SKIP
                                    ? List.of("16 08:00 run 0")
                                    : List.of("15 08:00:30 run 0", "16 08:00 run 1"));
            assertThat(loop.stats().missed()).isEqualTo(1);
        }
    }

    @Test
    void L30_an_error_of_the_file_system_fails_each_run_of_a_day_once_and_is_reported_each_time() {
        Diary diary = new Diary("2024-01-15T00:00:00Z");
        LoopTask loop = diary.every(3600).start(run -> {
            throw new FileNotFoundException("no such file");
        });
        diary.passUntil("2024-01-15T23:59:00Z");
        assertThat(diary.entries("error no such file")).hasSize(24);
        assertThat(loop.stats().failures()).isEqualTo(24);
        assertThat(loop.stats().retries()).isZero();
        assertThat(loop.currentLoop()).isEqualTo(24);
    }
}
