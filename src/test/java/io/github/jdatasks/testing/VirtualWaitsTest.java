package io.github.jdatasks.testing;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that wait in virtual time. */
class VirtualWaitsTest extends InVirtualTime {
    @Test
    void bodies_run_one_at_a_time_and_others_go_on_while_one_sleeps() {
        for (String name : List.of("a", "b")) {
            Loops.every(ofHours(1)).scheduler(time).start(run -> {
                note(name + " begins");
                time.sleep(ofSeconds(name.equals("a") ? 20 : 10));
                note(name + " ends");
            });
        }
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("0 a begins", "0 b begins", "10 b ends", "20 a ends");
    }

    @Test
    void a_body_may_wait_for_another_loop() {
        LoopTask first = Loops.every(ofMinutes(1))
                .scheduler(time)
                .count(3)
                .afterLoop(run -> note("first ended"))
                .start(run -> {});
        Loops.every(ofHours(1)).scheduler(time).start(run -> {
            note(first.completion().get() + " seen");
            first.runNow().get(1, TimeUnit.MINUTES);
            note("one more run");
        });
        time.advance(ofMinutes(2));
        assertThat(events).containsExactly("120 first ended", "120 COMPLETED seen", "120 one more run");
    }

    @Test
    void a_body_that_waits_for_another_loop_in_vain_gets_a_timeout() {
        LoopTask endless = Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        Loops.every(ofHours(1))
                .scheduler(time)
                .onError((error, run) -> note(error.getClass().getSimpleName()))
                .reconnect(false)
                .start(run -> endless.completion().get(90, TimeUnit.SECONDS));
        time.advance(ofMinutes(2));
        assertThat(events).containsExactly("90 TimeoutException");
    }

    @Test
    void a_body_that_joins_another_loop_goes_on_waiting_when_it_is_cancelled() {
        LoopTask other = Loops.every(ofMinutes(1)).scheduler(time).count(3).start(run -> {});
        LoopTask waiting = Loops.every(ofHours(1)).scheduler(time).start(run -> {
            note("joined " + other.completion().join() + " "
                    + Thread.currentThread().isInterrupted());
        });
        time.runPending();
        waiting.cancel();
        time.advance(ofMinutes(2));
        assertThat(events).containsExactly("120 joined COMPLETED true");
    }

    @Test
    void a_body_may_wait_for_a_gate() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        Loops.every(ofHours(1)).scheduler(time).start(run -> {
            gate.awaitReady();
            note("ready");
            gate.awaitOpen();
            note("open");
        });
        time.advance(ofSeconds(10));
        connection.ready();
        time.advance(ofSeconds(1));
        assertThat(events).containsExactly("10 ready", "10 open");
    }

    @Test
    void a_wait_for_a_gate_ends_in_time_although_the_gate_has_changed_meanwhile() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).shards(2).login();
        Loops.every(ofHours(1)).scheduler(time).start(run -> note("open " + gate.awaitOpen(ofMinutes(10))));
        for (int minute = 0; minute < 30; minute += 4) {
            time.advance(ofMinutes(4));
            connection.ready(0);
            time.advance(ofMinutes(4));
            connection.disconnect(0);
        }
        assertThat(events).containsExactly("600 open false");
    }

    @Test
    void a_body_may_wait_for_what_follows_on_another_loop() {
        LoopTask first = Loops.every(ofMinutes(1)).scheduler(time).count(3).start(run -> {});
        Loops.every(ofHours(1))
                .scheduler(time)
                .start(run -> note(first.completion()
                        .thenApply(outcome -> outcome + " seen")
                        .thenApply(seen -> seen + " and told")
                        .join()));
        time.advance(ofMinutes(2));
        assertThat(events).containsExactly("120 COMPLETED seen and told");
    }

    @Test
    void what_follows_on_another_thread_is_waited_for_in_real_time_once_the_loop_has_done_its_part() {
        LoopTask other = Loops.every(ofHours(1)).scheduler(time).build(run -> {});
        Loops.every(ofHours(1))
                .scheduler(time)
                .start(run ->
                        note(other.runNow().thenApplyAsync(nothing -> "run").join()));
        time.runPending();
        assertThat(events).containsExactly("0 run");
        CompletableFuture<String> again = other.runNow().thenApplyAsync(nothing -> "again");
        time.runPending();
        assertThat(again.join()).isEqualTo("again");
    }

    @Test
    void the_test_itself_may_not_wait_for_what_only_time_brings() {
        LoopTask loop = Loops.every(ofHours(1)).scheduler(time).build(run -> {});
        CompletableFuture<String> follows = loop.runNow().thenApply(nothing -> "run");
        assertThatIllegalStateException().isThrownBy(follows::join).withMessageContaining("advance()");
        assertThatIllegalStateException().isThrownBy(() -> follows.get(1, TimeUnit.DAYS));
        Waiting cog = time.create(Waiting::new);
        ConnectionGate gate = cog.gate();
        VirtualConnection connection = VirtualConnection.of(gate).login();
        assertThatIllegalStateException().isThrownBy(gate::awaitReady).withMessageContaining("advance()");
        assertThatIllegalStateException().isThrownBy(gate::awaitOpen);
        assertThatIllegalStateException().isThrownBy(cog::await);

        time.runPending();
        connection.ready();
        assertThat(follows.join()).isEqualTo("run");
        assertThatNoException().isThrownBy(gate::awaitReady);
    }

    private static final class Waiting extends LoopCog {
        void await() throws InterruptedException {
            waitUntilReady();
        }
    }

    @Test
    void a_thread_of_a_scheduler_that_was_not_closed_ends_by_itself_and_another_takes_its_place() {
        List<Thread> threads = new ArrayList<>();
        Loops.every(ofHours(1)).scheduler(time).start(run -> threads.add(Thread.currentThread()));
        time.runPending();
        Await.until("its end", () -> !threads.get(0).isAlive());
        time.advance(ofHours(2));
        assertThat(threads).hasSize(3);
        assertThat(threads.get(1)).isNotSameAs(threads.get(0));
    }

    @Test
    void a_cancelled_sleep_ends_at_once() {
        LoopTask loop = Loops.every(ofHours(1)).scheduler(time).start(run -> {
            try {
                time.sleep(ofMinutes(30));
            } catch (InterruptedException e) {
                note("interrupted " + Thread.currentThread().isInterrupted());
            }
        });
        time.advance(ofMinutes(1));
        loop.cancel();
        time.runPending();
        assertThat(events).containsExactly("60 interrupted false");
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    @Tag("slow")
    void a_body_that_blocks_elsewhere_fails_the_call_with_its_stack() {
        CountDownLatch never = new CountDownLatch(1);
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> waitElsewhere(never));
        assertThatThrownBy(time::runPending)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("10 s")
                .satisfies(error -> assertThat(error.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("waitElsewhere")));
        never.countDown();
    }

    @Test
    void what_dies_of_an_exception_fails_the_call_with_it_and_not_as_blocked() {
        VirtualEngine engine = new VirtualEngine(MIDNIGHT, 0);
        engine.workers().execute(() -> {
            throw new IllegalStateException("boom");
        });
        engine.workers().execute(() -> events.add("next"));
        assertThatThrownBy(engine::runPending)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("boom")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        engine.runPending();
        assertThat(events).containsExactly("next");
        engine.close();
    }

    private static void waitElsewhere(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
