package io.github.jdatasks.mockdiscord;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One websocket of one client. */
final class GatewayConnection {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConnection.class);

    private final WebSocket socket;
    private final SocketChannel channel;
    private final @Nullable ZlibStream zlib;
    private boolean ended;
    private boolean greeted;
    private boolean alive;
    private boolean askedToLogIn;
    private @Nullable Runnable login;
    private volatile boolean frozen;
    private volatile boolean closedHere;
    private volatile boolean acknowledging = true;
    private volatile @Nullable GatewaySession session;

    GatewayConnection(WebSocket socket, SocketChannel channel, boolean compressed) {
        this.socket = socket;
        this.channel = channel;
        this.zlib = compressed ? new ZlibStream() : null;
    }

    /** Sends a payload, or drops it when the connection is gone: the session's log keeps what may be replayed. */
    synchronized void send(String payload) {
        if (ended || frozen) {
            return;
        }
        try {
            if (zlib == null) {
                socket.send(payload);
            } else {
                socket.send(zlib.compress(payload));
            }
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("Lost while sending", e);
        }
    }

    void close(int code) {
        closedHere = true;
        socket.close(code, "Closed by the mock Discord");
    }

    void drop(Drop how) {
        try {
            if (how == Drop.RST) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } else {
                // Closing alone would reset the connection if bytes of the client were still unread.
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            LOG.debug("Already gone", e);
        }
        socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "Dropped by the mock Discord");
    }

    /** Sends the first payload, once. */
    synchronized void greet(Duration heartbeat) {
        if (!greeted) {
            greeted = true;
            send(GatewayPayloads.hello(heartbeat));
        }
    }

    /**
     * Runs the answer to IDENTIFY or RESUME, but not before the first heartbeat is acknowledged: JDA adds up
     * unacknowledged heartbeats over several connections, so quick losses would look to it like a silent server.
     */
    void login(Runnable answer) {
        synchronized (this) {
            askedToLogIn = true;
            if (!alive) {
                login = answer;
                return;
            }
        }
        answer.run();
    }

    /** Called when the first heartbeat is acknowledged, or when there has been none for a while. */
    void alive() {
        Runnable answer;
        synchronized (this) {
            alive = true;
            answer = login;
            login = null;
        }
        if (answer != null) {
            answer.run();
        }
    }

    synchronized boolean hasAskedToLogIn() {
        return askedToLogIn;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Called when the socket is closed, by whatever side. */
    synchronized void end() {
        ended = true;
        if (zlib != null) {
            zlib.close();
        }
    }

    /** Whether a close frame of the client only answers ours. */
    boolean closedHere() {
        return closedHere;
    }

    void freeze() {
        frozen = true;
    }

    boolean frozen() {
        return frozen;
    }

    void stopAcknowledging() {
        acknowledging = false;
    }

    boolean acknowledging() {
        return acknowledging;
    }

    void attach(GatewaySession newSession) {
        session = newSession;
    }

    @Nullable GatewaySession session() {
        return session;
    }
}
