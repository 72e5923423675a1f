package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("e2e")
class MockGatewayTest {
    private final MockDiscord discord = MockDiscord.start();
    private final MockUser alice = MockUser.person(7, "alice");

    @AfterEach
    void close() {
        discord.close();
    }

    @ParameterizedTest
    @EnumSource(Drop.class)
    void a_dropped_connection_is_resumed_and_missed_events_are_replayed(Drop how) throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().answerResume(1, GatewayReply.after(Duration.ofMillis(100)));
            discord.gateway().drop(how);
            assertThat(discord.gateway().isConnected()).isFalse();
            discord.sendMessage(discord.guild().channel().id(), alice, "missed");

            assertThat(client.await(MessageReceivedEvent.class).getMessage().getContentRaw())
                    .isEqualTo("missed");
            client.await(SessionResumeEvent.class);
            client.awaitStatus(JDA.Status.CONNECTED, 2);
            assertThat(client.await(SessionDisconnectEvent.class).getServiceCloseFrame())
                    .isNull();
        }
    }

    @Test
    void a_frame_that_the_websocket_library_has_left_lying_is_sent_all_the_same() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            String reconnect = DataObject.empty().put("op", 7).putNull("d").toString();
            for (WebSocket socket : discord.gateway().sockets()) {
                WebSocketImpl connection = (WebSocketImpl) socket;
                // Without a word to the thread that writes.
                connection.outQueue.add(connection
                        .getDraft()
                        .createBinaryFrame(connection
                                .getDraft()
                                .createFrames(reconnect, false)
                                .get(0)));
            }
            client.await(SessionResumeEvent.class);
        }
    }

    @Test
    void a_request_to_reconnect_leads_to_a_resumed_session() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().reconnect();

            client.await(SessionResumeEvent.class);
            assertThat(client.await(SessionDisconnectEvent.class).isClosedByServer())
                    .isFalse();
            client.awaitStatus(JDA.Status.CONNECTED, 2);
        }
    }

    @Test
    void an_invalid_but_resumable_session_is_resumed() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().invalidateSession(true);

            client.awaitStatus(JDA.Status.CONNECTED, 2);
            client.await(SessionResumeEvent.class);
            assertThat(client.events()).noneMatch(SessionInvalidateEvent.class::isInstance);
        }
    }

    @Test
    void an_invalid_session_is_replaced_by_a_new_one() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().invalidateSession(false);

            client.await(SessionInvalidateEvent.class);
            client.await(SessionRecreateEvent.class);
            client.awaitStatus(JDA.Status.CONNECTED, 2);
            assertThat(discord.gateway().frames())
                    .filteredOn(frame -> frame.op() == GatewayPayloads.IDENTIFY)
                    .hasSize(2);
            assertThat(client.jda().getGuilds()).hasSize(1);
        }
    }

    @Test
    void a_resume_can_be_refused() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().answerResume(1, GatewayReply.invalidSession(false));
            discord.gateway().drop(Drop.RST);

            // What follows is the same as for any invalid session, and takes JDA two seconds.
            client.await(SessionInvalidateEvent.class);
            client.awaitStatus(JDA.Status.RECONNECT_QUEUED, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4000, 4007, 4009})
    void a_close_code_that_is_not_fatal_leads_to_a_resumed_session(int code) throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().close(code);

            client.await(SessionResumeEvent.class);
            SessionDisconnectEvent lost = client.await(SessionDisconnectEvent.class);
            assertThat(lost.isClosedByServer()).isTrue();
            assertThat(lost.getServiceCloseFrame().getCloseCode()).isEqualTo(code);
        }
    }

    @Test
    void a_fatal_close_code_ends_the_client() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().close(4014);

            assertThat(client.await(ShutdownEvent.class).getCode()).isEqualTo(4014);
        }
    }

    @Test
    void a_gateway_that_was_down_is_found_again_on_the_same_port() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().down();
            client.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 2);
            discord.sendMessage(discord.guild().channel().id(), alice, "missed");
            discord.gateway().up();

            client.await(SessionResumeEvent.class);
            client.await(MessageReceivedEvent.class);
        }
    }

    @Test
    void a_gateway_can_go_down_and_up_many_times() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            discord.gateway().down();
            discord.gateway().up();
        }
        try (TestClient client = TestClient.ready(discord)) {
            assertThat(client.jda().getGuilds()).hasSize(1);
        }
    }

    @Test
    void heartbeats_are_acknowledged() throws InterruptedException {
        discord.gateway().heartbeatInterval(Duration.ofMillis(600));
        try (TestClient client = TestClient.ready(discord)) {
            client.await(GatewayPingEvent.class);
        }
    }

    @Test
    void unanswered_heartbeats_make_the_client_reconnect() throws InterruptedException {
        discord.gateway().heartbeatInterval(Duration.ofMillis(600));
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().ignoreHeartbeats();

            client.await(SessionResumeEvent.class);
        }
    }

    @Test
    @Tag("slow")
    void a_frozen_server_is_left_after_ten_seconds() throws InterruptedException {
        discord.gateway().heartbeatInterval(Duration.ofMillis(600));
        try (TestClient client = TestClient.ready(discord)) {
            discord.gateway().freeze();
            discord.sendMessage(discord.guild().channel().id(), alice, "missed");

            client.awaitStatus(JDA.Status.CONNECTED, 2, Duration.ofSeconds(40));
            client.await(SessionResumeEvent.class);
            client.await(MessageReceivedEvent.class);
            assertThat(client.await(SessionDisconnectEvent.class).getServiceCloseFrame())
                    .isNull();
        }
    }

    @Test
    void a_fault_without_anything_to_hit_is_an_error() {
        assertThatThrownBy(() -> discord.gateway().drop(Drop.FIN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> discord.gateway().shard(0).reconnect()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> discord.slash("status")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_heartbeat_that_the_client_cannot_keep_up_is_refused() {
        assertThatThrownBy(() -> discord.gateway().heartbeatInterval(Duration.ofMillis(599)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
