package io.github.jdatasks.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.gate.StandInJda;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.support.Unreadable;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.AnnotatedEventManager;
import net.dv8tion.jda.api.hooks.InterfacedEventManager;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How the gate gets on with JDA, with those who watch it, and with instances that it is told of late. */
class ConnectionGateListenerTest {
    private final AtomicLong now = new AtomicLong();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final ConnectionGate gate = Inside.connectionGate(new Gate(workers::add, now::get, null, any -> true));
    private final GateView view = GateView.of(Inside.gate(gate), ShardScope.ALL);
    private final OfflineJda jda = new OfflineJda();

    @Test
    void it_works_with_the_annotated_event_manager() {
        jda.setEventManager(new AnnotatedEventManager());
        jda.addEventListener(gate);
        jda.logIn();
        assertThat(gate.isOpen()).isTrue();
        jda.become(JDA.Status.DISCONNECTED);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void registering_it_twice_is_harmless() {
        jda.addEventListener(gate, gate);
        List<Boolean> changes = new ArrayList<>();
        Inside.gate(gate).addObserver(() -> changes.add(gate.isOpen()));
        jda.logIn();
        jda.fire("Invalidate");
        jda.become(JDA.Status.DISCONNECTED, JDA.Status.CONNECTED);
        // The first: a bot has begun to log in. The fourth: no longer because of the event.
        assertThat(changes).containsExactly(false, true, false, false, true);
    }

    @Test
    void unrelated_events_cost_no_memory() {
        GenericEvent event = new GatewayPingEvent(jda, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        deliver(event);
        long before = threads.getCurrentThreadAllocatedBytes();
        deliver(event);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    private void deliver(GenericEvent event) {
        for (int i = 0; i < 100_000; i++) {
            gate.onEvent(event);
        }
    }

    @Test
    void nothing_gets_out_into_JDA_and_the_log_gets_it_once() {
        JDA broken = mock(JDA.class);
        when(broken.getStatus()).thenThrow(AssertionError.class);
        List<ILoggingEvent> log = recordLog(() -> {
            for (int i = 0; i < 3; i++) {
                gate.onEvent(new StatusChangeEvent(broken, JDA.Status.CONNECTED, JDA.Status.LOGGING_IN));
            }
            Inside.gate(gate).addObserver(() -> {
                throw new StackOverflowError();
            });
            List<String> others = new ArrayList<>();
            Inside.gate(gate).addObserver(() -> others.add("told"));
            jda.addEventListener(gate);
            jda.logIn();
            assertThat(others).isNotEmpty();
        });
        assertThat(log)
                .extracting(line -> line.getThrowableProxy().getClassName())
                .containsExactly("java.lang.AssertionError", "java.lang.StackOverflowError");
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void removed_observers_hear_no_more() {
        List<String> told = new ArrayList<>();
        Runnable observer = () -> told.add("told");
        Inside.gate(gate).addObserver(observer);
        Inside.gate(gate).removeObserver(observer);
        jda.addEventListener(gate);
        jda.logIn();
        assertThat(told).isEmpty();
    }

    @Test
    void observers_are_called_without_the_lock() throws Exception {
        AtomicReference<Boolean> open = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);
        Inside.gate(gate).addObserver(() -> {
            Thread other = new Thread(() -> open.set(knows(jda)));
            other.start();
            try {
                other.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            called.countDown();
        });
        jda.addEventListener(gate);
        jda.logIn();
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(open).hasValue(true);
    }

    @Test
    void changes_are_told_on_a_worker_and_several_at_once_make_one_call() {
        jda.addEventListener(gate);
        List<Boolean> calls = new ArrayList<>();
        assertThat(gate.onChange(changed -> calls.add(changed.isOpen()))).isSameAs(gate);
        jda.logIn().become(JDA.Status.DISCONNECTED, JDA.Status.CONNECTED);
        assertThat(calls).isEmpty();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        assertThat(calls).containsExactly(true);
        jda.become(JDA.Status.DISCONNECTED);
        workers.remove().run();
        assertThat(calls).containsExactly(true, false);
    }

    @Test
    void a_change_during_a_call_makes_another_call_after_it() {
        jda.addEventListener(gate);
        List<Boolean> calls = new ArrayList<>();
        gate.onChange(changed -> {
            calls.add(changed.isOpen());
            if (calls.size() == 1) {
                jda.become(JDA.Status.DISCONNECTED);
            }
        });
        jda.logIn();
        workers.remove().run();
        assertThat(calls).containsExactly(true, false);
        assertThat(workers).isEmpty();
    }

    @Test
    void a_consumer_that_throws_is_logged_and_the_others_are_called() {
        jda.addEventListener(gate);
        List<String> calls = new ArrayList<>();
        gate.onChange(changed -> {
            throw new AssertionError("mine");
        });
        gate.onChange(changed -> calls.add("called"));
        List<ILoggingEvent> log = recordLog(() -> {
            jda.logIn();
            workers.remove().run();
        });
        assertThat(calls).hasSize(1);
        assertThat(log).hasSize(1);
        assertThat(log.get(0).getThrowableProxy().getMessage()).isEqualTo("mine");
    }

    @Test
    void a_consumer_whose_failure_cannot_be_logged_is_called_again() {
        jda.addEventListener(gate);
        List<Boolean> calls = new ArrayList<>();
        gate.onChange(changed -> {
            calls.add(changed.isOpen());
            throw new Unreadable();
        });
        List<ILoggingEvent> log = recordLog(() -> {
            jda.logIn();
            workers.remove().run();
            jda.become(JDA.Status.DISCONNECTED);
            workers.remove().run();
        });
        assertThat(calls).containsExactly(true, false);
        assertThat(log).hasSize(2).allMatch(line -> line.getFormattedMessage().contains("cannot be logged"));
    }

    @Test
    void workers_that_refuse_do_no_harm() {
        AtomicReference<RuntimeException> refusal = new AtomicReference<>(new RejectedExecutionException());
        ConnectionGate refused = Inside.connectionGate(new Gate(
                task -> {
                    RuntimeException e = refusal.get();
                    if (e != null) {
                        throw e;
                    }
                    task.run();
                },
                now::get,
                null,
                any -> true));
        List<Boolean> calls = new ArrayList<>();
        refused.onChange(changed -> calls.add(changed.isOpen()));
        jda.addEventListener(refused);
        recordLog(jda::logIn);
        assertThat(refused.isOpen()).isTrue();
        assertThat(calls).isEmpty();
        refusal.set(null);
        jda.become(JDA.Status.DISCONNECTED);
        assertThat(calls).containsExactly(false);
    }

    @Test
    void a_gate_without_a_scheduler_calls_consumers_on_a_daemon_thread_of_its_own() throws Exception {
        ConnectionGate standard = ConnectionGate.of(jda);
        AtomicReference<Thread> worker = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);
        standard.onChange(changed -> {
            worker.set(Thread.currentThread());
            called.countDown();
        });
        jda.logIn();
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.get())
                .isNotSameAs(Thread.currentThread())
                .extracting(Thread::isDaemon)
                .isEqualTo(true);
    }

    @Test
    void a_gate_without_a_scheduler_looks_for_changes_without_an_event_as_long_as_there_may_be_one() {
        Queue<Runnable> later = new ArrayDeque<>();
        ConnectionGate alone = Inside.connectionGate(new Gate(Runnable::run, now::get, later::add, any -> true));
        List<Boolean> calls = new ArrayList<>();
        alone.onChange(changed -> calls.add(changed.isOpen()));
        OfflineJda.Manager manager = new OfflineJda.Manager();
        manager.queued(1);
        jda.setShardManager(manager.proxy());
        jda.addEventListener(alone);
        jda.logIn();
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(later).hasSize(1);
        assertThat(calls).doesNotContain(true);
        manager.queued(0);
        later.remove().run();
        assertThat(calls).endsWith(true);
        assertThat(later).isEmpty();
    }

    @Test
    void a_gate_attached_late_reads_the_present_status() {
        jda.logIn();
        assertThat(ConnectionGate.of(jda).isOpen()).isTrue();
        jda.addEventListener(gate);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.adopt(jda)).isSameAs(gate);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.hasBeenReady()).isTrue();
    }

    @Test
    void a_gate_attached_while_the_connection_is_lost_is_ready_when_it_is_back() {
        jda.logIn().become(JDA.Status.WAITING_TO_RECONNECT);
        ConnectionGate late = ConnectionGate.of(jda);
        assertThat(late.hasBeenReady()).isFalse();
        jda.become(JDA.Status.CONNECTED);
        assertThat(late.hasBeenReady()).isTrue();
    }

    @Test
    void a_JDA_that_is_down_already_closes_the_gate_for_good() {
        jda.logIn().become(JDA.Status.SHUTTING_DOWN);
        assertThat(Inside.gate(ConnectionGate.of(jda)).has(GateState.CLOSED)).isTrue();
    }

    @Test
    void a_gate_attached_to_a_manager_sees_shards_present_and_future() {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        OfflineJda first = new OfflineJda(0, 2);
        OfflineJda second = new OfflineJda(1, 2);
        first.setShardManager(manager.proxy());
        second.setShardManager(manager.proxy());
        manager.list(first);
        manager.queued(1);
        first.logIn();

        ConnectionGate late = ConnectionGate.of(manager.proxy());
        assertThat(late.isOpen()).isFalse();
        assertThat(late.isOpen(ShardScope.ANY)).isTrue();
        assertThat(GateState.has(Inside.gate(late).settledWord(), GateState.ANY_READY))
                .isTrue();
        assertThat(late.hasBeenReady()).isFalse();

        second.logIn(); // it was being built while the gate was added, so JDA has forgotten to give it the listener
        manager.list(first, second);
        manager.queued(0);
        assertThat(late.isOpen()).isTrue();
        second.become(JDA.Status.DISCONNECTED);
        assertThat(late.isOpen()).isFalse();
        assertThat(second.getRegisteredListeners()).containsExactly(late);
        assertThat(first.getRegisteredListeners()).containsExactly(late);
    }

    @Test
    void a_gate_attached_to_a_manager_is_registered_with_it_for_shards_that_it_will_build() {
        ShardManager manager = mock(ShardManager.class);
        when(manager.getShardCache())
                .thenReturn(new OfflineJda.Manager().proxy().getShardCache());
        when(manager.getShardsQueued()).thenReturn(1);
        ConnectionGate late = ConnectionGate.of(manager);
        verify(manager).addEventListener(late);
    }

    /** A gate attached to a manager that was just building the instance, which therefore has yet to be given the gate. */
    private ConnectionGate attachedWhileBuilding(InterfacedEventManager listeners) {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        manager.queued(1);
        ConnectionGate late = ConnectionGate.of(manager.proxy());
        jda.setShardManager(manager.proxy());
        jda.logIn();
        jda.setEventManager(listeners);
        manager.list(jda);
        manager.queued(0);
        return late;
    }

    @Test
    void a_shard_that_takes_no_listener_is_followed_and_it_is_logged() {
        ConnectionGate late = attachedWhileBuilding(new InterfacedEventManager() {
            @Override
            public void register(Object listener) {
                throw new UnsupportedOperationException("mine");
            }
        });
        assertThat(recordLog(() -> assertThat(late.isOpen()).isTrue()))
                .singleElement()
                .extracting(line -> line.getThrowableProxy().getMessage())
                .isEqualTo("mine");
    }

    @Test
    void a_shard_lost_at_the_moment_of_registering_is_noticed() {
        ConnectionGate late = attachedWhileBuilding(new InterfacedEventManager() {
            @Override
            public void register(Object listener) {
                jda.become(JDA.Status.DISCONNECTED);
                super.register(listener);
            }
        });
        assertThat(late.isOpen()).isFalse();
        assertThat(jda.getRegisteredListeners()).containsExactly(late);
    }

    @Test
    void a_manager_that_does_not_know_its_shards_yet_takes_no_listener_but_can_be_adopted() {
        ShardManager before = mock(ShardManager.class);
        when(before.getShards()).thenThrow(new NullPointerException("as DefaultShardManager"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectionGate.of(before))
                .withMessageContaining("DefaultShardManagerBuilder");
        assertThat(recordLog(() -> gate.adopt(before))).isEmpty();
        assertThat(gate.isOpen()).isFalse();
        assertThat(Inside.gate(gate).has(GateState.CLOSING)).isFalse();
    }

    @Test
    void a_manager_that_fails_does_no_harm() {
        jda.setShardManager(mock(ShardManager.class, call -> {
            throw new UnsupportedOperationException(call.getMethod().getName());
        }));
        jda.addEventListener(gate);
        assertThat(recordLog(jda::logIn)).hasSize(1);
        assertThat(gate.isOpen()).isTrue();
        assertThat(Inside.gate(gate).recheck()).isFalse();
    }

    @Test
    void a_life_without_a_manager_is_not_ruled_by_the_manager_of_the_life_before() {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        jda.setShardManager(manager.proxy());
        jda.addEventListener(gate);
        jda.logIn().become(JDA.Status.SHUTTING_DOWN);
        assertThat(Inside.gate(gate).confirmClosed()).isTrue();
        manager.queued(1);

        OfflineJda plain = new OfflineJda();
        plain.addEventListener(gate);
        plain.logIn();
        assertThat(gate.isOpen()).isTrue();
        plain.become(JDA.Status.SHUTTING_DOWN);
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isTrue();
    }

    @Test
    void the_queue_may_empty_without_an_event() {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        jda.setShardManager(manager.proxy());
        jda.addEventListener(gate);
        manager.queued(1);
        jda.logIn();
        assertThat(gate.isOpen()).isFalse();
        assertThat(Inside.gate(gate).has(GateState.UNSETTLED)).isTrue();
        manager.queued(0);
        assertThat(Inside.gate(gate).recheck()).isTrue();
        assertThat(Inside.gate(gate).has(GateState.UNSETTLED)).isFalse();
        assertThat(gate.isOpen()).isTrue();
        assertThat(Inside.gate(gate).recheck()).isFalse();
    }

    @Test
    void it_names_the_open_instances_lowest_shard_first() {
        OfflineJda zero = new OfflineJda(0, 3);
        OfflineJda one = new OfflineJda(1, 3);
        OfflineJda two = new OfflineJda(2, 3);
        assertThat(view.jda()).isNull();
        for (OfflineJda shard : List.of(two, one, zero)) {
            shard.addEventListener(gate);
            shard.become(JDA.Status.LOGGING_IN);
        }
        assertThat(view.jda()).as("none is open").isSameAs(zero);
        assertThat(view.shards()).isEmpty();
        two.become(JDA.Status.CONNECTED);
        assertThat(view.jda()).isSameAs(two);
        one.become(JDA.Status.CONNECTED);
        assertThat(view.jda()).isSameAs(one);
        assertThat(view.shards()).containsExactly(one, two);
        one.become(JDA.Status.SHUTTING_DOWN);
        two.become(JDA.Status.SHUTTING_DOWN);
        assertThat(view.jda()).isSameAs(zero);
        zero.become(JDA.Status.SHUTTING_DOWN);
        assertThat(view.jda()).as("all are closed").isNull();
        assertThat(gate.toString()).isEqualTo("ConnectionGate[closed for good, shard 0 CLOSED]");
    }

    @Test
    void it_says_how_it_stands() {
        OfflineJda zero = new OfflineJda(0, 2);
        OfflineJda one = new OfflineJda(1, 2);
        OfflineJda.Manager manager = new OfflineJda.Manager();
        for (OfflineJda shard : List.of(zero, one)) {
            shard.setShardManager(manager.proxy());
            shard.addEventListener(gate);
            shard.become(JDA.Status.LOGGING_IN);
        }
        manager.list(zero, one);
        List<String> states = new ArrayList<>();
        for (JDA.Status status :
                List.of(JDA.Status.LOGGING_IN, JDA.Status.CONNECTED, JDA.Status.DISCONNECTED, JDA.Status.SHUTDOWN)) {
            zero.become(status);
            states.add(stateOf(gate));
            one.become(status);
            states.add(stateOf(gate));
        }
        assertThat(states)
                .containsExactly(
                        "not ready yet",
                        "not ready yet",
                        "partly open",
                        "open",
                        "partly open",
                        "disconnected",
                        "disconnected",
                        "closing");
        assertThat(Inside.gate(gate).confirmClosed()).isTrue();
        assertThat(stateOf(gate)).isEqualTo("closed for good");
    }

    private static String stateOf(ConnectionGate gate) {
        return gate.toString().replaceFirst(".*\\[([a-z ]+),.*", "$1");
    }

    @Test
    void a_stand_in_is_shown_as_what_it_exposes() {
        JDA standIn = mock(JDA.class, withSettings().extraInterfaces(StandInJda.class));
        when(((StandInJda) standIn).exposed()).thenReturn(jda);
        when(standIn.getStatus()).thenReturn(JDA.Status.CONNECTED);
        when(standIn.getShardInfo()).thenReturn(JDA.ShardInfo.SINGLE);
        gate.adopt(standIn);
        assertThat(view.jda()).isSameAs(jda);
        assertThat(view.shards()).containsExactly(jda);
        assertThat(knows(standIn)).isTrue();
        assertThat(knows(jda)).isFalse();
    }

    @Test
    void it_knows_its_instances_and_counts_the_bots_that_have_gone() {
        jda.addEventListener(gate);
        assertThat(knows(jda)).isFalse();
        jda.logIn();
        assertThat(knows(jda)).isTrue();
        assertThat(Inside.gate(gate).botsGone()).isZero();
        jda.become(JDA.Status.SHUTTING_DOWN);
        assertThat(Inside.gate(gate).botsGone()).isEqualTo(1);
        assertThat(gate.hasBeenReady()).isTrue();

        OfflineJda next = new OfflineJda();
        next.addEventListener(gate);
        next.become(JDA.Status.LOGGING_IN);
        assertThat(Inside.gate(gate).botsGone()).isEqualTo(1);
        assertThat(gate.hasBeenReady()).isFalse();
        assertThat(GateState.has(Inside.gate(gate).settledWord(), GateState.ANY_READY))
                .isFalse();
        assertThat(knows(jda)).as("the replaced one").isTrue();
        assertThat(knows(new OfflineJda())).isFalse();
    }

    private static List<ILoggingEvent> recordLog(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(ConnectionGate.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list;
    }

    private boolean knows(JDA instance) {
        return Inside.gate(gate).read(table -> table.knows(instance));
    }
}
