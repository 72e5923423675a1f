package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a database that is away, slow or read-only does to durable loops, in virtual time. */
class DurableOutageTest extends InVirtualCluster {
    @Test
    void the_database_may_go_away_for_a_while() {
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> {
            note("a", run);
            VirtualCluster.sleep(ofSeconds(10));
        });
        List<String> local = new ArrayList<>();
        Node process = cluster.start();
        Loops.every(ofMinutes(1)).name("local").scheduler(process).start(run -> local.add("run"));
        cluster.advance(ofSeconds(5));
        try (LogLines log = LogLines.ofLibrary()) {
            cluster.table.away = true;
            int before = cluster.table.questions;
            cluster.advance(ofMinutes(5));
            assertThat(cluster.table.questions - before).as("no busy polling").isBetween(10, 80);
            assertThat(runs)
                    .as("the run in progress has ended, and no other has begun")
                    .hasSize(1);
            cluster.table.away = false;
            cluster.advance(ofMinutes(2));
            assertThat(log.with("database"))
                    .satisfiesExactly(
                            gone -> assertThat(gone)
                                    .startsWith("WARN The database of the durable loops cannot be used: "
                                            + "java.lang.IllegalStateException: connection refused."),
                            back -> assertThat(back)
                                    .startsWith("INFO The database of the durable loops answers again, after 29"));
        }
        assertThat(ticks())
                .startsWith("00:00", "00:01", "00:02", "00:03", "00:04", "00:05")
                .doesNotHaveDuplicates();
        assertThat(local).hasSize(8);
    }

    @Test
    void a_tick_that_was_repeated_elsewhere_during_an_outage_is_not_written_twice() {
        Node cut = cluster.start();
        everyMinute(cut).start(run -> {
            note("cut", run);
            VirtualCluster.sleep(ofSeconds(70));
        });
        cluster.advance(ofSeconds(1));
        cut.kill(); // cannot reach the table any more, but its body goes on
        everyMinute(cluster.start()).start(run -> note("other", run));
        cluster.advance(ofMinutes(3));
        assertThat(runs).startsWith("cut 00:00", "other 00:00", "other 00:01").doesNotHaveDuplicates();
    }

    /** The database picks the tick of 00:01 and goes away before it can say so. */
    private void loseTheAnswerOfAPick() {
        cluster.advance(ofSeconds(30));
        cluster.table.loseNextPick();
        cluster.advance(ofSeconds(35));
        assertThat(cluster.table.isPicked("loop")).isTrue();
        assertThat(runs).containsExactly("a 00:00");
    }

    @Test
    void a_tick_that_was_picked_when_the_connection_broke_is_run_when_the_database_is_back() {
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> note("a", run));
        loseTheAnswerOfAPick();
        try (LogLines log = LogLines.ofLibrary()) {
            cluster.table.away = false;
            cluster.advance(ofSeconds(10));
            assertThat(runs).containsExactly("a 00:00", "a 00:01");
            assertThat(log.with("repeated")).isEmpty();
        }
        cluster.advance(ofMinutes(2));
        assertThat(runs).containsExactly("a 00:00", "a 00:01", "a 00:02", "a 00:03");
    }

    @Test
    void a_tick_that_was_picked_when_the_connection_broke_is_run_even_if_it_breaks_again() {
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> note("a", run));
        loseTheAnswerOfAPick();
        cluster.table.beforePickedRowIsRead = () -> {
            cluster.table.beforePickedRowIsRead = () -> {};
            throw new IllegalStateException("connection reset again");
        };
        cluster.table.away = false;
        cluster.advance(ofSeconds(15));
        assertThat(runs).containsExactly("a 00:00", "a 00:01");
    }

    @Test
    void a_scheduler_that_closes_before_it_knows_of_a_pick_puts_the_tick_back() {
        Node first = cluster.start();
        everyMinute(first).missed(Missed.CATCH_UP).start(run -> note("a", run));
        loseTheAnswerOfAPick();
        AtomicBoolean asked = new AtomicBoolean();
        cluster.table.beforePickedRowIsRead = () -> {
            asked.set(true);
            sleep(ofMillis(300));
        };
        cluster.table.away = false;
        for (int i = 0; i < 1_000 && !asked.get(); i++) {
            cluster.advance(ofMillis(20));
        }
        first.close();
        assertThat(asked).isTrue();
        assertThat(runs).containsExactly("a 00:00");
        assertThat(cluster.table.isPicked("loop")).isFalse();
    }

    @Test
    void a_scheduler_that_closes_in_an_outage_waits_a_second_for_the_answer_to_a_pick() {
        Node first = cluster.start();
        everyMinute(first).missed(Missed.CATCH_UP).start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        cluster.table.loseNextPick();
        cluster.advance(ofMillis(30_010));
        assertThat(cluster.table.away).isTrue();
        Loops.on(Schedule.once(cluster.now().plusMillis(300)))
                .scheduler(cluster.start())
                .start(run -> cluster.table.away = false);
        first.close();
        assertThat(cluster.table.isPicked("loop")).isFalse();
        assertThat(runs).containsExactly("a 00:00");
    }

    @Test
    void a_pick_that_the_database_makes_after_all_is_found_too() {
        Node process = cluster.start();
        everyMinute(process).missed(Missed.CATCH_UP).start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        cluster.table.pickLater = true;
        cluster.advance(ofSeconds(50));
        assertThat(runs).containsExactly("a 00:00", "a 00:01");
    }

    @Test
    void a_loop_that_ends_before_its_database_is_there_leaves_no_row() {
        cluster.table.away = true;
        LoopTask task = everyMinute(cluster.start()).start(run -> note("a", run));
        cluster.advance(ofSeconds(5));
        task.cancel();
        cluster.advance(ofSeconds(5));
        cluster.table.away = false;
        cluster.advance(ofMinutes(1));
        assertThat(cluster.table.dueAt("loop")).isNull();
    }

    @Test
    void the_end_of_a_run_that_ends_as_the_database_goes_away_is_written_when_it_is_back() {
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> {
            note("a", run);
            cluster.table.away = true;
        });
        cluster.advance(ofSeconds(30));
        assertThat(cluster.table.isPicked("loop")).isTrue();
        cluster.table.away = false;
        cluster.advance(ofSeconds(11));
        assertThat(cluster.table.isPicked("loop")).isFalse();
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        assertThat(runs).containsExactly("a 00:00");
    }

    @Test
    void a_tick_that_was_picked_when_the_connection_broke_is_not_run_if_another_process_has_repeated_it() {
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> note("a", run));
        loseTheAnswerOfAPick();
        cluster.table.away = false;
        cluster.table.cutOff = "process-1";
        everyMinute(cluster.start()).missed(Missed.CATCH_UP).start(run -> note("b", run));
        cluster.advance(ofSeconds(50));
        assertThat(runs).containsExactly("a 00:00", "b 00:01");
        cluster.table.cutOff = "";
        cluster.advance(ofMinutes(5));
        assertThat(ticks()).startsWith("00:00", "00:01", "00:02", "00:03").doesNotHaveDuplicates();
    }

    @Test
    void a_tick_that_was_picked_when_the_loop_was_cancelled_goes_to_another_process() {
        LoopTask task = everyMinute(cluster.start()).start(run -> note("a", run));
        loseTheAnswerOfAPick();
        task.cancel();
        cluster.advance(ofSeconds(1));
        cluster.table.away = false;
        everyMinute(cluster.start()).start(run -> note("b", run));
        cluster.advance(ofSeconds(20));
        assertThat(runs).containsExactly("a 00:00", "b 00:01");
    }

    @Test
    void a_bot_that_starts_without_its_database_begins_when_that_is_there() {
        cluster.table.away = true;
        LoopTask task = everyMinute(cluster.start()).start(run -> note("a", run));
        cluster.advance(ofMinutes(2));
        assertThat(runs).isEmpty();
        assertThat(task.isRunning()).isTrue();
        cluster.table.away = false;
        cluster.advance(ofSeconds(15));
        assertThat(runs).hasSize(1);
    }

    private static void sleep(Duration duration) {
        try {
            VirtualCluster.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void while_a_pick_takes_longer_than_the_interval_the_timer_rests() {
        Node process = cluster.start();
        loop(process, Schedule.every(ofSeconds(1))).start(run -> note("a", run));
        cluster.advance(ofMillis(500));
        cluster.table.beforePickIsAnswered = () -> sleep(ofSeconds(5));
        cluster.advance(ofSeconds(20));
        assertThat(runs).hasSizeGreaterThan(2);
    }

    @Test
    void a_database_that_can_only_be_read_is_asked_less_and_less_often() {
        Node process = cluster.start();
        everyMinute(process).missed(Missed.CATCH_UP).start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops")) {
            cluster.table.readOnly = true;
            int before = cluster.table.questions;
            cluster.advance(ofMinutes(10));
            assertThat(log.from(Level.INFO)).hasSizeLessThan(140);
            assertThat(cluster.table.questions - before).isLessThan(400);
            cluster.table.readOnly = false;
            cluster.advance(ofMinutes(1));
        }
        assertThat(runs).hasSize(12);
    }
}
