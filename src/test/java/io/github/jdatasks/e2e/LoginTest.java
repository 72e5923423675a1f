package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockUser;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EndToEnd
class LoginTest {
    private final MockDiscord discord = MockDiscord.start();
    private final TickingCog cog = new TickingCog();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void a_cog_is_loaded_at_login_and_its_loops_start_when_the_bot_is_ready() {
        discord.gateway().withholdGuilds(true);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitStatus(JDA.Status.LOADING_SUBSYSTEMS, 1);
            cog.await("load");
            cog.awaitState(LoopState.STARTING);
            assertThat(cog.gate().isOpen()).isFalse();
            assertThat(cog.journal()).containsExactly("load");

            discord.gateway()
                    .dispatch(
                            "GUILD_DELETE",
                            DataObject.empty()
                                    .put("id", Long.toString(discord.guild().id()))
                                    .put("unavailable", true));
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
            assertThat(bot.events()).hasAtLeastOneElementOfType(ReadyEvent.class);
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
        assertThat(cog.ticker().completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void waiting_for_ready_in_a_before_hook_or_a_body_returns_at_once() {
        Journal<String> journal = new Journal<>();
        LoopCog waiting = new LoopCog() {
            {
                newLoop(Schedule.every(Duration.ofMillis(10)))
                        .count(1)
                        .beforeLoop(run -> {
                            waitUntilReady();
                            journal.add("before " + gate().isOpen());
                        })
                        .build(run -> {
                            waitUntilReady();
                            journal.add("run " + gate().isOpen());
                        });
            }
        };
        try (Bot bot = Bot.login(discord, waiting)) {
            bot.awaitConnected();
            journal.await(entry -> true, 2);
            assertThat(journal.entries()).containsExactly("before true", "run true");
        }
    }

    @Test
    void a_loop_that_ignores_the_connection_can_wait_for_ready_by_itself() {
        discord.gateway().down();
        Journal<String> journal = new Journal<>();
        LoopCog waiting = new LoopCog() {
            {
                newLoop(Schedule.every(Duration.ofMillis(10)))
                        .count(1)
                        .whenDisconnected(WhenDisconnected.IGNORE)
                        .build(run -> {
                            journal.add("run " + gate().isOpen());
                            waitUntilReady();
                            journal.add("ready " + gate().isOpen());
                        });
            }
        };
        try (Bot bot = Bot.login(discord, waiting)) {
            journal.await("run false"::equals);
            discord.gateway().up();
            bot.awaitConnected();
            journal.await("ready true"::equals);
        }
    }

    @Test
    void no_run_is_made_before_every_listener_had_the_ready_event() {
        Journal<Long> runs = new Journal<>();
        EventListener slow = event -> {
            if (event instanceof ReadyEvent) {
                runs.add(cog.runs());
            }
        };
        try (Bot bot = Bot.login(discord, cog, slow)) {
            cog.awaitMoreRuns();
            assertThat(runs.entries()).containsExactly(0L);
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
    }

    @Test
    void a_bad_token_ends_the_cog_before_any_loop_runs() {
        discord.rest().fail(1, 401);

        assertThatThrownBy(() -> Bot.login(discord, cog)).isInstanceOf(InvalidTokenException.class);

        Await.until("the cog's unload", () -> cog.ticker().state() != LoopState.STARTING && !isHalfLoaded());
        assertThat(cog.runs()).isZero();
        assertThat(cog.journal()).doesNotContain("before");
    }

    @Test
    void after_a_bad_token_the_same_cog_can_log_in_with_a_good_one() {
        discord.rest().fail(1, 401);
        assertThatThrownBy(() -> Bot.login(discord, cog)).isInstanceOf(InvalidTokenException.class);

        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
        }
    }

    private boolean isHalfLoaded() {
        return cog.journal().contains("load") && !cog.journal().contains("unload");
    }

    @Test
    void an_identification_answered_by_a_fatal_close_code_ends_the_cog() {
        discord.gateway().answerIdentify(1, GatewayReply.close(4014));
        try (Bot bot = Bot.login(discord, cog)) {
            assertThat(bot.await(ShutdownEvent.class).getCode()).isEqualTo(4014);
            cog.await("unload");
            assertThat(cog.runs()).isZero();
            assertThat(cog.journal()).startsWith("load").endsWith("unload").doesNotContain("before");
        }
    }

    @Test
    void a_gateway_that_is_down_at_login_is_waited_for() {
        discord.gateway().down();
        try (Bot bot = Bot.login(discord, cog)) {
            cog.await("load");
            cog.awaitState(LoopState.STARTING);
            discord.gateway().up();
            bot.awaitConnected();
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
    }

    @Test
    void a_session_that_is_invalid_before_the_first_ready_is_waited_for() {
        discord.gateway().answerIdentify(1, GatewayReply.invalidSession(false));
        try (Bot bot = Bot.login(discord, cog)) {
            bot.await(SessionInvalidateEvent.class);
            bot.awaitConnected();
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
    }

    @Test
    void a_connection_lost_before_the_first_ready_is_waited_for() {
        discord.gateway().withholdGuilds(true);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitStatus(JDA.Status.LOADING_SUBSYSTEMS, 1);
            cog.awaitState(LoopState.STARTING);
            discord.gateway().drop(Drop.RST);
            bot.awaitStatus(JDA.Status.LOADING_SUBSYSTEMS, 2);
            assertThat(cog.gate().hasBeenReady()).isFalse();
            discord.gateway()
                    .dispatch(
                            "GUILD_DELETE",
                            DataObject.empty()
                                    .put("id", Long.toString(discord.guild().id()))
                                    .put("unavailable", true));
            bot.awaitConnected();
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
    }

    @Test
    void a_cog_added_late_is_loaded_at_the_next_event() {
        try (Bot bot = Bot.login(discord).awaitConnected()) {
            bot.jda().addEventListener(cog);
            assertThat(cog.journal()).isEmpty();
            discord.sendMessage(discord.guild().channel().id(), MockUser.person(7, "alice"), "wake up");
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
        cog.await("unload");
    }

    @Test
    void an_attached_cog_is_loaded_at_once() {
        try (Bot bot = Bot.login(discord).awaitConnected()) {
            assertThat(cog.attach(bot.jda())).isSameAs(cog);
            cog.awaitMoreRuns();
            cog.attach(bot.jda());
            assertThat(bot.jda().getRegisteredListeners()).containsOnlyOnce(cog);
            assertThat(cog.journal()).containsExactly("load", "before");
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void a_cog_attached_while_the_bot_is_disconnected_waits() {
        Journal<Boolean> open = new Journal<>();
        EventListener attaching = event -> {
            if (event instanceof StatusChangeEvent change
                    && change.getNewStatus() == JDA.Status.DISCONNECTED
                    && open.size() == 0) {
                cog.attach(event.getJDA());
                open.add(cog.gate().isOpen());
                cog.awaitState(LoopState.STARTING);
            }
        };
        try (Bot bot = Bot.login(discord, attaching).awaitConnected()) {
            discord.gateway().reconnect();
            cog.awaitMoreRuns();
            assertThat(open.entries()).containsExactly(false);
            assertThat(bot.jda().getRegisteredListeners()).containsOnlyOnce(cog);
        }
    }

    @Test
    void a_loop_without_a_cog_waits_for_its_gate() {
        Journal<JDA> runs = new Journal<>();
        ConnectionGate gate = new ConnectionGate();
        var task = Loops.every(Duration.ofMillis(10)).name("free").gate(gate).build(run -> runs.add(run.jda()));
        var end = task.start();
        try (Bot bot = Bot.login(discord, gate)) {
            runs.await(jda -> jda == bot.jda(), 3);
        }
        assertThat(end.join()).isEqualTo(LoopOutcome.CANCELLED);
        assertThatThrownBy(task::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_gate_can_be_made_for_a_bot_that_is_up() throws InterruptedException {
        try (Bot bot = Bot.login(discord).awaitConnected()) {
            ConnectionGate gate = ConnectionGate.of(bot.jda());
            assertThat(gate.awaitOpen(Duration.ZERO)).isTrue();
            Journal<String> runs = new Journal<>();
            var task = Loops.every(Duration.ofMillis(10)).gate(gate).start(run -> runs.add("run"));
            runs.await(run -> true, 3);
            assertThat(task.stop().join()).isEqualTo(LoopOutcome.STOPPED);
        }
    }

    @Test
    void waiting_for_the_gate_on_a_thread_of_JDA_is_refused() {
        Journal<String> refusals = new Journal<>();
        EventListener waiting = event -> {
            if (event instanceof ReadyEvent) {
                try {
                    cog.gate().awaitOpen();
                } catch (IllegalStateException e) {
                    refusals.add("refused");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Bot bot = Bot.login(discord, cog, waiting)) {
            bot.awaitConnected();
            assertThat(refusals.entries()).isEqualTo(List.of("refused"));
            cog.awaitMoreRuns();
        }
    }

    @Test
    void a_cog_is_unloaded_from_a_bot_that_stays_up_and_loaded_again() {
        try (Bot bot = Bot.login(discord, cog).awaitConnected()) {
            cog.awaitMoreRuns();
            cog.unload().join();
            assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
            assertThat(bot.jda().getRegisteredListeners()).doesNotContain(cog);
            long runs = cog.runs();
            discord.gateway().reconnect();
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            assertThat(cog.runs()).isEqualTo(runs);
            assertThat(cog.ticker().isRunning()).isFalse();

            cog.attach(bot.jda());
            cog.awaitMoreRuns();
            assertThat(cog.journal()).endsWith("unload", "load", "before");
        }
    }
}
