package io.github.jdatasks.gate;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops that interrupt a run when the connection is lost. */
class GateCancelTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate);

    private LoopBuilder loop(WhenDisconnected policy) {
        return Loops.every(ofMinutes(1)).name("loop").scheduler(time).gate(gate).whenDisconnected(policy);
    }

    @Test
    void CANCEL_interrupts_the_run_and_repeats_it_as_the_same_iteration_and_attempt() {
        connection.ready();
        List<String> attempts = new ArrayList<>();
        LoopTask loop = loop(WhenDisconnected.CANCEL)
                .reconnect(false)
                .onError((error, run) -> attempts.add("failed"))
                .start(run -> {
                    attempts.add(run.iteration() + "/" + run.attempt());
                    time.sleep(ofSeconds(30));
                });
        time.advance(ofSeconds(70));
        connection.disconnect();
        time.advance(ofSeconds(10));
        assertThat(loop.state()).isEqualTo(LoopState.PAUSED);
        assertThat(loop.currentLoop()).isEqualTo(1);
        connection.resume();
        time.advance(ofSeconds(30));
        assertThat(attempts).containsExactly("0/1", "1/1", "1/1");
        assertThat(loop.currentLoop()).isEqualTo(2);
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(loop.stats().failures()).isZero();
        assertThat(loop.stats().retries()).isZero();
        assertThat(loop.stats().totalDuration()).isEqualTo(ofSeconds(30 + 10 + 30));
    }

    @Test
    void CANCEL_repeats_a_run_each_time_the_connection_is_lost_and_once_for_each() {
        connection.ready();
        RunNotes slow = RunNotes.and(run -> time.sleep(ofSeconds(30)));
        loop(WhenDisconnected.CANCEL).count(1).start(slow);
        for (int i = 0; i < 3; i++) {
            time.advance(ofSeconds(10));
            connection.disconnect();
            time.advance(ofSeconds(10));
            connection.resume();
        }
        time.advance(ofMinutes(5));
        assertThat(slow.lines()).containsExactly("00:00", "00:00 at 00:00:20", "00:00 at 00:00:40", "00:00 at 00:01");
    }

    @Test
    void CANCEL_does_not_repeat_a_run_that_ended_well_all_the_same() {
        connection.ready();
        RunNotes stubborn = RunNotes.and(run -> {
            try {
                time.sleep(ofSeconds(30));
            } catch (InterruptedException e) {
                time.sleep(ofSeconds(1));
            }
        });
        loop(WhenDisconnected.CANCEL).count(1).start(stubborn);
        time.advance(ofSeconds(10));
        connection.disconnect();
        time.advance(ofSeconds(10));
        connection.resume();
        time.advance(ofMinutes(5));
        assertThat(stubborn.lines()).hasSize(1);
    }

    @Test
    void CANCEL_lets_a_run_by_hand_go_on_though_the_connection_is_lost_before_it_returns_its_future() {
        connection.ready();
        LoopTask loop = loop(WhenDisconnected.CANCEL).buildAsync(run -> {
            time.sleep(ofSeconds(10));
            return CompletableFuture.runAsync(() -> {}, later -> lateBy(20, later));
        });
        var byHand = loop.runNow();
        time.advance(ofSeconds(5));
        connection.disconnect();
        time.advance(ofSeconds(24));
        assertThat(byHand).isNotDone();
        time.advance(ofSeconds(1));
        assertThat(byHand).isCompleted();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCEL", "PAUSE"})
    void a_future_returned_after_the_connection_was_lost_is_cancelled_by_CANCEL_only(WhenDisconnected policy) {
        connection.ready();
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        LoopTask loop = loop(policy).count(1).startAsync(run -> {
            if (stages.isEmpty()) {
                connection.disconnect();
            }
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });
        time.advance(ofSeconds(10));
        boolean cancels = policy == WhenDisconnected.CANCEL;
        assertThat(stages.get(0).isCancelled()).isEqualTo(cancels);
        connection.resume();
        time.advance(ofSeconds(10));
        assertThat(stages).hasSize(cancels ? 2 : 1);
        stages.forEach(stage -> stage.complete(null));
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(loop.stats().failures()).isZero();
    }

    private void lateBy(long seconds, Runnable task) {
        Loops.every(ofMinutes(1))
                .initialDelay(ofSeconds(seconds))
                .count(1)
                .scheduler(time)
                .start(run -> task.run());
    }
}
