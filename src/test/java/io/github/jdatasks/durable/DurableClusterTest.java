package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which process runs which tick of a durable loop, in virtual time. */
class DurableClusterTest extends InVirtualCluster {
    @Test
    void each_tick_is_run_by_one_of_the_processes() {
        for (String who : List.of("a", "b", "c")) {
            everyMinute(cluster.start()).start(run -> note(who, run));
        }
        cluster.advance(ofMinutes(30));
        assertThat(ticks()).hasSize(31).doesNotHaveDuplicates();
        assertThat(new HashSet<>(runs.stream().map(line -> line.substring(0, 1)).toList()))
                .as("several take part")
                .hasSizeGreaterThan(1);
    }

    @Test
    void a_process_that_dies_in_a_run_has_its_tick_repeated_by_another_one() {
        Node first = cluster.start();
        everyMinute(first).start(run -> {
            note("first", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(1));
        first.kill();
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops")) {
            everyMinute(cluster.start()).missed(Missed.SKIP).start(run -> note("second", run));
            cluster.advance(ofSeconds(39));
            assertThat(log.with("in progress"))
                    .as("why nothing happens meanwhile")
                    .containsExactly("INFO Loop loop: its tick of 2026-03-01T00:00:00Z is in progress in the process"
                            + " process-1. Should that have died, the tick is repeated when 40 s have passed without a"
                            + " heartbeat");
            assertThat(runs).containsExactly("first 00:00");
            cluster.advance(ofSeconds(15));
            assertThat(runs).as("skipping is for ticks that had no run").containsExactly("first 00:00", "second 00:00");
            assertThat(log.with("heard of"))
                    .singleElement()
                    .asString()
                    .contains("WARN Loop loop: the process process-1 has not been heard of for 40 s, so its tick of")
                    .contains("is repeated");
        }
        cluster.advance(ofMinutes(1));
        assertThat(runs).containsExactly("first 00:00", "second 00:00", "second 00:01");
    }

    @Test
    void a_run_that_takes_long_is_not_repeated_while_its_process_lives() {
        everyMinute(cluster.start()).start(run -> {
            note("a", run);
            VirtualCluster.sleep(ofMinutes(10));
        });
        everyMinute(cluster.start()).start(run -> {
            note("b", run);
            VirtualCluster.sleep(ofMinutes(10));
        });
        cluster.advance(ofMinutes(9));
        assertThat(runs).hasSize(1);
    }

    @Test
    void a_process_that_ends_puts_an_interrupted_tick_back_at_once() {
        Node first = cluster.start();
        everyMinute(first).start(run -> {
            note("first", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(1));
        first.close();
        everyMinute(cluster.start()).missed(Missed.SKIP).start(run -> note("second", run));
        cluster.advance(ofSeconds(1));
        assertThat(runs).containsExactly("first 00:00", "second 00:00");
    }

    @Test
    void a_run_that_a_stop_lets_end_is_not_repeated() {
        Node first = cluster.start();
        LoopTask task = everyMinute(first).start(run -> {
            note("first", run);
            VirtualCluster.sleep(ofSeconds(10));
        });
        cluster.advance(ofSeconds(1));
        CompletableFuture<LoopOutcome> end = task.stop();
        cluster.advance(ofSeconds(20));
        assertThat(end).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        everyMinute(cluster.start()).start(run -> note("second", run));
        cluster.advance(ofSeconds(45));
        assertThat(runs).containsExactly("first 00:00", "second 00:01");
    }

    @Test
    void a_process_whose_gate_is_closed_leaves_the_ticks_to_others() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        everyMinute(cluster.start()).gate(gate).start(run -> note("gated", run));
        cluster.advance(ofSeconds(90));
        connection.disconnect();
        everyMinute(cluster.start()).start(run -> note("other", run));
        cluster.advance(ofMinutes(3));
        connection.resume();
        cluster.advance(ofMinutes(20));
        assertThat(runs.subList(0, 5))
                .containsExactly("gated 00:00", "gated 00:01", "other 00:02", "other 00:03", "other 00:04");
        assertThat(ticks()).doesNotHaveDuplicates().hasSize(25);
        assertThat(runs.subList(5, 25)).anyMatch(line -> line.startsWith("gated"));
    }

    @Test
    void if_no_process_may_run_the_tick_waits_and_is_then_a_missed_one() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        everyMinute(cluster.start()).gate(gate).start(run -> note("a", run));
        cluster.advance(ofSeconds(90));
        connection.disconnect();
        cluster.advance(ofMinutes(3));
        assertThat(runs).containsExactly("a 00:00", "a 00:01");
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(120));
        connection.resume();
        cluster.advance(ofMinutes(1));
        assertThat(runs).containsExactly("a 00:00", "a 00:01", "a 00:04", "a 00:05");
    }

    @Test
    void while_no_loop_may_run_the_table_is_not_asked() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask paused =
                loop(cluster.start(), Schedule.every(ofMinutes(1))).gate(gate).start(run -> note("a", run));
        cluster.advance(ofSeconds(1));
        connection.disconnect();
        cluster.advance(ofMinutes(2));
        int before = cluster.table.questions;
        cluster.advance(ofMinutes(10));
        assertThat(cluster.table.questions - before)
                .as("once in 10 s for the dead, but not for what is due")
                .isEqualTo(60);
        assertThat(paused.isRunning()).isTrue();
    }

    @Test
    void pause_and_stop_concern_one_process_only() {
        LoopTask paused = everyMinute(cluster.start()).start(run -> note("paused", run));
        LoopTask stopped = everyMinute(cluster.start()).start(run -> note("stopped", run));
        everyMinute(cluster.start()).start(run -> note("other", run));
        cluster.advance(ofSeconds(30));
        runs.clear();
        paused.pause();
        stopped.stop();
        cluster.advance(ofMinutes(5));
        assertThat(runs).containsExactly("other 00:01", "other 00:02", "other 00:03", "other 00:04", "other 00:05");
        paused.resume();
        cluster.advance(ofMinutes(30));
        assertThat(runs).anyMatch(line -> line.startsWith("paused"));
        assertThat(ticks()).hasSize(35).doesNotHaveDuplicates();
    }

    @Test
    void attempts_and_their_delays_are_those_of_the_loop_and_the_tick_stays_with_it() {
        Node first = cluster.start();
        everyMinute(first)
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)).maxAttempts(4))
                .start(run -> {
                    note("first", run);
                    if (run.attempt() < 4) {
                        throw new IOException("flaky");
                    }
                });
        cluster.advance(ofSeconds(59));
        assertThat(runs).containsExactly("first 00:00", "first 00:00", "first 00:00", "first 00:00");
    }

    @Test
    void a_failed_run_is_the_end_of_its_tick() {
        LoopTask task = everyMinute(cluster.start()).retry(RetryPolicy.never()).start(run -> {
            note("a", run);
            throw new IllegalStateException("broken");
        });
        cluster.advance(ofMinutes(2));
        assertThat(runs).containsExactly("a 00:00", "a 00:01", "a 00:02");
        assertThat(task.stats().failures()).isEqualTo(3);
    }

    @Test
    void run_now_runs_here_and_leaves_the_row_alone() {
        LoopTask here = everyMinute(cluster.start()).start(run -> note("here", run));
        cluster.advance(ofSeconds(30));
        CompletableFuture<Void> call = here.runNow();
        cluster.runPending();
        assertThat(call).isCompleted();
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plusSeconds(60));
        cluster.advance(ofSeconds(30));
        assertThat(runs).hasSize(3);
        assertThat(runs.get(2)).isEqualTo("here 00:01");
    }

    @Test
    void a_row_that_a_person_deletes_is_made_anew() {
        loop(cluster.start(), Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(0, 5)))
                .start(run -> note("a", run));
        cluster.advance(ofMinutes(1));
        cluster.table.delete("loop");
        cluster.advance(ofHours(49));
        assertThat(runs).containsExactly("a 00:05", "a 00:05");
    }
}
