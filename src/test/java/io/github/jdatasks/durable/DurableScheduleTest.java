package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When the ticks of a durable loop are, over restarts and deployments. */
class DurableScheduleTest extends InVirtualCluster {
    @Test
    void the_grid_of_an_interval_is_that_of_the_first_start_ever() {
        Node evening = cluster.start();
        loop(evening, Schedule.every(ofHours(24))).start(run -> note("a", run));
        cluster.advance(ofHours(20));
        for (int day = 1; day <= 5; day++) {
            evening.close();
            evening = cluster.start();
            int number = day;
            loop(evening, Schedule.every(ofHours(24))).start(run -> note("restart-" + number, run));
            cluster.advance(ofHours(24));
        }
        assertThat(runs)
                .containsExactly(
                        "a 00:00",
                        "restart-1 00:00",
                        "restart-2 00:00",
                        "restart-3 00:00",
                        "restart-4 00:00",
                        "restart-5 00:00");
    }

    @Test
    void the_next_iteration_is_the_instant_of_the_row() {
        LoopTask task = loop(cluster.start(), Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)))
                .start(run -> note("a", run));
        assertThat(task.nextIteration()).isEmpty();
        cluster.runPending();
        assertThat(task.nextIteration()).contains(MIDNIGHT.plus(ofHours(8)));
        cluster.advance(ofHours(9));
        assertThat(task.nextIteration()).contains(MIDNIGHT.plus(ofHours(32)));
    }

    @Test
    void a_loop_whose_only_tick_has_been_run_ends_in_every_process() {
        Schedule once = Schedule.once(MIDNIGHT.plusSeconds(90));
        LoopTask one = loop(cluster.start(), once).start(run -> note("a", run));
        LoopTask two = loop(cluster.start(), once).start(run -> note("b", run));
        cluster.advance(ofMinutes(3));
        assertThat(runs).hasSize(1);
        assertThat(one.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(two.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(cluster.table.dueAt("loop")).isNull();
        LoopTask later = loop(cluster.start(), once).start(run -> note("c", run));
        try (LogLines log = LogLines.ofLoop()) {
            cluster.advance(ofMinutes(1));
            assertThat(log.from(Level.WARN)).as("it has had its run").isEmpty();
        }
        assertThat(later.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(runs).hasSize(1);
    }

    @Test
    void fixed_delay_counts_from_the_end_of_a_run_wherever_it_was() {
        for (String who : List.of("a", "b")) {
            loop(cluster.start(), Schedule.fixedDelay(ofMinutes(1))).start(run -> {
                note(who, run);
                VirtualCluster.sleep(ofSeconds(20));
            });
        }
        cluster.advance(ofMinutes(5));
        assertThat(ticks()).containsExactly("00:00", "00:01:20", "00:02:40", "00:04");
    }

    @Test
    void a_shorter_interval_counts_from_the_last_tick_and_a_longer_one_does_not_begin_anew_at_each_restart() {
        Node first = cluster.start();
        loop(first, Schedule.every(ofHours(6))).start(run -> note("6h", run));
        cluster.advance(ofHours(1));
        first.close();
        Node second = cluster.start();
        loop(second, Schedule.every(ofHours(2))).start(run -> note("2h", run));
        cluster.advance(ofHours(4));
        assertThat(runs).containsExactly("6h 00:00", "2h 02:00", "2h 04:00");
        second.close();
        for (int restart = 0; restart < 12; restart++) {
            Node next = cluster.start();
            loop(next, Schedule.every(ofHours(10))).start(run -> note("10h", run));
            cluster.advance(ofHours(1));
            next.close();
        }
        assertThat(runs).containsExactly("6h 00:00", "2h 02:00", "2h 04:00", "10h 14:00");
    }

    @Test
    void another_time_of_day_counts_from_the_next_start_on() {
        Node first = cluster.start();
        loop(first, Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0))).start(run -> note("old", run));
        cluster.advance(ofHours(1));
        first.close();
        loop(cluster.start(), Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(7, 30)))
                .start(run -> note("new", run));
        cluster.advance(ofHours(24));
        assertThat(runs).containsExactly("new 07:30");
    }

    @Test
    void an_initial_delay_counts_once_and_not_from_each_restart() {
        Node first = cluster.start();
        loop(first, Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)))
                .initialDelay(ofHours(10))
                .start(run -> note("a", run));
        cluster.advance(ofHours(30));
        first.close();
        loop(cluster.start(), Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)))
                .initialDelay(ofHours(10))
                .start(run -> note("b", run));
        cluster.advance(ofHours(24));
        assertThat(runs).containsExactly("b 08:00");
    }

    @Test
    void a_failed_schedule_ends_the_loop_here_and_loses_no_tick() {
        Schedule fails = new Schedule() {
            @Override
            public java.util.Optional<Instant> nextAfter(Instant instant) {
                if (instant.isBefore(MIDNIGHT.plusSeconds(60))) {
                    return java.util.Optional.of(MIDNIGHT.plusSeconds(60));
                }
                throw new IllegalStateException("no such table");
            }

            @Override
            public String describe() {
                return "own";
            }
        };
        LoopTask task = loop(cluster.start(), fails).start(run -> note("a", run));
        cluster.advance(ofMinutes(2));
        assertThat(runs).containsExactly("a 00:01");
        assertThat(task.completion()).isCompletedWithValue(LoopOutcome.FAILED);
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        assertThat(cluster.table.isPicked("loop")).isFalse();
    }

    @Test
    void jitter_delays_the_run_and_not_the_tick() {
        List<Duration> late = new ArrayList<>();
        everyMinute(cluster.start()).jitter(ofSeconds(20)).start(run -> late.add(run.lateness()));
        cluster.advance(ofMinutes(20));
        assertThat(late).hasSizeGreaterThan(18).allMatch(delay -> delay.compareTo(ofSeconds(20)) <= 0);
        assertThat(new HashSet<>(late)).hasSizeGreaterThan(10);
    }

    private static LoopBuilder hourly(Node process) {
        return loop(process, Schedule.cron("0 * * * *", ZoneOffset.UTC));
    }

    private void assertRepeatedWithTheSameInstant(Consumer<Node> end) {
        Node first = cluster.start();
        hourly(first).start(run -> note("first", run));
        cluster.advance(ofMinutes(90));
        first.close();
        cluster.advance(ofHours(4));
        Node second = cluster.start();
        hourly(second).start(run -> {
            note("second", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(10));
        end.accept(second);
        cluster.advance(ofSeconds(10));
        hourly(cluster.start()).start(run -> note("third", run));
        cluster.advance(ofMinutes(10));
        assertThat(runs).containsExactly("first 01:00", "second 05:00", "third 05:00");
    }

    @Test
    void a_run_that_stands_for_missed_ticks_is_repeated_with_the_same_instant_after_a_crash() {
        assertRepeatedWithTheSameInstant(Node::kill);
    }

    @Test
    void a_run_that_stands_for_missed_ticks_is_repeated_with_the_same_instant_after_an_interrupt() {
        assertRepeatedWithTheSameInstant(Node::close);
    }

    @Test
    void an_interval_ends_in_every_process_when_its_last_tick_has_been_run() {
        Schedule schedule = Schedule.every(ofMinutes(1)).until(MIDNIGHT.plusSeconds(150));
        LoopTask one = loop(cluster.start(), schedule).start(run -> note("a", run));
        LoopTask two = loop(cluster.start(), schedule).start(run -> note("b", run));
        cluster.advance(ofMinutes(10));
        assertThat(ticks()).containsExactly("00:00", "00:01", "00:02");
        assertThat(one.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(two.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(cluster.table.dueAt("loop")).isNull();
    }

    @Test
    void an_interval_with_a_start_has_the_same_grid_after_each_restart() {
        Schedule schedule = Schedule.every(ofMinutes(10)).startingAt(MIDNIGHT.plus(ofMinutes(5)));
        for (String name : List.of("a", "b", "c")) {
            Node process = cluster.start();
            loop(process, schedule).start(run -> note(name, run));
            cluster.advance(ofMinutes(13));
            process.close();
            cluster.advance(ofMinutes(1));
        }
        assertThat(runs).containsExactly("a 00:05", "b 00:15", "b 00:25", "c 00:35");
    }

    @Test
    void a_filtered_interval_skips_ticks_of_the_grid_of_all_processes_also_of_those_that_were_missed() {
        Schedule schedule = Schedule.every(ofMinutes(1)).filter(tick -> tick.getEpochSecond() / 60 % 5 < 2);
        Node first = cluster.start();
        loop(first, schedule).start(run -> note("a", run));
        cluster.advance(ofMinutes(7));
        first.close();
        cluster.advance(ofMinutes(6));
        LoopTask later = loop(cluster.start(), schedule).start(run -> note("b", run));
        cluster.advance(ofMinutes(3));
        assertThat(runs).containsExactly("a 00:00", "a 00:01", "a 00:05", "a 00:06", "b 00:11", "b 00:15", "b 00:16");
        assertThat(later.stats().missed()).isEqualTo(2);
    }

    @Test
    void a_fixed_delay_with_a_start_and_an_end_counts_from_the_end_of_each_run_between_them() {
        Schedule schedule = Schedule.fixedDelay(ofMinutes(1))
                .startingAt(MIDNIGHT.plusSeconds(90))
                .until(MIDNIGHT.plusSeconds(300));
        LoopTask task = loop(cluster.start(), schedule).start(run -> {
            note("a", run);
            VirtualCluster.sleep(ofSeconds(20));
        });
        cluster.advance(ofMinutes(10));
        assertThat(runs).containsExactly("a 00:01:30", "a 00:02:50", "a 00:04:10");
        assertThat(task.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void another_end_or_filter_of_an_interval_counts_from_the_next_start_on() {
        Schedule hourly = Schedule.every(ofHours(1));
        Schedule[] schedules = {
            hourly.filter(tick -> tick.getEpochSecond() / 3600 % 6 == 0), // the row waits for 06:00
            hourly.filter(tick -> tick.getEpochSecond() / 3600 % 3 == 2),
            hourly.filter(tick -> tick.getEpochSecond() / 3600 % 3 == 1), // then for 07:00
            hourly.until(MIDNIGHT.plus(ofMinutes(290)))
        };
        LoopTask last = null;
        for (Schedule schedule : schedules) {
            Node process = cluster.start();
            int number = runs.size();
            last = loop(process, schedule).start(run -> note(number + " then", run));
            cluster.advance(ofMinutes(95));
            process.close();
        }
        assertThat(runs).containsExactly("0 then 00:00", "1 then 02:00", "2 then 04:00");
        assertThat(Objects.requireNonNull(last).completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(cluster.table.dueAt("loop")).isNull();
    }

    @Test
    void a_tick_that_was_missed_before_a_new_filter_rejects_it_still_has_its_run() {
        Node first = cluster.start();
        everyMinute(first).start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        first.close();
        cluster.advance(ofMinutes(5));
        LoopTask task = loop(
                        cluster.start(),
                        Schedule.every(ofMinutes(1)).filter(tick -> tick.getEpochSecond() / 60 % 10 == 9))
                .start(run -> note("b", run));
        cluster.advance(ofMinutes(4));
        assertThat(runs).containsExactly("a 00:00", "b 00:01", "b 00:09");
        assertThat(task.stats().missed()).isEqualTo(1);
        assertThat(task.stats().skipped()).isZero();
    }

    @Test
    void a_filter_that_fails_when_a_loop_meets_its_row_leaves_the_row_as_it_is() {
        Node first = cluster.start();
        everyMinute(first).start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        first.close();
        AtomicInteger asked = new AtomicInteger();
        Schedule broken = Schedule.every(ofMinutes(1)).filter(tick -> {
            if (asked.incrementAndGet() == 2) { // after the plan that a loop would have without a row
                throw new IllegalStateException("no calendar");
            }
            return true;
        });
        loop(cluster.start(), broken).start(run -> note("b", run));
        cluster.advance(ofSeconds(3));
        assertThat(asked).hasValue(2);
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        cluster.advance(ofMinutes(2));
        assertThat(runs).containsExactly("a 00:00", "b 00:01", "b 00:02");
    }

    @Test
    void every_second_day_and_the_filtered_times_of_a_calendar_outlive_a_restart() {
        Schedule days = Schedule.everyDays(2, LocalDate.of(2026, 3, 2), ZoneOffset.UTC, LocalTime.of(8, 0));
        Schedule weeks = Schedule.everyWeeks(
                        2,
                        LocalDate.of(2026, 3, 2),
                        ZoneOffset.UTC,
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        LocalTime.of(9, 0))
                .filter(tick -> tick.atZone(ZoneOffset.UTC).getDayOfMonth() % 2 == 1);
        List<Instant> seen = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            Node process = cluster.start();
            loop(process, Schedule.anyOf(days, weeks)).start(run -> seen.add(run.scheduledAt()));
            cluster.advance(ofHours(60));
            process.close();
        }
        assertThat(seen)
                .isEqualTo(Schedule.anyOf(days, weeks).until(cluster.now()).nextAfter(MIDNIGHT, 100))
                .hasSize(7);
    }
}
