package io.github.jdatasks.gate;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateLoopTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate);
    private final RunNotes runs = new RunNotes();

    private LoopBuilder loop(WhenDisconnected policy) {
        return Loops.every(ofMinutes(1)).name("loop").scheduler(time).gate(gate).whenDisconnected(policy);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSE", "KEEP_RUNNING", "CANCEL"})
    void nothing_runs_before_the_first_ready_not_even_the_before_hook(WhenDisconnected policy) {
        StringBuilder before = new StringBuilder();
        LoopTask loop = loop(policy).beforeLoop(run -> before.append("before")).start(runs);
        time.advance(ofMinutes(5));
        assertThat(loop.state()).isEqualTo(LoopState.STARTING);
        assertThat(before).isEmpty();
        connection.ready();
        time.runPending();
        assertThat(before).hasToString("before");
        assertThat(runs.lines()).containsExactly("00:05");
    }

    @Test
    void IGNORE_never_looks_at_the_connection() {
        LoopTask loop = loop(WhenDisconnected.IGNORE).start(runs);
        time.advance(ofMinutes(1));
        connection.ready();
        connection.disconnect();
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:01", "00:02");
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void KEEP_RUNNING_waits_for_the_first_ready_only() {
        loop(WhenDisconnected.KEEP_RUNNING).start(runs);
        connection.ready();
        time.runPending();
        connection.disconnect();
        time.advance(ofMinutes(2));
        assertThat(runs.lines()).containsExactly("00:00", "00:01", "00:02");
    }

    @Test
    void PAUSE_holds_the_loop_while_disconnected_and_lets_a_run_go_on() {
        connection.ready();
        RunNotes slow = RunNotes.taking(time, ofSeconds(30));
        LoopTask loop = loop(WhenDisconnected.PAUSE).start(slow);
        time.advance(ofSeconds(10));
        connection.disconnect();
        time.advance(ofSeconds(10));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        time.advance(ofSeconds(100));
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        assertThat(loop.isPaused()).isFalse();
        assertThat(loop.stats().runs()).isEqualTo(1);
        connection.resume();
        time.advance(ofMinutes(1));
        assertThat(slow.lines()).containsExactly("00:00", "00:02", "00:03");
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSE", "CANCEL"})
    void a_lost_session_closes_the_gate_until_there_is_a_new_one(WhenDisconnected policy) {
        connection.ready();
        LoopTask loop = loop(policy).missed(Missed.SKIP).start(runs);
        time.runPending();
        connection.invalidate();
        time.advance(ofSeconds(90));
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        connection.recreate();
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:00", "00:02");
    }

    @Test
    void a_retry_waits_for_the_gate_without_using_up_an_attempt() {
        connection.ready();
        List<String> attempts = new ArrayList<>();
        LoopTask loop = Loops.every(ofMinutes(60))
                .scheduler(time)
                .gate(gate)
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)).maxAttempts(3))
                .start(run -> {
                    attempts.add(run.attempt() + " " + run.startedAt());
                    if (run.attempt() < 3) {
                        throw new SocketTimeoutException("attempt " + run.attempt());
                    }
                });
        time.advance(ofSeconds(2));
        connection.disconnect();
        time.advance(ofMinutes(10));
        assertThat(attempts).hasSize(1);
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        connection.resume();
        time.advance(ofSeconds(5));
        assertThat(attempts)
                .containsExactly("1 2026-03-01T00:00:00Z", "2 2026-03-01T00:10:02Z", "3 2026-03-01T00:10:07Z");
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void a_retry_of_KEEP_RUNNING_does_not_wait() {
        connection.ready();
        LoopTask loop = loop(WhenDisconnected.KEEP_RUNNING)
                .retry(RetryPolicy.fixedDelay(ofSeconds(5)))
                .start(run -> {
                    if (run.attempt() == 1) {
                        throw new SocketTimeoutException("once");
                    }
                });
        time.runPending();
        connection.disconnect();
        time.advance(ofSeconds(5));
        assertThat(loop.stats().runs()).isEqualTo(1);
    }

    @Test
    void a_gate_that_closes_between_hand_over_and_claim_holds_the_run() {
        connection.ready();
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> connection.disconnect());
        LoopTask loop = loop(WhenDisconnected.PAUSE).start(runs);
        time.runPending(); // both are handed over in the same turn
        assertThat(runs.lines()).isEmpty();
        assertThat(loop.isRunning()).isTrue();
        connection.resume();
        time.runPending();
        assertThat(runs.lines()).hasSize(1);
    }

    @Test
    void a_body_gets_the_open_shard_with_the_lowest_id() {
        connection.shards(2).ready();
        List<Integer> seen = new ArrayList<>();
        loop(WhenDisconnected.PAUSE).shards(ShardScope.ANY).start(run -> {
            JDA jda = run.jda();
            seen.add(jda.getShardInfo().getShardId());
            assertThat(run.shards()).contains(jda);
            seen.add(run.shards().size());
        });
        time.runPending();
        connection.disconnect(0);
        time.advance(ofMinutes(1));
        assertThat(seen).containsExactly(0, 2, 1, 1);
    }

    @Test
    void a_loop_without_a_gate_says_how_to_get_a_bot() {
        List<Throwable> errors = new ArrayList<>();
        Loops.every(ofMinutes(1))
                .name("lonely")
                .scheduler(time)
                .onError((error, run) -> errors.add(error))
                .start(run -> run.jda());
        time.runPending();
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("lonely")
                        .hasMessageContaining("gate(ConnectionGate)"));
    }

    @Test
    void a_gate_that_is_closed_for_good_refuses_start_and_restart() {
        LoopTask loop = loop(WhenDisconnected.PAUSE).start(runs);
        connection.ready();
        time.runPending();
        connection.shutdown();
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThatIllegalStateException().isThrownBy(loop::start).withMessageContaining("loop cannot start");
        assertThatIllegalStateException().isThrownBy(loop::startIfStopped);
        assertThatIllegalStateException().isThrownBy(loop::restart).withMessageContaining("has been shut down");
        assertThatIllegalStateException().isThrownBy(loop::runNow);
    }

    @Test
    void a_worker_looks_for_a_loss_that_no_listener_has_heard_of() {
        ConnectionGate ofVirtualTime = Inside.connectionGate(
                new Gate(Runnable::run, Inside.scheduler(time).timer()::now, null, any -> true));
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(ofVirtualTime);
        jda.logIn();
        loop(WhenDisconnected.PAUSE).gate(ofVirtualTime).start(runs);
        time.runPending();
        jda.becomeSilently(JDA.Status.ATTEMPTING_TO_RECONNECT);
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:00");
    }

    @Test
    void a_loop_that_waits_for_its_first_ready_is_stopping_as_soon_as_it_is_told_to() {
        LoopTask loop = loop(WhenDisconnected.PAUSE).start(runs);
        time.runPending();
        var stopped = loop.stop();
        assertThat(loop.state()).isEqualTo(LoopState.STOPPING);
        time.runPending();
        assertThat(stopped).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void the_only_run_of_a_loop_comes_late_rather_than_never(Missed policy) {
        connection.ready();
        LoopTask once = Loops.on(new OnceAtStartSchedule())
                .count(1)
                .initialDelay(ofSeconds(10))
                .missed(policy)
                .scheduler(time)
                .gate(gate)
                .start(run -> {});
        time.runPending();
        connection.disconnect();
        time.advance(ofMinutes(1));
        assertThat(once.stats().runs()).isZero();
        connection.resume();
        time.runPending();
        assertThat(once.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(once.stats().runs()).isEqualTo(1);
        assertThat(once.stats().skipped()).isZero();
    }
}
