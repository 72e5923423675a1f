package io.github.jdatasks.mockdiscord;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.DefaultWebSocketServerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes websockets that can freeze, and keeps the sockets that the library forgets when it stops amid a handshake. */
final class AcceptedSockets extends DefaultWebSocketServerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedSockets.class);

    private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
    private final MockThreads threads;

    AcceptedSockets(MockThreads threads) {
        this.threads = threads;
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
        return new WebSocketImpl(adapter, List.of(new FreezableDraft(threads)));
    }

    @Override
    public SocketChannel wrapChannel(SocketChannel channel, SelectionKey key) {
        channels.removeIf(old -> !old.isOpen());
        channels.add(channel);
        return channel;
    }

    static SocketChannel channel(WebSocketImpl socket) {
        ByteChannel channel = socket.getChannel();
        return (SocketChannel) channel;
    }

    void closeAll() {
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("The socket is closed in any case", e);
            }
        }
        channels.clear();
    }
}
