package io.github.jdatasks.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.timer.CooperativeThread;
import io.github.jdatasks.support.OfflineJda;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.EventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a gate, and where that is refused. */
@Timeout(30)
class ConnectionGateWaitTest {
    private final AtomicLong now = new AtomicLong();
    private final ConnectionGate gate = Inside.connectionGate(new Gate(Runnable::run, now::get, null, any -> true));
    private final OfflineJda jda = new OfflineJda();

    ConnectionGateWaitTest() {
        jda.addEventListener(gate);
    }

    @Test
    void awaitReady_and_awaitOpen_return_when_the_gate_opens() throws Exception {
        Waiter ready = start(gate::awaitReady);
        Waiter open = start(gate::awaitOpen);
        Waiter timed = start(() ->
                assertThat(gate.awaitOpen(Duration.ofDays(100_000_000_000L))).isTrue());
        jda.become(JDA.Status.LOGGING_IN);
        assertThat(ready.isAlive()).isTrue();
        jda.become(JDA.Status.CONNECTED);
        ready.end();
        open.end();
        timed.end();
    }

    @Test
    void awaitReady_returns_at_once_while_the_connection_is_lost_and_awaitOpen_waits() throws Exception {
        jda.logIn().become(JDA.Status.DISCONNECTED);
        gate.awaitReady();
        Waiter open = start(gate::awaitOpen);
        jda.become(JDA.Status.CONNECTED);
        open.end();
    }

    @Test
    void awaitOpen_with_a_timeout_gives_up_in_time() throws Exception {
        assertThat(gate.awaitOpen(Duration.ofMillis(20))).isFalse();
        assertThat(gate.awaitOpen(Duration.ZERO)).isFalse();
        assertThat(gate.awaitOpen(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        jda.logIn();
        assertThat(gate.awaitOpen(Duration.ZERO)).isTrue();
    }

    @Test
    void waiting_ends_with_an_exception_when_JDA_shuts_down() {
        Waiter ready = start(gate::awaitReady);
        Waiter open = start(gate::awaitOpen);
        jda.become(JDA.Status.LOGGING_IN, JDA.Status.SHUTTING_DOWN);
        assertThatIllegalStateException().isThrownBy(ready::end).withMessageContaining("JDA has shut down");
        assertThatIllegalStateException().isThrownBy(open::end).withMessageContaining("awaitOpen()");
    }

    @Test
    void waiting_ends_with_an_exception_when_closing_is_confirmed() {
        jda.setShardManager(new OfflineJda.Manager().proxy());
        jda.logIn();
        jda.become(JDA.Status.SHUTTING_DOWN);
        Waiter open = start(gate::awaitOpen);
        assertThat(Inside.gate(gate).confirmClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(open::end);
    }

    @Test
    void a_gate_that_is_closed_for_good_refuses_even_those_who_wait_for_ready() {
        jda.logIn().become(JDA.Status.SHUTTING_DOWN);
        assertThat(gate.hasBeenReady()).isTrue();
        assertThatIllegalStateException().isThrownBy(gate::awaitReady);
        assertThatIllegalStateException().isThrownBy(() -> gate.awaitOpen(Duration.ZERO));
    }

    @Test
    void waiting_can_be_interrupted() {
        Waiter open = start(gate::awaitOpen);
        open.interrupt();
        assertThatThrownBy(open::end).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupt_that_came_before_is_noticed_even_if_the_gate_is_open() {
        jda.logIn();
        Thread.currentThread().interrupt();
        assertThatThrownBy(gate::awaitOpen).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_event_that_never_arrives_is_made_up_for_within_about_a_second() throws Exception {
        Duration took = Duration.ZERO;
        for (int attempt = 0; attempt < 5; attempt++) {
            ConnectionGate waited = new ConnectionGate();
            OfflineJda own = new OfflineJda();
            own.addEventListener(waited);
            own.become(JDA.Status.LOGGING_IN);
            long begin = System.nanoTime();
            Waiter open = start(waited::awaitOpen);
            own.becomeSilently(JDA.Status.CONNECTED);
            open.end();
            took = Duration.ofNanos(System.nanoTime() - begin);
            if (took.compareTo(Duration.ofMillis(1500)) < 0) {
                return; // a slow machine may take longer now and then
            }
        }
        fail("took " + took + ", and too long each time before");
    }

    @Test
    void an_event_wakes_the_waiters_before_they_look_themselves() throws Exception {
        Set<Thread> looked = ConcurrentHashMap.newKeySet();
        for (int attempt = 0; attempt < 10; attempt++) {
            ConnectionGate watched = Inside.connectionGate(new Gate(
                    Runnable::run,
                    () -> {
                        looked.add(Thread.currentThread());
                        return 0;
                    },
                    null,
                    any -> true));
            OfflineJda own = new OfflineJda();
            own.addEventListener(watched);
            Waiter open = start(watched::awaitOpen);
            own.logIn();
            open.end();
            if (!looked.contains(open)) {
                return; // a slow machine may let a second pass now and then
            }
        }
        fail("woke up because it had a look itself, each time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JDA MainWS-ReadThread",
                "JDA [0 / 2] MainWS-WriteThread",
                "JDA [1 / 2] MainWS-ReconnectThread",
                "JDA Gateway-Worker 1",
                "JDA [0 / 2] Gateway-Worker 1",
                "ConcurrentSessionController-Worker-0",
                "SessionControllerAdapter-Worker",
                "DefaultShardManager"
            })
    void the_threads_that_bring_up_the_connection_are_refused(String name) {
        jda.logIn();
        Waiter waiter = new Waiter(gate::awaitReady);
        waiter.setName(name);
        waiter.start();
        assertThatIllegalStateException()
                .isThrownBy(waiter::end)
                .withMessageContaining(name)
                .withMessageContaining("awaitReady()")
                .withMessageContaining("a thread of your own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "JDA RateLimit-Elastic-Worker 1", "my JDA MainWS-ReadThread", "ForkJoinPool-1"})
    void other_threads_may_wait(String name) throws Exception {
        jda.logIn();
        Waiter waiter = new Waiter(gate::awaitReady);
        waiter.setName(name);
        waiter.start();
        waiter.end();
    }

    @Test
    void a_listener_is_refused_whatever_its_thread_is_called() {
        AtomicLong refused = new AtomicLong();
        EventListener listener = event -> {
            assertThatIllegalStateException().isThrownBy(gate::awaitOpen);
            refused.incrementAndGet();
        };
        jda.addEventListener(listener);
        jda.become(JDA.Status.LOGGING_IN);
        assertThat(refused).hasValue(1);
    }

    @Test
    void a_cooperative_thread_waits_in_virtual_time() throws Exception {
        jda.become(JDA.Status.LOGGING_IN);
        Cooperative timed = new Cooperative(() -> gate.awaitOpen(Duration.ofDays(1)), () -> {});
        timed.start();
        assertThat(timed.result.get()).isFalse();
        assertThat(now).hasValue(TimeUnit.DAYS.toNanos(1));
        assertThat(timed.waits).as("wake-ups in a day of nothing").isEqualTo(1);

        Cooperative endless = new Cooperative(
                () -> {
                    gate.awaitReady();
                    return true;
                },
                () -> jda.become(JDA.Status.CONNECTED));
        endless.start();
        assertThat(endless.result.get()).isTrue();
    }

    @Test
    void a_cooperative_thread_notices_that_an_invalidation_has_expired() throws Exception {
        jda.logIn().fire("Invalidate");
        Cooperative waiter = new Cooperative(() -> gate.awaitOpen(Duration.ofDays(1)), () -> {});
        waiter.start();
        assertThat(waiter.result.get()).isTrue();
        assertThat(now).hasValue(TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void without_anybody_to_confirm_a_shut_down_manager_is_given_up_after_half_a_minute() {
        jda.setShardManager(new OfflineJda.Manager().proxy());
        jda.logIn().become(JDA.Status.SHUTTING_DOWN);
        Cooperative waiter = new Cooperative(() -> gate.awaitOpen(Duration.ofDays(1)), () -> {});
        waiter.start();
        assertThatThrownBy(waiter.result::get).cause().isInstanceOf(IllegalStateException.class);
        assertThat(now).hasValue(TimeUnit.SECONDS.toNanos(30));
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isFalse();
    }

    @Test
    void a_wait_ends_with_its_bot_even_if_the_next_is_up_before_the_waiter_looks() {
        OfflineJda next = new OfflineJda();
        next.addEventListener(gate);
        jda.logIn().become(JDA.Status.DISCONNECTED);
        Cooperative waiter = new Cooperative(() -> gate.awaitOpen(Duration.ofDays(1)), () -> {
            jda.become(JDA.Status.SHUTTING_DOWN);
            next.logIn();
        });
        waiter.start();
        assertThatThrownBy(waiter.result::get).cause().isInstanceOf(IllegalStateException.class);
        assertThat(gate.isOpen()).isTrue();
    }

    private static Waiter start(Waiting waiting) {
        Waiter waiter = new Waiter(waiting);
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            if (!waiter.isAlive()) {
                fail("did not wait");
            }
            Thread.onSpinWait();
        }
        return waiter;
    }

    private interface Waiting {
        void run() throws Exception;
    }

    private static final class Waiter extends Thread {
        private final FutureTask<Void> result;

        Waiter(Waiting waiting) {
            this(new FutureTask<>(() -> {
                waiting.run();
                return null;
            }));
        }

        private Waiter(FutureTask<Void> result) {
            super(result, "waiter");
            this.result = result;
        }

        void end() throws Exception {
            try {
                result.get();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }
    }

    /** Lets virtual time pass whenever it waits, after doing something once. */
    private final class Cooperative extends Thread implements CooperativeThread {
        private final FutureTask<Boolean> result;
        private final Runnable meanwhile;
        private int waits;

        Cooperative(Callable<Boolean> waiting, Runnable meanwhile) {
            this(new FutureTask<>(waiting), meanwhile);
        }

        private Cooperative(FutureTask<Boolean> result, Runnable meanwhile) {
            super(result, "cooperative");
            this.result = result;
            this.meanwhile = meanwhile;
        }

        @Override
        public long now() {
            return now.get();
        }

        @Override
        public boolean await(BooleanSupplier condition, long timeoutNanos) {
            waits++;
            meanwhile.run();
            if (!condition.getAsBoolean()) {
                now.addAndGet(timeoutNanos);
            }
            return condition.getAsBoolean();
        }
    }
}
