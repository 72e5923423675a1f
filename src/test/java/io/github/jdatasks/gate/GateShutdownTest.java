package io.github.jdatasks.gate;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a shutdown of the bot, or of the scheduler, leaves to runs in progress. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class GateShutdownTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();
    private final List<String> events = new ArrayList<>();

    private void note(String event) {
        events.add(Duration.between(MIDNIGHT, time.now()).toSeconds() + " " + event);
    }

    private LoopTask start(LoopBody body) {
        LoopTask loop = Loops.every(ofMinutes(1))
                .name("worker")
                .scheduler(time)
                .gate(gate)
                .afterLoop(run -> note("after " + run.task().isBeingCancelled()))
                .onError((error, run) -> note("error"))
                .start(body);
        time.runPending();
        return loop;
    }

    private LoopBody sleeping(Duration duration) {
        return run -> {
            try {
                time.sleep(duration);
                note("done");
            } catch (InterruptedException e) {
                note("interrupted");
                throw e;
            }
        };
    }

    @Test
    void a_loop_whose_last_run_is_cut_short_by_it_is_cancelled_and_not_complete() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(gate)
                .count(1)
                .afterLoop(run -> note("after " + run.task().isBeingCancelled()))
                .start(run -> {
                    connection.shutdown();
                    throw new RejectedExecutionException("The Requester has been stopped!");
                });
        time.runPending();
        assertThat(events).containsExactly("0 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_waiting_loop_ends_at_once_as_if_cancelled() {
        LoopTask loop = start(run -> {});
        time.advance(ofSeconds(10));
        connection.shutdown();
        time.runPending();
        assertThat(events).containsExactly("10 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_run_that_shuts_the_bot_down_is_the_last_although_the_next_is_due() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(gate)
                .whenDisconnected(WhenDisconnected.IGNORE)
                .missed(Missed.CATCH_UP)
                .afterLoop(run -> note("after " + run.task().isBeingCancelled()))
                .start(run -> {
                    note("run");
                    if (run.iteration() == 1) {
                        connection.shutdown();
                    }
                });
        time.runPending();
        loop.pause();
        time.advance(ofMinutes(5));
        loop.resume();
        time.advance(ofMinutes(10));
        assertThat(events).containsExactly("0 run", "300 run", "300 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_loop_ends_with_its_bot_even_if_the_next_is_ready_before_anybody_looks() {
        LoopTask loop = start(run -> {});
        time.advance(ofSeconds(10));
        connection.shutdown();
        VirtualConnection.of(gate).ready();
        LoopTask ofTheNext = start(run -> note("next"));
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("10 next", "10 after true", "70 next");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(ofTheNext.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_restart_that_is_asked_for_when_the_next_bot_logs_in_is_not_called_off_by_the_end_of_the_one_before() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(gate)
                .whenDisconnected(WhenDisconnected.CANCEL) // so that it hears of each change of the gate
                .afterLoop(run -> time.sleep(ofSeconds(5)))
                .start(run -> note("run"));
        time.advance(ofSeconds(10));
        connection.shutdown();
        time.advance(ofSeconds(1));
        VirtualConnection next = VirtualConnection.of(gate).login();
        var restarted = loop.restart();
        next.ready();
        time.advance(ofSeconds(9));
        assertThat(events).containsExactly("0 run", "15 run");
        assertThat(restarted).isNotDone();
    }

    @Test
    void a_run_in_progress_may_end_within_the_grace() {
        LoopTask loop = start(sleeping(ofSeconds(13)));
        time.advance(ofSeconds(10));
        connection.shutdown();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("13 done", "13 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_run_that_takes_longer_is_interrupted_after_the_grace() {
        start(sleeping(ofHours(1)));
        time.advance(ofSeconds(10));
        connection.shutdown();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("14 interrupted", "14 after true");
    }

    @Test
    void a_body_still_alive_a_second_later_is_given_up_with_its_stack() {
        LoopTask loop = start(run -> stubbornBody());
        time.advance(ofSeconds(10));
        try (LogLines log = LogLines.ofLibrary()) {
            connection.shutdown();
            time.advance(ofMinutes(1));
            assertThat(log.from(ERROR))
                    .singleElement()
                    .asString()
                    .contains("loop worker")
                    .contains("GateShutdownTest.stubbornBody");
        }
        assertThat(events).containsExactly("15 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    private void stubbornBody() {
        boolean ended = false;
        while (!ended) {
            try {
                time.sleep(ofHours(1));
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
    }

    @Test
    void closing_the_scheduler_leaves_the_grace_to_a_run_in_progress() {
        LoopTask loop = start(sleeping(ofSeconds(3)));
        time.close();
        assertThat(events).containsExactly("3 done", "3 after true");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void closing_the_scheduler_leaves_the_grace_to_a_run_of_a_cog() {
        class Saver extends LoopCog {
            @Loop(minutes = 1)
            void save(LoopContext run) throws Exception {
                sleeping(ofSeconds(3)).run(run);
            }

            @Override
            protected void cogUnload() {
                note("unloaded");
            }
        }
        VirtualConnection.of(time.create(Saver::new)).ready();
        time.runPending();
        time.close();
        assertThat(events).containsExactly("3 done", "3 unloaded");
    }

    @Test
    void closing_the_scheduler_waits_for_hooks_8_seconds_in_all() {
        Loops.every(ofMinutes(1))
                .name("hanging")
                .scheduler(time)
                .afterLoop(run -> time.sleep(ofHours(1)))
                .start(run -> {});
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            time.close();
            assertThat(log.with("have not ended"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR")
                    .contains("hanging");
        }
        assertThat(time.now()).isEqualTo(MIDNIGHT.plusSeconds(8));
    }

    @Test
    void a_loop_that_waits_for_ready_ends_with_its_bot_too() {
        ConnectionGate never = new ConnectionGate();
        VirtualConnection other = VirtualConnection.of(never).login();
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .gate(never)
                .afterLoop(run -> note("after"))
                .start(run -> note("run"));
        time.runPending();
        other.shutdown();
        time.runPending();
        assertThat(events).containsExactly("0 after");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_loop_may_be_started_again_when_the_bot_logs_in_anew() {
        LoopTask loop = start(run -> note("run"));
        connection.shutdown();
        time.runPending();
        connection.ready();
        loop.start();
        time.runPending();
        assertThat(events).containsExactly("0 run", "0 after true", "0 run");
    }
}
