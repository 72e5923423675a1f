package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.java_websocket.WebSocket;
import org.jspecify.annotations.Nullable;

/** The websocket side of the mock Discord. Its faults hit all shards; {@link #shard(int)} narrows them down. */
public final class MockGateway extends SessionGroup {
    /** Discord's own value. */
    private static final Duration USUAL_HEARTBEAT = Duration.ofMillis(41_250);
    /** JDA sends at most 120 payloads in 60 s, heartbeats included, and then goes silent: a fault of its own making. */
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(600);

    private final Map<String, GatewaySession> sessions = new ConcurrentHashMap<>();
    private final Recording<GatewayFrame> frames = new Recording<>();
    private final Script<GatewayFrame, GatewayReply> replies = new Script<>();
    private final GatewayProtocol protocol;
    private final Object switching = new Object();
    private final int port;
    private @Nullable GatewayServer server;
    private volatile Duration heartbeat = USUAL_HEARTBEAT;
    private volatile boolean guildsWithheld;

    MockGateway(World world, MockThreads threads) {
        protocol = new GatewayProtocol(this, world, threads);
        GatewayServer first = GatewayServer.bind(0, protocol);
        first.startAndWait();
        server = first;
        port = first.getPort();
    }

    /**
     * One shard of the clients.
     *
     * @param id the shard's number, from 0; 0 for a client without sharding
     * @return the shard
     */
    public MockShard shard(int id) {
        return new MockShard(this, id);
    }

    /** Drops all connections and refuses new ones until {@link #up()}; the sessions can be resumed. */
    public void down() {
        synchronized (switching) {
            if (server != null) {
                server.end();
                server = null;
            }
        }
    }

    /** Accepts connections again after {@link #down()}, on the same port. */
    public void up() {
        synchronized (switching) {
            if (server == null) {
                GatewayServer next = GatewayServer.bind(port, protocol);
                next.startAndWait();
                server = next;
            }
        }
    }

    /**
     * Sets the heartbeat interval of connections that are opened from now on; 41.25 s if never set.
     *
     * @param interval the interval, at least 600 ms, because JDA cannot keep up shorter ones
     */
    public void heartbeatInterval(Duration interval) {
        if (interval.compareTo(SHORTEST_HEARTBEAT) < 0) {
            throw new IllegalArgumentException("JDA cannot keep up heartbeats below 600 ms: " + interval);
        }
        heartbeat = interval;
    }

    /**
     * Decides whether the guilds stay unavailable after READY; JDA is ready only after all came, or after 75 s.
     * {@link MockDiscord#guildAvailable(MockGuild)} and {@link MockDiscord#guildUnavailable(MockGuild)} end the wait.
     *
     * @param withheld whether GUILD_CREATE is left out from now on
     */
    public void withholdGuilds(boolean withheld) {
        guildsWithheld = withheld;
    }

    /**
     * Everything that clients have sent, in order of arrival.
     *
     * @return a copy
     */
    public List<GatewayFrame> frames() {
        return frames.entries();
    }

    /**
     * Waits for a payload of a client.
     *
     * @param matches which payload; those that came already count
     * @param timeout how long to wait
     * @return the first match
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is none in time
     */
    public GatewayFrame await(Predicate<? super GatewayFrame> matches, Duration timeout) throws InterruptedException {
        return frames.await("a matching payload", matches, 1, timeout).get(0);
    }

    /** Forgets the payloads received so far. */
    public void clearFrames() {
        frames.clear();
    }

    /**
     * The address of the gateway.
     *
     * @return a {@code ws:} URL on the loopback interface
     */
    public String url() {
        return "ws://" + Loopback.HOST + ":" + port + "/";
    }

    Collection<WebSocket> sockets() {
        synchronized (switching) {
            return server == null ? List.of() : server.getConnections();
        }
    }

    @Override
    public String toString() {
        return "any shard";
    }

    @Override
    List<GatewaySession> sessions() {
        return List.copyOf(sessions.values());
    }

    @Override
    void answer(int times, int op, GatewayReply reply) {
        answer(times, frame -> frame.op() == op, reply);
    }

    void answer(int times, Predicate<GatewayFrame> when, GatewayReply reply) {
        replies.add(times, when, reply);
    }

    @Override
    void forget(GatewaySession session) {
        sessions.remove(session.id());
    }

    void remember(GatewaySession session) {
        sessions.put(session.id(), session);
    }

    @Nullable GatewaySession session(String id) {
        return sessions.get(id);
    }

    Recording<GatewayFrame> recording() {
        return frames;
    }

    Script<GatewayFrame, GatewayReply> replies() {
        return replies;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    boolean guildsWithheld() {
        return guildsWithheld;
    }
}
