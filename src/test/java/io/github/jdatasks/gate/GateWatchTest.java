package io.github.jdatasks.gate;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.support.Gauges;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;

/** How a scheduler follows a gate: for as long as loops need it, and even without an event. */
class GateWatchTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();

    private LoopBuilder everyMinute() {
        return Loops.every(ofMinutes(1)).scheduler(time).gate(gate);
    }

    @Test
    void a_gate_is_watched_once_for_all_loops_of_a_scheduler_until_the_last_of_them_ends() throws Exception {
        VirtualConnection.of(gate).ready();
        int others = Gauges.observers(gate);
        LoopTask first = everyMinute().start(run -> {});
        LoopTask second = everyMinute().start(run -> {});
        time.runPending();
        assertThat(Gauges.observers(gate)).isEqualTo(others + 1);
        first.stop();
        time.runPending();
        assertThat(Gauges.observers(gate)).isEqualTo(others + 1);
        second.stop();
        time.runPending();
        assertThat(Gauges.observers(gate)).isEqualTo(others);
    }

    @Test
    void nothing_stays_planned_when_the_last_loop_that_waits_is_stopped() throws Exception {
        LoopTask loop = everyMinute().start(run -> {});
        time.runPending();
        assertThat(Gauges.timerEntries(time)).isPositive();
        loop.stop();
        time.runPending();
        assertThat(Gauges.timerEntries(time)).isZero();
    }

    @Test
    void a_connection_that_comes_back_without_an_event_lets_loops_go_on_within_a_second() {
        OfflineJda jda = new OfflineJda().logIn();
        gate.adopt(jda);
        LoopTask loop = everyMinute().start(run -> {});
        time.runPending();
        jda.becomeSilently(JDA.Status.DISCONNECTED);
        gate.adopt(jda);
        time.advance(ofMinutes(1));
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        time.advance(ofSeconds(10));
        jda.becomeSilently(JDA.Status.CONNECTED);
        assertThat(loop.stats().runs()).isEqualTo(1);
        time.advance(ofSeconds(1));
        assertThat(loop.stats().runs()).isEqualTo(2);
    }

    @Test
    void a_loop_that_is_held_first_looks_after_a_second_and_not_before() {
        OfflineJda jda = new OfflineJda().logIn();
        gate.adopt(jda);
        LoopTask loop = everyMinute().start(run -> {});
        time.advance(ofSeconds(59));
        jda.becomeSilently(JDA.Status.DISCONNECTED);
        gate.adopt(jda);
        time.advance(ofSeconds(1));
        jda.becomeSilently(JDA.Status.CONNECTED);
        time.advance(ofMillis(999));
        assertThat(loop.stats().runs()).isEqualTo(1);
        time.advance(ofMillis(1));
        assertThat(loop.stats().runs()).isEqualTo(2);
    }

    @Test
    void a_loop_that_starts_while_its_bot_goes_ends_with_it_long_before_it_would_run() {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        OfflineJda jda = new OfflineJda();
        jda.setShardManager(manager.proxy());
        manager.list(jda);
        jda.addEventListener(gate);
        jda.logIn().become(JDA.Status.SHUTDOWN);
        assertThat(Inside.gate(gate).has(GateState.CLOSING)).isTrue();
        LoopTask loop = everyMinute().initialDelay(ofHours(1)).start(run -> {});
        time.advance(ofMinutes(1));
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isTrue();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void the_loop_of_a_shard_goes_on_when_that_shard_is_back_though_another_is_still_away() {
        VirtualConnection connection = VirtualConnection.of(gate).shards(3).ready();
        LoopTask group = everyMinute().shards(ShardScope.EACH).start(run -> {});
        time.runPending();
        connection.disconnect(0).disconnect(1);
        time.advance(ofMinutes(2));
        connection.resume(1);
        time.runPending();
        assertThat(Inside.control(group).part(1).stats().runs()).isEqualTo(2);
        assertThat(Inside.control(group).part(0).stats().runs()).isEqualTo(1);
    }

    @Test
    void a_listener_of_the_scheduler_hears_of_a_lost_connection_long_before_a_loop_is_due() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch paused = new CountDownLatch(1);
        LoopListener listener = new LoopListener() {
            @Override
            public void onStarted(LoopTask task) {
                started.countDown();
            }

            @Override
            public void onPaused(LoopTask task) {
                paused.countDown();
            }
        };
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        try (LoopScheduler real = LoopScheduler.builder().listener(listener).build()) {
            Loops.every(ofHours(1)).scheduler(real).gate(gate).start(run -> {});
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            connection.disconnect();
            assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
