package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockGateway;
import io.github.jdatasks.mockdiscord.MockGuild;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a connection can be lost, and what becomes of a loop meanwhile: it pauses, and goes on. */
@EndToEnd
class ConnectionLossTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(600);

    private final MockDiscord discord = MockDiscord.start();
    private final MockGateway gateway = discord.gateway();
    private final TickingCog cog = new TickingCog();
    private final PauseWitness witness = new PauseWitness(cog);

    @AfterEach
    void close() {
        discord.close();
    }

    static Stream<Named<Consumer<MockGateway>>> losses() {
        return Stream.of(
                Named.of("OP7", MockGateway::reconnect),
                Named.of("OP9 true", gateway -> gateway.invalidateSession(true)),
                Named.of("FIN", gateway -> gateway.drop(Drop.FIN)),
                Named.of("RST", gateway -> gateway.drop(Drop.RST)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void a_loop_pauses_while_the_session_is_resumed(Consumer<MockGateway> loss) {
        try (Bot bot = login()) {
            pausesDuring(() -> loss.accept(gateway));
            assertThat(bot.await(SessionResumeEvent.class)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 4000, 4003, 4007, 4008, 4009, 4999})
    void a_loop_pauses_after_a_close_code_that_is_not_fatal(int code) {
        try (Bot bot = login()) {
            pausesDuring(() -> gateway.close(code));
            assertThat(bot.await(SessionResumeEvent.class)).isNotNull();
        }
    }

    @Test
    void a_loop_pauses_when_heartbeats_stay_unanswered() {
        gateway.heartbeatInterval(HEARTBEAT);
        try (Bot bot = login()) {
            pausesDuring(gateway::ignoreHeartbeats);
            assertThat(bot.await(SessionResumeEvent.class)).isNotNull();
        }
    }

    @Test
    @Tag("slow")
    void a_loop_pauses_when_the_server_is_frozen() {
        gateway.heartbeatInterval(HEARTBEAT);
        try (Bot bot = login()) {
            pausesDuring(() -> {
                gateway.freeze();
                bot.await(SessionDisconnectEvent.class, Duration.ofSeconds(40));
            });
        }
    }

    @Test
    void a_loop_pauses_while_an_invalid_session_is_replaced() {
        try (Bot bot = login()) {
            pausesDuring(() -> gateway.invalidateSession(false));
            assertThat(bot.await(SessionRecreateEvent.class)).isNotNull();
        }
    }

    @Test
    void a_loop_pauses_while_a_session_that_could_not_be_resumed_is_replaced() {
        try (Bot bot = login()) {
            pausesDuring(() -> {
                gateway.answerResume(1, GatewayReply.invalidSession(false));
                gateway.drop(Drop.RST);
            });
            assertThat(bot.await(SessionRecreateEvent.class)).isNotNull();
        }
    }

    @Test
    void a_loop_pauses_while_the_server_is_down() {
        try (Bot bot = login()) {
            pausesDuring(() -> {
                gateway.down();
                bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 2);
                gateway.up();
            });
            assertThat(bot.await(SessionResumeEvent.class)).isNotNull();
        }
    }

    @Test
    void a_loop_goes_on_when_a_guild_was_joined_meanwhile() {
        try (Bot bot = login()) {
            pausesDuring(() -> {
                gateway.answerResume(1, GatewayReply.after(Duration.ofMillis(100)));
                gateway.drop(Drop.RST);
                discord.join(MockGuild.numbered(77));
            });
            bot.await(GuildJoinEvent.class);
            bot.await(SessionRecreateEvent.class);
            bot.await(SessionResumeEvent.class);
            assertThat(cog.gate().isOpen()).isTrue();
            cog.awaitMoreRuns();
        }
    }

    @Test
    void a_storm_of_refused_resumes_is_one_pause() {
        int refusals = 40;
        try (Bot bot = login()) {
            Journal<Boolean> changes = new Journal<>();
            pausesDuring(() -> {
                gateway.answerResume(refusals, GatewayReply.close(4000));
                cog.gate().onChange(gate -> changes.add(gate.isOpen()));
                gateway.drop(Drop.RST);
            });
            assertThat(bot.events().stream()
                            .filter(SessionDisconnectEvent.class::isInstance)
                            .count())
                    .isEqualTo(refusals + 1);
            changes.await(open -> open);
            assertThat(changes.size()).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4004, 4010, 4011, 4013, 4014})
    void a_fatal_close_code_ends_the_loops_and_their_after_hooks_run(int code) {
        try (Bot bot = login()) {
            cog.awaitMoreRuns();
            gateway.close(code);
            cog.await("unload");
            assertThat(bot.await(ShutdownEvent.class).getCode()).isEqualTo(code);
            assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
            assertThat(cog.ticker().completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        }
    }

    @Test
    void a_loss_without_automatic_reconnect_ends_the_loops() {
        try (Bot bot = Bot.login(discord, builder -> builder.setAutoReconnect(false), cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
            gateway.drop(Drop.FIN);
            cog.await("unload");
            assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
        }
    }

    private Bot login() {
        return Bot.login(discord, witness.listeners()).awaitConnected();
    }

    private void pausesDuring(Runnable loss) {
        cog.awaitMoreRuns();
        loss.run();
        witness.assertNoRunsWhileAway(1);
        cog.awaitMoreRuns();
        assertThat(cog.journal()).containsExactly("load", "before");
        assertThat(cog.ticker().stats().failures()).isZero();
    }
}
