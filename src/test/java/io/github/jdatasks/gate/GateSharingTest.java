package io.github.jdatasks.gate;

import static ch.qos.logback.classic.Level.INFO;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several loops, shards and schedulers at one gate, and what it says about them. */
class GateSharingTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate);

    private LoopTask start(String name, VirtualLoopScheduler scheduler, ShardScope scope) {
        return Loops.every(ofMinutes(1))
                .name(name)
                .scheduler(scheduler)
                .gate(gate)
                .shards(scope)
                .start(run -> {});
    }

    @Test
    void ALL_waits_for_every_shard_and_ANY_for_one() {
        connection.shards(3);
        LoopTask all = start("all", time, ShardScope.ALL);
        LoopTask any = start("any", time, ShardScope.ANY);
        connection.ready(1);
        time.runPending();
        assertThat(any.stats().runs()).isEqualTo(1);
        assertThat(all.state()).isEqualTo(LoopState.STARTING);
        connection.ready();
        time.runPending();
        assertThat(all.stats().runs()).isEqualTo(1);
        connection.disconnect(2);
        time.advance(ofMinutes(1));
        assertThat(any.stats().runs()).isEqualTo(2);
        assertThat(all.state()).isEqualTo(LoopState.PAUSED);
        connection.disconnect(0).disconnect(1);
        time.advance(ofMinutes(1));
        assertThat(any.state()).isEqualTo(LoopState.PAUSED);
        connection.resume(2);
        time.runPending();
        assertThat(any.stats().runs()).isEqualTo(3);
        assertThat(all.stats().runs()).isEqualTo(1);
        connection.resume(0).resume(1);
        time.runPending();
        assertThat(all.stats().runs()).isEqualTo(2);
    }

    @Test
    void one_of_many_shards_that_closes_leaves_the_others() {
        connection.shards(2).ready();
        LoopTask all = start("all", time, ShardScope.ALL);
        time.runPending();
        connection.shutdown(1);
        time.advance(ofMinutes(1));
        assertThat(all.stats().runs()).isEqualTo(2);
        connection.shutdown(0);
        time.advance(ofMinutes(1));
        assertThat(all.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_gate_serves_loops_of_several_schedulers() {
        VirtualLoopScheduler other = VirtualLoopScheduler.startingAt(MIDNIGHT);
        LoopTask here = start("here", time, ShardScope.ALL);
        LoopTask there = start("there", other, ShardScope.ALL);
        connection.ready();
        time.runPending();
        assertThat(here.stats().runs()).isEqualTo(1);
        assertThat(there.stats().runs()).isZero();
        other.runPending();
        assertThat(there.stats().runs()).isEqualTo(1);
        connection.shutdown();
        time.runPending();
        other.runPending();
        assertThat(here.completion()).isDone();
        assertThat(there.completion()).isDone();
    }

    @Test
    void many_loops_that_were_held_all_go_on() {
        connection.ready();
        LoopTask[] loops = new LoopTask[500];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = start("loop " + i, time, ShardScope.ALL);
        }
        time.runPending();
        connection.disconnect();
        time.advance(ofMinutes(10));
        connection.resume();
        time.runPending();
        assertThat(loops).allMatch(loop -> loop.stats().runs() == 2);
    }

    @Test
    void a_loop_that_is_added_while_the_gate_is_closed_goes_on_with_the_others() {
        connection.ready();
        time.runPending();
        connection.disconnect();
        LoopTask late = start("late", time, ShardScope.ALL);
        time.advance(ofMinutes(1));
        assertThat(late.state()).isEqualTo(LoopState.PAUSED);
        connection.resume();
        time.runPending();
        assertThat(late.stats().runs()).isEqualTo(1);
    }

    @Test
    void a_gate_that_is_told_of_a_bot_late_opens_at_once() {
        OfflineJda jda = new OfflineJda().logIn();
        ConnectionGate late = ConnectionGate.of(jda);
        LoopTask loop = Loops.every(ofMinutes(1)).scheduler(time).gate(late).start(run -> {});
        time.runPending();
        assertThat(loop.stats().runs()).isEqualTo(1);
        jda.become(net.dv8tion.jda.api.JDA.Status.DISCONNECTED);
        time.advance(ofMinutes(1));
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
    }

    @ParameterizedTest
    @EnumSource(WhenDisconnected.class)
    void loops_with_a_gate_end_with_their_bot_and_all_others_with_their_scheduler(WhenDisconnected policy) {
        connection.ready();
        LoopTask gated = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(gate)
                .whenDisconnected(policy)
                .start(run -> {});
        LoopTask free = Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        time.runPending();
        connection.shutdown();
        time.advance(ofMinutes(1));
        assertThat(gated.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(free.stats().runs()).isEqualTo(2);
        time.close();
        assertThat(free.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_gate_closed_for_more_than_30_seconds_says_so_once_and_says_when_loops_go_on() {
        connection.ready();
        for (int i = 0; i < 12; i++) {
            start("loop" + i, time, ShardScope.ALL);
        }
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            connection.disconnect();
            time.advance(ofSeconds(60 + 29));
            assertThat(log.from(INFO)).isEmpty();
            time.advance(ofHours(1));
            assertThat(log.from(INFO))
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains("12 loops", "loop0", "loop9", "…")
                    .doesNotContain("loop10");
            connection.resume();
            time.runPending();
            assertThat(log.from(INFO)).hasSize(2).last().asString().contains("back", "go on");
            time.advance(ofMinutes(5));
            assertThat(log.from(INFO)).hasSize(2);
        }
    }

    @Test
    void a_gate_closed_for_less_or_with_no_loop_waiting_says_nothing() {
        connection.ready();
        LoopTask loop = start("loop", time, ShardScope.ALL);
        time.advance(ofSeconds(50));
        try (LogLines log = LogLines.ofLibrary()) {
            connection.disconnect();
            time.advance(ofSeconds(30));
            connection.resume();
            time.runPending();
            connection.disconnect();
            loop.stop();
            time.advance(ofHours(1));
            assertThat(log.from(INFO)).isEmpty();
        }
    }

    @Test
    void the_line_tells_for_how_long_loops_have_waited_not_for_how_long_the_connection_is_away() {
        connection.ready();
        LoopTask hourly = Loops.every(ofHours(1))
                .scheduler(time)
                .gate(gate)
                .name("hourly")
                .start(run -> {});
        time.advance(ofMinutes(30));
        try (LogLines log = LogLines.ofLibrary()) {
            connection.disconnect();
            time.advance(ofHours(1));
            assertThat(hourly.state()).isEqualTo(LoopState.PAUSED);
            assertThat(log.from(INFO)).singleElement().asString().contains("1 loop has waited for it for 30 s: hourly");
        }
    }

    @Test
    void loops_whose_bot_shuts_down_while_they_wait_are_not_said_to_go_on() {
        LoopTask hourly = Loops.every(ofHours(1)).scheduler(time).gate(gate).start(run -> {});
        connection.ready();
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            connection.disconnect();
            time.advance(ofHours(2));
            connection.shutdown();
            time.advance(ofMinutes(1));
            assertThat(hourly.state()).isEqualTo(LoopState.FINISHED);
            assertThat(log.with("go on")).isEmpty();
            assertThat(log.with("has shut down; the loops that waited")).hasSize(1);
        }
    }
}
