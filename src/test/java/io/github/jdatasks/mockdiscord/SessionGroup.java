package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Gateway sessions of clients and the faults that can hit them: those of one shard, or all.
 *
 * <p>Faults of a connection hit the connections that are open now; those that the client opens next are healthy. A fault
 * throws {@link IllegalStateException} if no connection is open, so that a test cannot pass because nothing happened.
 */
public abstract sealed class SessionGroup permits MockGateway, MockShard {

    SessionGroup() {}

    abstract List<GatewaySession> sessions();

    abstract void forget(GatewaySession session);

    abstract void answer(int times, int op, GatewayReply reply);

    /**
     * Tells whether a client has an open connection with a session.
     *
     * @return whether faults have something to hit
     */
    public boolean isConnected() {
        return !connections().isEmpty();
    }

    /**
     * Loses the connections without a closing handshake; the sessions can be resumed.
     *
     * @param how the way the TCP connection ends
     */
    public void drop(Drop how) {
        forEachConnection(connection -> connection.drop(how));
    }

    /**
     * Closes the connections with a close code; the sessions can be resumed, whatever the code.
     *
     * @param code the websocket close code, such as 4000 for an unknown error or 4004 for a refused token
     */
    public void close(int code) {
        forEachConnection(connection -> connection.close(code));
    }

    /** Asks the clients to reconnect and resume (OP7). */
    public void reconnect() {
        forEachConnection(connection -> connection.send(GatewayPayloads.reconnect()));
    }

    /**
     * Tells the clients that their session is invalid (OP9).
     *
     * @param resumable whether the clients may resume; if not, the sessions are forgotten
     */
    public void invalidateSession(boolean resumable) {
        forEachConnection(connection -> {
            GatewaySession session = connection.session();
            if (!resumable && session != null) {
                forget(session);
            }
            connection.send(GatewayPayloads.invalidSession(resumable));
        });
    }

    /**
     * Makes the server side of the connections hang: it neither reads nor writes any more, and does not answer a close
     * frame. A client finds out by its heartbeats and then waits 10 s for the close frame.
     */
    public void freeze() {
        forEachConnection(GatewayConnection::freeze);
    }

    /** Leaves the heartbeats of these connections unanswered while all else works. */
    public void ignoreHeartbeats() {
        forEachConnection(GatewayConnection::stopAcknowledging);
    }

    /**
     * Prepares the answer to the next IDENTIFY payloads; without one they are accepted.
     *
     * @param times how many of them are answered in this way
     * @param reply the answer
     */
    public void answerIdentify(int times, GatewayReply reply) {
        answer(times, GatewayPayloads.IDENTIFY, reply);
    }

    /**
     * Prepares the answer to the next RESUME payloads; without one they are accepted if the session is known.
     *
     * @param times how many of them are answered in this way
     * @param reply the answer
     */
    public void answerResume(int times, GatewayReply reply) {
        answer(times, GatewayPayloads.RESUME, reply);
    }

    /**
     * Sends an event to every session, connected or not: one that is not gets it when it resumes.
     *
     * @param type the event's name in Discord's documentation, such as {@code GUILD_DELETE}
     * @param data the event's data
     */
    public void dispatch(String type, DataObject data) {
        List<GatewaySession> targets = sessions();
        if (targets.isEmpty()) {
            throw new IllegalStateException("No session for " + type + " in " + this);
        }
        targets.forEach(session -> session.dispatch(type, data));
    }

    private List<GatewayConnection> connections() {
        return sessions().stream()
                .map(GatewaySession::connection)
                .flatMap(Optional::stream)
                .toList();
    }

    private void forEachConnection(Consumer<GatewayConnection> fault) {
        List<GatewayConnection> open = connections();
        if (open.isEmpty()) {
            throw new IllegalStateException("No open connection in " + this);
        }
        open.forEach(fault);
    }
}
