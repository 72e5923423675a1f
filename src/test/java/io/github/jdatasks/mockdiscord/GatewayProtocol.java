package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.java_websocket.framing.CloseFrame;

/** The server's side of the gateway protocol: how sessions begin, continue and end. */
final class GatewayProtocol {
    /**
     * How long a client is given to log in before it is greeted. JDA does so without waiting for HELLO, and a HELLO that
     * comes before JDA has taken notice of the connection costs it the first heartbeat.
     */
    private static final Duration GREETING = Duration.ofMillis(50);

    /** How long a login waits for the first heartbeat, which JDA sends at once. */
    private static final Duration FIRST_HEARTBEAT = Duration.ofMillis(250);

    /** Who has not logged in by then is sent away, as by Discord. */
    private static final Duration LOGIN = Duration.ofSeconds(10);

    private static final int NOT_AUTHENTICATED = 4003;

    private final MockGateway gateway;
    private final World world;
    private final MockThreads threads;

    GatewayProtocol(MockGateway gateway, World world, MockThreads threads) {
        this.gateway = gateway;
        this.world = world;
        this.threads = threads;
    }

    MockThreads threads() {
        return threads;
    }

    void opened(GatewayConnection connection) {
        threads.after(GREETING, () -> connection.greet(gateway.heartbeat()));
        threads.after(FIRST_HEARTBEAT, connection::alive);
        threads.after(LOGIN, () -> {
            if (!connection.hasAskedToLogIn()) {
                connection.close(NOT_AUTHENTICATED);
            }
        });
    }

    void received(GatewayConnection connection, String json) {
        DataObject payload = DataObject.fromJson(json);
        int op = payload.getInt("op");
        GatewayFrame frame = new GatewayFrame(Instant.now(), shard(connection, payload), op, json);
        // Before the answer, so that whoever sees its effect finds the cause in the recording.
        gateway.recording().add(frame);
        switch (op) {
            case GatewayPayloads.HEARTBEAT -> acknowledge(connection);
            case GatewayPayloads.IDENTIFY ->
                login(connection, frame, () -> identify(connection, payload.getObject("d")));
            case GatewayPayloads.RESUME -> login(connection, frame, () -> resume(connection, payload.getObject("d")));
            default -> {
                // Presence updates and the like change nothing here; the recording is all that tests need.
            }
        }
    }

    void closed(GatewayConnection connection, int code, boolean byClient) {
        connection.end();
        GatewaySession session = connection.session();
        if (session == null) {
            return;
        }
        session.disconnect(connection);
        if (byClient && !connection.closedHere() && (code == CloseFrame.NORMAL || code == CloseFrame.GOING_AWAY)) {
            gateway.forget(session);
        }
    }

    private void login(GatewayConnection connection, GatewayFrame frame, Runnable accept) {
        connection.greet(gateway.heartbeat());
        connection.login(gateway.replies()
                .next(frame)
                .<Runnable>map(prepared -> () -> prepared.apply(connection, accept, threads))
                .orElse(accept));
    }

    private static void acknowledge(GatewayConnection connection) {
        if (connection.acknowledging()) {
            connection.send(GatewayPayloads.heartbeatAck());
        }
        connection.alive();
    }

    private void identify(GatewayConnection connection, DataObject identify) {
        DataArray shard = identify.optArray("shard")
                .orElseGet(() -> DataArray.empty().add(0).add(1));
        GatewaySession session = new GatewaySession(
                "session-" + world.newId(), shard.getInt(0), shard.getInt(1), identify.getLong("intents", 0));
        gateway.remember(session);
        session.connect(connection);
        List<MockGuild> guilds = world.guilds().stream().filter(session::serves).toList();
        session.dispatch("READY", GatewayPayloads.ready(session, world.bot(), guilds, gateway.url()));
        if (!gateway.guildsWithheld()) {
            guilds.forEach(guild ->
                    session.dispatch("GUILD_CREATE", EntityPayloads.guild(guild, world.bot(), world.roles(guild))));
        }
    }

    private void resume(GatewayConnection connection, DataObject resume) {
        GatewaySession session = gateway.session(resume.getString("session_id"));
        if (session == null || !session.resume(connection, resume.getLong("seq"))) {
            connection.send(GatewayPayloads.invalidSession(false));
        }
    }

    private int shard(GatewayConnection connection, DataObject payload) {
        GatewaySession session = connection.session();
        if (session == null && payload.getInt("op") == GatewayPayloads.RESUME) {
            session = gateway.session(payload.getObject("d").getString("session_id"));
        }
        return session != null ? session.shard() : identifyingShard(payload);
    }

    private static int identifyingShard(DataObject payload) {
        if (payload.getInt("op") != GatewayPayloads.IDENTIFY) {
            return 0;
        }
        return payload.getObject("d")
                .optArray("shard")
                .map(shard -> shard.getInt(0))
                .orElse(0);
    }
}
