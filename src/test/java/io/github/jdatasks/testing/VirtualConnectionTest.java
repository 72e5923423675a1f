package io.github.jdatasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import org.junit.jupiter.api.Test;

class VirtualConnectionTest extends InVirtualTime {
    class Listening extends LoopCog {
        @Loop(minutes = 1)
        void tick(LoopContext run) {
            events.add("tick " + run.jda().getMaxReconnectDelay());
        }

        @Override
        protected void cogLoad(JDA jda) {
            events.add("load " + jda.getMaxReconnectDelay());
        }

        @Override
        protected void onAnyEvent(GenericEvent event) {
            events.add(
                    event instanceof StatusChangeEvent change
                            ? change.getOldStatus() + " -> " + change.getNewStatus()
                            : event.getClass().getSimpleName());
        }
    }

    private static JDA answering(int answer) {
        JDA jda = mock(JDA.class, call -> {
            throw new UnsupportedOperationException(call.getMethod().getName());
        });
        doReturn(answer).when(jda).getMaxReconnectDelay();
        return jda;
    }

    @Test
    void a_gate_follows_every_step_of_a_connection() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        assertThat(gate.isOpen()).isFalse();
        assertThat(connection.ready()).isSameAs(connection);
        assertThat(gate.isOpen()).isTrue();
        connection.disconnect();
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.hasBeenReady()).isTrue();
        connection.resume();
        assertThat(gate.isOpen()).isTrue();
        connection.invalidate();
        assertThat(gate.isOpen()).isFalse();
        connection.recreate();
        assertThat(gate.isOpen()).isTrue();
        connection.shutdown();
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.hasBeenReady()).isTrue();
        connection.ready();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void a_bot_that_begins_to_log_in_loads_its_cogs_and_is_not_ready() {
        Listening cog = time.create(Listening::new);
        VirtualConnection connection = VirtualConnection.of(cog).withJda(answering(77));
        assertThat(connection.login()).isSameAs(connection);
        connection.login();
        time.advance(Duration.ofMinutes(5));
        assertThat(events).containsExactly("INITIALIZED -> LOGGING_IN", "load 77");
        assertThat(cog.loop("tick").state()).isEqualTo(LoopState.STARTING);
        assertThat(cog.gate().hasBeenReady()).isFalse();
        connection.ready();
        time.runPending();
        assertThat(events).endsWith("LOADING_SUBSYSTEMS -> CONNECTED", "tick 77");
    }

    @Test
    void a_login_may_be_lost_before_it_is_ready() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).login().disconnect();
        assertThat(gate.hasBeenReady()).isFalse();
        connection.ready();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void shards_log_in_one_by_one() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).shards(2).login(1);
        connection.disconnect();
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.disconnect(0))
                .withMessageContaining("login(0)");
        assertThat(gate.toString()).contains("shard 1").doesNotContain("shard 0");
        connection.login(0);
        assertThat(gate.toString()).contains("shard 0", "shard 1");
        connection.ready();
        assertThat(gate.isOpen()).isTrue();
        connection.shutdown(1).login(1);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isOpen(ShardScope.ANY)).isTrue();
    }

    @Test
    void each_step_can_be_taken_by_one_shard() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).shards(2).ready(1);
        assertThat(gate.isOpen(ShardScope.ANY)).isTrue();
        assertThat(gate.isOpen()).isFalse();
        connection.ready(0);
        assertThat(gate.isOpen()).isTrue();
        connection.disconnect(1);
        assertThat(gate.isOpen()).isFalse();
        connection.resume(1).invalidate(0);
        assertThat(gate.isOpen()).isFalse();
        connection.recreate(0);
        assertThat(gate.isOpen()).isTrue();
        connection.shutdown(0);
        assertThat(gate.isOpen()).isTrue();
        connection.ready(0);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void a_listener_gets_the_events_of_JDA_in_their_order() {
        Listening cog = time.create(Listening::new);
        VirtualConnection.of(cog)
                .ready()
                .disconnect()
                .resume()
                .invalidate()
                .recreate()
                .shutdown();
        assertThat(events)
                .startsWith("INITIALIZED -> LOGGING_IN", "LOGGING_IN -> LOADING_SUBSYSTEMS")
                .containsSubsequence(
                        "LOADING_SUBSYSTEMS -> CONNECTED",
                        "CONNECTED -> DISCONNECTED",
                        "DISCONNECTED -> WAITING_TO_RECONNECT",
                        "SessionResumeEvent",
                        "AWAITING_LOGIN_CONFIRMATION -> CONNECTED",
                        "SessionInvalidateEvent",
                        "CONNECTED -> DISCONNECTED",
                        "SessionInvalidateEvent",
                        "SessionRecreateEvent",
                        "LOADING_SUBSYSTEMS -> CONNECTED",
                        "CONNECTED -> SHUTTING_DOWN",
                        "ShutdownEvent");
    }

    @Test
    void bodies_and_cogLoad_get_the_tests_own_JDA() {
        Listening cog = time.create(Listening::new);
        VirtualConnection.of(cog).withJda(answering(77)).ready();
        events.clear();
        time.runPending();
        assertThat(events).containsExactly("load 77", "tick 77");
    }

    @Test
    void without_one_whatever_is_asked_says_how_to_give_one() {
        List<JDA> seen = new ArrayList<>();
        class Curious extends LoopCog {
            @Override
            protected void cogLoad(JDA jda) {
                seen.add(jda);
            }
        }
        VirtualConnection.of(time.create(Curious::new)).ready();
        time.runPending();
        JDA jda = seen.get(0);
        assertThat(jda.getStatus()).isEqualTo(JDA.Status.CONNECTED);
        assertThat(jda).hasToString("virtual JDA [0 / 1] CONNECTED").isEqualTo(jda);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(jda::getGuilds)
                .withMessageContaining("getGuilds()")
                .withMessageContaining("withJda(JDA)");
    }

    @Test
    void what_the_tests_JDA_throws_is_passed_on_as_it_is() {
        JDA strict = answering(77);
        List<Throwable> thrown = new ArrayList<>();
        class Curious extends LoopCog {
            @Override
            protected void cogLoad(JDA jda) {
                thrown.add(org.assertj.core.api.Assertions.catchThrowable(jda::getGuilds));
            }
        }
        VirtualConnection.of(time.create(Curious::new)).withJda(strict).ready();
        time.runPending();
        assertThat(thrown)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageEndingWith("getGuilds"));
    }

    @Test
    void mistakes_are_refused() {
        VirtualConnection connection = VirtualConnection.of(new ConnectionGate());
        assertThatIllegalStateException()
                .isThrownBy(connection::disconnect)
                .withMessageContaining("login() or ready()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.login(1))
                .withMessageContaining("no shard 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.shards(0))
                .withMessageContaining("0");
        connection.ready();
        assertThatIllegalStateException().isThrownBy(() -> connection.shards(2)).withMessageContaining("shards");
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.withJda(answering(88)))
                .withMessageContaining("before the bot logs in");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.ready(1))
                .withMessageContaining("no shard 1");
    }

    @Test
    void a_shard_that_was_shut_down_is_dead_until_it_is_ready_anew() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        connection.shutdown();
        connection.shutdown();
        connection.resume();
        assertThat(gate.isOpen()).isFalse();
        connection.ready();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void ready_twice_is_harmless() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).ready().ready();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void each_connection_is_another_bot_and_the_second_is_ignored_as_long_as_the_first_is_up() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection first = VirtualConnection.of(gate).ready();
        VirtualConnection second = VirtualConnection.of(gate).ready();
        second.disconnect();
        assertThat(gate.isOpen()).isTrue();
        first.shutdown();
        assertThat(gate.isOpen()).isFalse();
        VirtualConnection.of(gate).ready();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void a_cog_in_real_time_is_refused_with_how_to_make_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VirtualConnection.of(new Listening()))
                .withMessageContaining("The cog Listening lives in real time")
                .withMessageContaining("make it inside of time.create(() -> …)");
    }

    @Test
    void the_gate_of_a_cog_in_real_time_is_refused_as_the_cog_is() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VirtualConnection.of(new Listening().gate()))
                .withMessageContaining("The cog Listening lives in real time")
                .withMessageContaining("make it inside of time.create(() -> …)");
        assertThatCode(() -> VirtualConnection.of(time.create(Listening::new).gate()))
                .doesNotThrowAnyException();
    }

    @Test
    void an_anonymous_cog_in_real_time_is_refused_by_the_name_that_logs_have() {
        LoopCog nameless = new LoopCog() {};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VirtualConnection.of(nameless))
                .withMessageContaining("The cog VirtualConnectionTest$1 lives in real time")
                .withMessageContaining("make it inside of time.create(() -> …)");
    }

    @Test
    void a_cog_that_was_given_its_scheduler_may_be_connected() {
        class Own extends LoopCog {
            Own(LoopScheduler scheduler) {
                super(scheduler);
            }

            @Loop(minutes = 1)
            void tick() {
                note("tick");
            }
        }
        VirtualConnection.of(new Own(time)).ready();
        time.runPending();
        assertThat(events).containsExactly("0 tick");
        try (LoopScheduler real = LoopScheduler.builder().build()) {
            assertThatCode(() -> VirtualConnection.of(new Own(real))).doesNotThrowAnyException();
        }
    }

    @Test
    void a_gate_has_no_time_of_its_own() {
        ConnectionGate gate = new ConnectionGate();
        Loops.every(Duration.ofMinutes(1)).gate(gate).scheduler(time).start(run -> note("run"));
        VirtualConnection.of(gate).ready();
        time.advance(Duration.ofMinutes(1));
        assertThat(events).containsExactly("0 run", "60 run");
    }
}
