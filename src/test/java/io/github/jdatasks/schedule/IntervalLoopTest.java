package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntervalLoopTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunNotes runs = new RunNotes();

    @Test
    void the_first_run_is_at_once_and_the_others_follow_at_the_interval() {
        Loops.every(ofMinutes(5)).scheduler(time).start(runs);
        time.advance(ofMinutes(15));
        assertThat(runs.lines()).containsExactly("00:00", "00:05", "00:10", "00:15");
    }

    @Test
    void how_long_a_run_takes_does_not_move_the_next() {
        RunNotes slow = RunNotes.taking(time, ofSeconds(20), ofSeconds(59), ofSeconds(1));
        Loops.every(ofMinutes(1)).scheduler(time).start(slow);
        time.advance(ofMinutes(3));
        assertThat(slow.lines()).containsExactly("00:00", "00:01", "00:02", "00:03");
    }

    @Test
    void a_fixed_delay_counts_from_the_end_of_a_run() {
        RunNotes slow = RunNotes.taking(time, ofSeconds(20), ofMinutes(3));
        Loops.withFixedDelay(ofMinutes(1)).scheduler(time).start(slow);
        time.advance(ofMinutes(6));
        assertThat(slow.lines()).containsExactly("00:00", "00:01:20", "00:05:20");
    }

    @Test
    void a_fixed_delay_counts_from_the_end_of_the_last_attempt() {
        RunNotes once = RunNotes.and(run -> {
            if (run.iteration() == 0 && run.attempt() == 1) {
                throw new java.net.SocketTimeoutException("slow");
            }
            time.sleep(ofSeconds(30));
        });
        Loops.withFixedDelay(ofMinutes(1))
                .scheduler(time)
                .retry(RetryPolicy.fixedDelay(ofSeconds(10)))
                .start(once);
        time.advance(ofMinutes(2));
        assertThat(once.lines()).containsExactly("00:00", "00:00 at 00:00:10", "00:01:40");
    }

    @Test
    void the_grid_begins_when_the_before_hook_is_done() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .beforeLoop(run -> time.sleep(ofSeconds(210)))
                .start(runs);
        time.advance(ofMinutes(5));
        assertThat(runs.lines()).containsExactly("00:03:30", "00:04:30");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_grid_begins_when_the_gate_opens_for_the_first_time() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        LoopTask loop = Loops.every(ofMinutes(1)).scheduler(time).gate(gate).start(runs);
        time.advance(ofSeconds(210));
        connection.ready();
        time.advance(ofSeconds(90));
        assertThat(runs.lines()).containsExactly("00:03:30", "00:04:30");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_grid_does_not_begin_while_the_connection_is_lost_after_the_before_hook() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(gate)
                .beforeLoop(run -> connection.disconnect())
                .start(runs);
        time.advance(ofSeconds(210));
        connection.resume();
        time.advance(ofSeconds(90));
        assertThat(runs.lines()).containsExactly("00:03:30", "00:04:30");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_restarted_loop_begins_another_grid() {
        LoopTask loop = Loops.every(ofMinutes(1)).scheduler(time).start(runs);
        time.advance(ofSeconds(90));
        loop.restart();
        time.advance(ofSeconds(60));
        assertThat(runs.lines()).containsExactly("00:00", "00:01", "00:01:30", "00:02:30");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void the_next_iteration_is_known_and_comes_nearer() {
        LoopTask loop = Loops.every(ofMinutes(5)).scheduler(time).start(runs);
        time.advance(ofMinutes(7));
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plus(ofMinutes(10)));
        assertThat(loop.timeUntilNextIteration()).contains(ofMinutes(3));
    }

    @Test
    void a_body_sees_the_next_iteration_but_not_with_a_fixed_delay_and_not_in_the_last_run() {
        List<Object> seen = new ArrayList<>();
        Loops.every(ofMinutes(5))
                .scheduler(time)
                .count(2)
                .start(run -> seen.add(run.task().nextIteration()));
        Loops.withFixedDelay(ofMinutes(5))
                .scheduler(time)
                .count(1)
                .start(run -> seen.add(run.task().nextIteration()));
        time.runPending();
        time.advance(ofMinutes(5));
        assertThat(seen).containsExactly(Optional.of(MIDNIGHT.plus(ofMinutes(5))), Optional.empty(), Optional.empty());
    }

    @Test
    void the_longest_interval_makes_one_run() {
        LoopTask loop =
                Loops.every(Duration.ofNanos(Long.MAX_VALUE)).scheduler(time).start(runs);
        time.advance(Duration.ofDays(36_500));
        assertThat(runs.lines()).containsExactly("00:00");
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_next_run_centuries_away_is_told_as_it_is() {
        Duration centuries = Duration.ofDays(100_000);
        LoopTask loop = Loops.every(centuries).scheduler(time).start(runs);
        time.runPending();
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plus(centuries));
    }

    @Test
    void loops_due_at_the_same_instant_run_in_the_order_they_were_started() {
        List<String> order = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Loops.every(ofMinutes(1)).name(name).scheduler(time).start(run -> order.add(name));
        }
        time.advance(ofMinutes(2));
        assertThat(order).containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
    }
}
