package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.OnlineStatus;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.guild.GuildReadyEvent;
import net.dv8tion.jda.api.events.guild.GuildUnavailableEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.utils.Compression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("e2e")
class MockLoginTest {
    private final MockDiscord discord = MockDiscord.start();

    @AfterEach
    void close() {
        discord.close();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void a_client_logs_in_and_sees_its_guild(Compression compression) throws InterruptedException {
        try (TestClient client = new TestClient(discord, builder -> builder.setCompression(compression))) {
            client.await(GuildReadyEvent.class);
            client.awaitStatus(JDA.Status.CONNECTED, 1);

            MockChannel channel = discord.guild().channel();
            assertThat(client.jda().getTextChannelById(channel.id()))
                    .isNotNull()
                    .satisfies(seen -> assertThat(seen.getName()).isEqualTo(channel.name()))
                    .satisfies(seen -> assertThat(seen.canTalk()).isTrue());
            assertThat(client.jda().getSelfUser().getIdLong())
                    .isEqualTo(discord.bot().id());
            assertThat(discord.gateway().isConnected()).isTrue();
        }
    }

    @Test
    void a_refused_token_fails_the_login() {
        discord.rest().fail(1, 401);

        assertThatThrownBy(() -> new TestClient(discord)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void an_identification_can_be_refused_with_a_close_code() throws InterruptedException {
        discord.gateway().answerIdentify(1, GatewayReply.close(4004));
        try (TestClient client = new TestClient(discord)) {
            assertThat(client.await(ShutdownEvent.class).getCode()).isEqualTo(4004);
        }
    }

    @Test
    void an_identification_can_be_answered_late() throws InterruptedException {
        discord.gateway().answerIdentify(1, GatewayReply.after(Duration.ofMillis(100)));
        try (TestClient client = new TestClient(discord)) {
            client.awaitStatus(JDA.Status.AWAITING_LOGIN_CONFIRMATION, 1);
            assertThat(discord.gateway().isConnected()).isFalse();
            client.await(ReadyEvent.class);
        }
    }

    @Test
    void an_identification_can_stay_unanswered() throws InterruptedException {
        discord.gateway().answerIdentify(1, GatewayReply.silence());
        try (TestClient client = new TestClient(discord)) {
            discord.gateway().await(frame -> frame.op() == GatewayPayloads.IDENTIFY, TestClient.SOON);
            client.awaitStatus(JDA.Status.AWAITING_LOGIN_CONFIRMATION, 1);
            assertThat(discord.gateway().isConnected()).isFalse();
        }
    }

    @Test
    void an_identification_can_be_answered_with_an_invalid_session() throws InterruptedException {
        discord.gateway().answerIdentify(1, GatewayReply.invalidSession(false));
        try (TestClient client = new TestClient(discord)) {
            client.await(SessionInvalidateEvent.class);
        }
    }

    @Test
    void guilds_can_stay_away_and_come_later() throws InterruptedException {
        discord.gateway().withholdGuilds(true);
        try (TestClient client = new TestClient(discord)) {
            client.awaitStatus(JDA.Status.LOADING_SUBSYSTEMS, 1);
            discord.guildUnavailable(discord.guild());
            client.await(ReadyEvent.class);
            assertThat(client.jda().getGuilds()).isEmpty();

            discord.guildAvailable(discord.guild());
            client.await(GuildReadyEvent.class);
        }
    }

    @Test
    void guilds_are_joined_and_become_unavailable() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            MockGuild second = new MockGuild(9001, "second", List.of(new MockChannel(9002, "chat")));
            discord.join(second);
            assertThat(client.await(GuildJoinEvent.class).getGuild().getIdLong())
                    .isEqualTo(second.id());

            discord.gateway().dispatch("GUILD_DELETE", EntityPayloads.unavailableGuild(second));
            client.await(GuildUnavailableEvent.class);
        }
    }

    @Test
    void what_the_client_sends_is_recorded() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().getPresence().setStatus(OnlineStatus.IDLE);

            GatewayFrame presence = discord.gateway().await(frame -> frame.op() == 3, TestClient.SOON);
            assertThat(presence.payload().getObject("d").getString("status")).isEqualTo("idle");
        }
    }

    @Test
    void closing_does_not_wait_for_a_frozen_connection() throws InterruptedException {
        TestClient client = TestClient.ready(discord);
        discord.gateway().freeze();
        discord.close();

        client.awaitStatus(JDA.Status.SHUTDOWN, 1);
    }

    @Test
    void closing_ends_clients_and_leaves_no_thread() throws InterruptedException {
        TestClient client = TestClient.ready(discord);
        discord.close();

        client.awaitStatus(JDA.Status.SHUTDOWN, 1);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("mock-discord")
                        || name.startsWith("WebSocket")
                        || name.startsWith("HTTP-Dispatcher"));
    }
}
