package io.github.jdatasks.mockdiscord;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** What Discord remembers of a logged-in shard; it outlives the connection and makes resuming possible. */
final class GatewaySession {
    /** Enough for any test, and bounded for long ones. */
    private static final int REPLAYED_AT_MOST = 10_000;

    private final String id;
    private final int shard;
    private final int totalShards;
    private final long intents;
    private final Deque<Event> log = new ArrayDeque<>();
    private long sequence;
    private long forgotten;
    private @Nullable GatewayConnection connection;

    GatewaySession(String id, int shard, int totalShards, long intents) {
        this.id = id;
        this.shard = shard;
        this.totalShards = totalShards;
        this.intents = intents;
    }

    String id() {
        return id;
    }

    int shard() {
        return shard;
    }

    int totalShards() {
        return totalShards;
    }

    boolean serves(MockGuild guild) {
        return guild.shard(totalShards) == shard;
    }

    boolean servesPrivateChannels() {
        return shard == 0;
    }

    boolean has(GatewayIntent intent) {
        return (intents & intent.getRawValue()) != 0;
    }

    synchronized Optional<GatewayConnection> connection() {
        return Optional.ofNullable(connection);
    }

    synchronized void connect(GatewayConnection newConnection) {
        connection = newConnection;
        newConnection.attach(this);
        if (newConnection.ended()) {
            // Lost while its login was still being answered; nobody will say so again.
            connection = null;
        }
    }

    synchronized void disconnect(GatewayConnection lost) {
        // The client may have resumed on a new connection before the end of the old one was seen.
        if (connection == lost) {
            connection = null;
        }
    }

    synchronized void dispatch(String type, DataObject data) {
        sequence++;
        Event event = new Event(sequence, GatewayPayloads.dispatch(sequence, type, data));
        log.add(event);
        if (log.size() > REPLAYED_AT_MOST) {
            forgotten = log.remove().sequence();
        }
        if (connection != null) {
            connection.send(event.payload());
        }
    }

    /** Continues on a new connection with everything that the client has not seen; false if that is forgotten. */
    synchronized boolean resume(GatewayConnection newConnection, long lastSeen) {
        if (lastSeen < forgotten) {
            return false;
        }
        connect(newConnection);
        log.stream().filter(event -> event.sequence() > lastSeen).forEach(event -> newConnection.send(event.payload()));
        // Not in the log: it must not be replayed if this connection is lost as well.
        sequence++;
        newConnection.send(GatewayPayloads.dispatch(sequence, "RESUMED", DataObject.empty()));
        return true;
    }

    private record Event(long sequence, String payload) {}
}
