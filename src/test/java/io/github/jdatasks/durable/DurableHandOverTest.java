package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a tick when the process that has it must not run it, or no longer, in virtual time. */
class DurableHandOverTest extends InVirtualCluster {
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();

    @Test
    void a_loop_that_is_cancelled_between_two_attempts_has_its_tick_repeated_elsewhere() {
        LoopTask task = everyMinute(cluster.start())
                .retry(RetryPolicy.fixedDelay(ofMinutes(10)))
                .start(run -> {
                    note("first", run);
                    throw new IOException("flaky");
                });
        cluster.advance(ofSeconds(10));
        assertThat(cluster.table.isPicked("loop")).isTrue();
        task.cancel();
        cluster.runPending();
        assertThat(cluster.table.isPicked("loop")).isFalse();
        cluster.advance(ofMinutes(3));
        everyMinute(cluster.start()).missed(Missed.SKIP).start(run -> note("second", run));
        cluster.runPending();
        assertThat(runs).as("it was begun, so it is no missed one").containsExactly("first 00:00", "second 00:00");
    }

    @Test
    void a_loop_that_loses_the_connection_between_two_attempts_hands_the_tick_on_for_good() {
        everyMinute(cluster.start())
                .gate(gate)
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)))
                .start(run -> {
                    note("first", run);
                    throw new IOException("flaky");
                });
        cluster.advance(ofSeconds(1));
        connection.disconnect();
        everyMinute(cluster.start()).start(run -> note("second", run));
        cluster.advance(ofSeconds(20));
        assertThat(runs).containsExactly("first 00:00", "second 00:00");
        connection.resume();
        cluster.advance(ofSeconds(30));
        assertThat(runs).containsExactly("first 00:00", "second 00:00");
    }

    @Test
    void a_tick_that_waits_for_its_jitter_goes_to_another_process_if_the_gate_is_closed_then() {
        everyMinute(cluster.start()).gate(gate).jitter(ofSeconds(20)).start(run -> note("first", run));
        cluster.advance(ofSeconds(60));
        runs.clear();
        cluster.advance(ofMillis(1));
        assertThat(cluster.table.isPicked("loop")).isTrue();
        connection.disconnect();
        everyMinute(cluster.start()).start(run -> note("second", run));
        cluster.advance(ofSeconds(35));
        assertThat(runs).containsExactly("second 00:01");
    }

    @Test
    void a_tick_that_waits_for_its_jitter_when_the_loop_ends_was_not_begun() {
        LoopTask task = everyMinute(cluster.start()).jitter(ofSeconds(59)).start(run -> note("first", run));
        cluster.advance(ofSeconds(60).plusMillis(1));
        runs.clear();
        assertThat(cluster.table.isPicked("loop")).isTrue();
        task.cancel();
        cluster.advance(ofMinutes(3));
        everyMinute(cluster.start()).missed(Missed.SKIP).start(run -> note("second", run));
        cluster.advance(ofSeconds(1));
        assertThat(runs).as("it is a missed one").isEmpty();
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(300));
    }

    @Test
    void while_a_run_on_request_takes_long_the_ticks_go_to_others() {
        LoopTask busy = everyMinute(cluster.start()).start(run -> {
            note("busy", run);
            if (runs.size() == 2) {
                VirtualCluster.sleep(ofMinutes(10));
            }
        });
        cluster.advance(ofSeconds(1));
        busy.runNow();
        cluster.advance(ofSeconds(1));
        runs.clear();
        everyMinute(cluster.start()).start(run -> note("other", run));
        cluster.advance(ofMinutes(3));
        assertThat(runs).containsExactly("other 00:01", "other 00:02", "other 00:03");
    }

    @Test
    void the_end_of_a_run_is_written_before_a_run_that_was_requested_meanwhile() {
        Node busy = cluster.start();
        LoopTask task = everyMinute(busy).start(run -> {
            note("busy", run);
            VirtualCluster.sleep(runs.size() == 1 ? ofSeconds(10) : ofMinutes(10));
        });
        cluster.advance(ofSeconds(5));
        task.runNow();
        cluster.advance(ofSeconds(10));
        assertThat(runs).containsExactly("busy 00:00", "busy 00:00:10");
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        busy.kill();
        everyMinute(cluster.start()).start(run -> note("other", run));
        cluster.advance(ofMinutes(2));
        assertThat(runs).containsExactly("busy 00:00", "busy 00:00:10", "other 00:01", "other 00:02");
    }

    @Test
    void an_ended_loop_asks_the_table_nothing_more_and_leaves_the_other_loops_of_its_process_alone() {
        Node process = cluster.start();
        LoopTask ended = everyMinute(process).start(run -> note("ended", run));
        LoopTask other = Loops.every(ofMinutes(1))
                .name("other")
                .durable(true)
                .scheduler(process)
                .start(run -> note("other", run));
        cluster.advance(ofSeconds(90));
        runs.clear();
        CompletableFuture<LoopOutcome> end = ended.stop();
        cluster.advance(ofMinutes(2));
        assertThat(end).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(runs).containsExactly("other 00:02", "other 00:03");
        other.stop();
        cluster.advance(ofSeconds(15));
        int before = cluster.table.questions;
        cluster.advance(ofHours(1));
        assertThat(cluster.table.questions).isEqualTo(before);
    }

    @Test
    void a_dead_process_has_its_tick_repeated_at_once_by_one_that_runs_another_loop() {
        Node dead = cluster.start();
        everyMinute(dead).start(run -> {
            note("dead", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(1));
        dead.kill();
        Node alive = cluster.start();
        Loops.every(ofMinutes(1))
                .name("long")
                .durable(true)
                .scheduler(alive)
                .start(run -> VirtualCluster.sleep(ofHours(1)));
        everyMinute(alive).start(run -> note("alive", run));
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops")) {
            for (int second = 0; second < 60 && log.with("heard of").isEmpty(); second++) {
                cluster.advance(ofSeconds(1));
            }
            assertThat(log.with("heard of")).singleElement().asString().contains("is repeated");
        }
        assertThat(runs).containsExactly("dead 00:00", "alive 00:00");
    }

    @Test
    void a_loop_with_another_interval_leaves_a_tick_alone_that_is_being_run() {
        everyMinute(cluster.start()).start(run -> {
            note("old", run);
            VirtualCluster.sleep(ofMinutes(5));
        });
        cluster.advance(ofMinutes(1));
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops")) {
            loop(cluster.start(), Schedule.every(ofSeconds(30))).start(run -> note("new", run));
            cluster.advance(ofSeconds(230));
            assertThat(runs).containsExactly("old 00:00");
            cluster.advance(ofSeconds(20));
            assertThat(log.from(Level.WARN)).isEmpty();
        }
    }

    @Test
    void a_loop_whose_only_tick_had_passed_before_its_first_start_ends_without_a_row() {
        LoopTask task =
                loop(cluster.start(), Schedule.once(MIDNIGHT.minusSeconds(1))).start(run -> note("a", run));
        cluster.advance(ofMinutes(1));
        assertThat(task.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(cluster.table.dueAt("loop")).isNull();
        assertThat(runs).isEmpty();
    }

    @Test
    void a_process_that_others_outrun_knows_the_next_iteration_too() {
        LoopTask quick = everyMinute(cluster.start()).start(run -> note("quick", run));
        LoopTask busy = everyMinute(cluster.start()).start(run -> note("busy", run));
        for (int minute = 1; minute <= 20; minute++) {
            cluster.advance(ofMinutes(1));
            assertThat(quick.nextIteration()).contains(MIDNIGHT.plusSeconds(60 * minute + 60));
            assertThat(busy.nextIteration()).contains(MIDNIGHT.plusSeconds(60 * minute + 60));
        }
        assertThat(runs).anyMatch(run -> run.startsWith("quick")).anyMatch(run -> run.startsWith("busy"));
    }
}
