package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;

/**
 * The websocket protocol of a server that is some way off, and that may stop reading.
 *
 * <p>A close frame is answered a little late. A client that closes a connection for want of heartbeats interrupts its
 * own reading thread just afterwards; without any way in between, the answer is sometimes there first, and then the
 * interrupt hits JDA as it reconnects, which it takes for the order to shut down.
 */
final class FreezableDraft extends Draft_6455 {
    private static final Duration WAY = Duration.ofMillis(20);

    private final MockThreads threads;

    FreezableDraft(MockThreads threads) {
        this.threads = threads;
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        GatewayConnection connection = socket.getAttachment();
        if (connection != null && connection.frozen()) {
            return;
        }
        if (frame.getOpcode() == Opcode.CLOSING && frame instanceof CloseFrame close && socket.isOpen()) {
            threads.after(WAY, () -> socket.close(close.getCloseCode(), close.getMessage(), true));
        } else {
            super.processFrame(socket, frame);
        }
    }

    @Override
    public Draft copyInstance() {
        return new FreezableDraft(threads);
    }
}
