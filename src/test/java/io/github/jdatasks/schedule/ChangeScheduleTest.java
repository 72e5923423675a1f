package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules that are changed while loops live on them. */
class ChangeScheduleTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final Diary diary = new Diary();

    @ParameterizedTest
    @EnumSource
    void a_change_acts_in_every_situation_and_makes_no_burst(Situation situation) {
        Staging staging = new Staging(situation);
        staging.loop.changeInterval(TEN);
        staging.connect();
        if (situation.state == LoopState.PAUSED && staging.loop.isPaused()) {
            staging.loop.resume();
        }
        if (!situation.isLive() || situation == Situation.IN_THE_AFTER_HOOK) {
            staging.diary.pass(35);
            staging.loop.start();
        }
        staging.diary.pass(115);
        assertThat(staging.diary.entries("body")).isEqualTo(bodiesAfterTheChange(situation));
        assertThat(staging.loop.stats().missed()).isZero();
        assertThat(staging.loop.schedule().describe())
                .isEqualTo(Schedule.every(TEN).describe());
    }

    private static List<String> bodiesAfterTheChange(Situation situation) {
        boolean startedLater = !situation.isLive() || situation == Situation.IN_THE_AFTER_HOOK;
        int first = startedLater
                ? 40
                : switch (situation) {
                    case JUST_STARTED, WAITING_FOR_THE_FIRST_READY -> 5; // nothing to count from: as it starts
                    case WAITING, PAUSED, DISCONNECTED -> 10; // ten seconds after the run at 0
                    default -> 35; // when what was in progress has ended
                };
        boolean retries = situation == Situation.BACKING_OFF || situation == Situation.BACKING_OFF_AND_PAUSED;
        Stream<Integer> retry = retries ? Stream.of(35) : Stream.of(); // before the run that came due meanwhile
        int end = startedLater ? 155 : 120;
        return Stream.concat(retry, Stream.iterate(first, second -> second <= end, second -> second + 10))
                .map(second -> second + " body")
                .toList();
    }

    @Test
    void the_interval_counts_from_the_last_planned_run() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(5);
        loop.changeInterval(TEN);
        diary.pass(25);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "20 run 2", "30 run 3");
    }

    @Test
    void a_longer_interval_counts_from_the_last_planned_run_too() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(15);
        loop.changeInterval(Duration.ofSeconds(60));
        diary.pass(120);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "70 run 2", "130 run 3");
    }

    @Test
    void two_changes_in_a_row_are_the_second_one() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(5);
        loop.changeInterval(Duration.ofSeconds(1));
        loop.changeInterval(Duration.ofSeconds(20));
        diary.pass(40);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "20 run 1", "40 run 2");
    }

    @Test
    void a_change_inside_the_body_takes_effect_at_its_end() {
        LoopTask loop = diary.every(60).start(diary.run(run -> {
            if (run.iteration() == 0) {
                run.task().changeInterval(TEN);
                diary.lasting(15).run(run);
            }
        }));
        diary.pass(25);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "15 run 1", "25 run 2");
        assertThat(loop.stats().missed()).isZero();
        assertThat(loop.stats().failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nextIteration_after_a_change_inside_a_body_counts_from_that_run(int iteration) {
        diary.every(60).start(run -> {
            if (run.iteration() == iteration) {
                run.task().changeInterval(TEN);
                diary.write("next in " + run.task().timeUntilNextIteration().orElseThrow());
            }
        });
        diary.pass(60);
        assertThat(diary.entries("next")).containsExactly(60 * iteration + " next in PT10S");
    }

    @Test
    void nextIteration_after_a_change_to_a_fixed_delay_is_not_known_before_the_run_ends() {
        diary.every(60).count(1).start(run -> {
            run.task().changeSchedule(Schedule.fixedDelay(TEN));
            diary.write("next " + run.task().nextIteration());
        });
        diary.pass(60);
        assertThat(diary.entries("next")).containsExactly("0 next Optional.empty");
    }

    @Test
    void a_change_keeps_the_instant_of_a_retry() {
        LoopTask loop = diary.every(60)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(30)))
                .start(diary.run(run -> {
                    if (run.iteration() == 0 && run.attempt() == 1) {
                        throw new IOException("reset");
                    }
                }));
        diary.pass(5);
        loop.changeInterval(TEN);
        diary.pass(35);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "30 run 0 again", "30 run 1", "40 run 2");
    }

    @Test
    void a_change_in_the_before_hook_counts_from_the_beginning() {
        LoopTask loop = diary.every(60)
                .beforeLoop(run -> run.task().changeInterval(TEN))
                .start(diary.run());
        diary.pass(20);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "20 run 2");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_change_while_paused_runs_once_at_most_when_the_pause_ends() {
        LoopTask loop = diary.every(60).start(diary.run());
        diary.pass(5);
        loop.pause();
        diary.pass(40);
        loop.changeInterval(TEN);
        loop.resume();
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "45 run 1", "55 run 2");
    }

    @Test
    void a_change_of_a_loop_that_is_not_running_is_kept_for_its_next_life() {
        LoopTask loop = diary.every(60).build(diary.run());
        loop.changeInterval(TEN);
        loop.start();
        diary.pass(10);
        loop.stop();
        diary.time.runPending();
        loop.changeInterval(Duration.ofSeconds(5));
        loop.start();
        diary.pass(5);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "10 run 0", "15 run 1");
    }

    @Test
    void from_an_interval_to_times_of_day_and_back() {
        Diary days = new Diary("2024-01-15T07:00:00Z");
        LoopTask loop = days.every(600).start(days.run());
        days.pass(900);
        loop.changeSchedule(Diary.daily("08:00"));
        days.passUntil("2024-01-16T08:05:00Z");
        loop.changeInterval(Duration.ofMinutes(10));
        days.passUntil("2024-01-16T08:20:00Z");
        assertThat(days.entries("run"))
                .containsExactly(
                        "15 07:00 run 0",
                        "15 07:10 run 1",
                        "15 08:00 run 2",
                        "16 08:00 run 3",
                        "16 08:10 run 4",
                        "16 08:20 run 5");
        assertThat(loop.stats().missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "daily"})
    void no_time_of_day_is_missed_that_passed_before_the_change_while_a_loop_waited_for_ready(String before) {
        Diary days = new Diary("2024-01-15T07:50:00Z");
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        LoopTask loop = days.on(before.equals("daily") ? Diary.daily("12:00") : Schedule.every(Duration.parse(before)))
                .gate(gate)
                .start(days.run());
        days.passUntil("2024-01-15T08:10:00Z");
        loop.changeSchedule(Diary.daily("08:00", "08:20"));
        days.passUntil("2024-01-15T08:30:00Z");
        connection.ready();
        days.passUntil("2024-01-16T08:10:00Z");
        assertThat(days.entries("run")).containsExactly("15 08:30 run 0", "16 08:00 run 1");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void a_fixed_delay_counts_from_the_end_of_a_run() {
        LoopTask loop = diary.on(Schedule.fixedDelay(TEN)).start(diary.runFor(4));
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "14 run 1", "28 run 2");
        assertThat(loop.nextIteration()).isEmpty();
        diary.pass(2);
        assertThat(loop.timeUntilNextIteration()).contains(TEN);
    }

    @Test
    void a_schedule_without_another_instant_ends_the_loop() {
        Instant only = diary.time.now().plusSeconds(30);
        diary.on(oneInstant(only)).start(diary.run());
        diary.pass(60);
        assertThat(diary.entries()).containsExactly("0 before", "30 run 0", "30 after");
    }

    private static Schedule oneInstant(Instant instant) {
        return new Schedule() {
            @Override
            public Optional<Instant> nextAfter(Instant after) {
                return after.isBefore(instant) ? Optional.of(instant) : Optional.empty();
            }

            @Override
            public String describe() {
                return "at " + instant;
            }
        };
    }

    @Test
    void an_interval_of_nothing_is_refused_and_changes_nothing() {
        LoopTask loop = diary.every(10).start(diary.run());
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> loop.changeInterval(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("changeInterval: the duration must be ");
        }
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1");
    }

    @Test
    void a_loop_with_times_of_day_that_has_not_run_yet_begins_an_interval_at_once() {
        LoopTask loop = diary.dailyAt("08:00").start(diary.run());
        diary.pass(60);
        loop.changeInterval(Duration.ofSeconds(30));
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("60 run 0", "90 run 1");
    }

    @Test
    void a_loop_with_an_interval_that_has_not_run_yet_changes_to_times_of_day() {
        LoopTask loop = diary.every(10).initialDelay(Duration.ofHours(1)).start(diary.run());
        diary.pass(60);
        loop.changeSchedule(Diary.daily("00:10"));
        diary.pass(3_600);
        assertThat(diary.entries("run")).containsExactly("600 run 0");
    }

    @Test
    void times_of_day_that_equal_the_present_ones_change_nothing() {
        LoopTask loop = diary.dailyAt("00:10").jitter(Duration.ofHours(1)).start(diary.run());
        diary.pass(600);
        Instant delayed = loop.nextIteration().orElseThrow();
        loop.changeSchedule(Diary.daily("00:10"));
        diary.pass(0);
        assertThat(loop.nextIteration()).contains(delayed);
        diary.pass(3_600);
        assertThat(loop.stats().runs()).isOne();
    }

    @Test
    void two_changes_from_times_of_day_in_the_first_run_are_as_good_as_the_last_one() {
        LoopTask loop = diary.dailyAt("00:10").start(run -> {
            diary.write("run");
            if (run.iteration() == 0) {
                run.task().changeSchedule(Schedule.every(Duration.ofHours(2)).until(Instant.MAX));
                run.task().changeInterval(Duration.ofHours(1));
                diary.time.sleep(Duration.ofMinutes(10));
            }
        });
        diary.pass(2 * 3_600);
        assertThat(diary.entries("run")).containsExactly("600 run", "4200 run");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_restart_begins_anew_whatever_was_missed_before() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(1);
        loop.pause();
        diary.pass(100);
        loop.resume();
        diary.pass(1);
        loop.restart();
        diary.pass(10);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "101 run 1", "102 run 0", "112 run 1");
        assertThat(loop.stats().missed()).isEqualTo(10);
    }

    @Test
    void a_schedule_that_fails_when_it_has_been_replaced_ends_nothing() {
        LoopTask[] loop = new LoopTask[1];
        loop[0] = Loops.on(after -> {
                    loop[0].changeInterval(Duration.ofMinutes(10));
                    throw new IllegalStateException("replaced");
                })
                .scheduler(diary.time)
                .build(run -> {});
        loop[0].start();
        diary.time.advance(Duration.ofMinutes(10));
        assertThat(loop[0].state()).isEqualTo(LoopState.WAITING);
        assertThat(loop[0].stats().runs()).isPositive();
        assertThat(loop[0].stats().failures()).isZero();
    }
}
