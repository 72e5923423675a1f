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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
}
