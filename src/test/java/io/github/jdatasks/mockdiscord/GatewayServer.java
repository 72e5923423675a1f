package io.github.jdatasks.mockdiscord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket of the gateway; one object lives from one {@code up()} to the next {@code down()}. */
final class GatewayServer extends WebSocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final Duration REMINDER = Duration.ofMillis(20);

    /** The first start in a JVM loads classes, which on a busy machine has taken more than two seconds. */
    private static final int START_SECONDS = 30;

    private final ServerSocketChannel listening;
    private final AcceptedSockets accepted;
    private final GatewayProtocol protocol;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean ended;

    private GatewayServer(ServerSocketChannel listening, GatewayProtocol protocol) {
        super(listening);
        this.listening = listening;
        this.protocol = protocol;
        this.accepted = new AcceptedSockets(protocol.threads());
    }

    /** Opens the port; clients can connect from now on and are answered after {@link #startAndWait()}. */
    static GatewayServer bind(int port, GatewayProtocol protocol) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            // The port's former connections may still be in TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(Loopback.socket(port));
        } catch (IOException e) {
            closeQuietly(channel);
            throw new UncheckedIOException("The mock gateway cannot listen on port " + port, e);
        }
        GatewayServer server = new GatewayServer(channel, protocol);
        server.setWebSocketFactory(server.accepted);
        server.setReuseAddr(true);
        server.setTcpNoDelay(true);
        server.setDaemon(true);
        // Websocket pings, which Discord does not send either.
        server.setConnectionLostTimeout(0);
        // One thread for all connections keeps frames in the order of arrival.
        server.decoders.subList(1, server.decoders.size()).clear();
        return server;
    }

    void startAndWait() {
        start();
        try {
            if (!started.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The mock gateway did not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting the mock gateway", e);
        }
        remind();
    }

    /**
     * Has the library write what it has left lying: it takes its interest in writing back without another look at what
     * there is to write, and what came in between would lie there until the next frame.
     */
    private void remind() {
        if (ended) {
            return;
        }
        getConnections().stream().filter(WebSocket::hasBufferedData).forEach(this::onWriteDemand);
        protocol.threads().after(REMINDER, this::remind);
    }

    /** Stops listening, drops every connection and waits for the server's threads. */
    void end() {
        ended = true;
        closeQuietly(listening);
        for (WebSocket socket : getConnections()) {
            GatewayConnection connection = socket.getAttachment();
            if (connection != null) {
                connection.drop(Drop.FIN);
            }
        }
        try {
            stop(PATIENCE_MILLIS);
            for (Thread decoder : decoders) {
                if (decoder != Thread.currentThread()) {
                    decoder.join(PATIENCE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        accepted.closeAll();
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        boolean compressed = handshake.getResourceDescriptor().contains("compress=zlib-stream");
        GatewayConnection connection =
                new GatewayConnection(socket, AcceptedSockets.channel((WebSocketImpl) socket), compressed);
        socket.setAttachment(connection);
        protocol.opened(connection);
    }

    @Override
    public void onMessage(WebSocket socket, String json) {
        GatewayConnection connection = socket.getAttachment();
        protocol.received(connection, json);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        GatewayConnection connection = socket.getAttachment();
        if (connection != null) {
            protocol.closed(connection, code, remote);
        }
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception error) {
        LOG.warn("The mock gateway failed on {}", socket, error);
    }

    private static void closeQuietly(@Nullable ServerSocketChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The listening socket is closed in any case", e);
        }
    }
}
