package io.github.jdatasks.mockdiscord;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;

/** The websocket protocol of a server that may stop reading: then not even a close frame is answered. */
final class FreezableDraft extends Draft_6455 {

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        GatewayConnection connection = socket.getAttachment();
        if (connection == null || !connection.frozen()) {
            super.processFrame(socket, frame);
        }
    }

    @Override
    public Draft copyInstance() {
        return new FreezableDraft();
    }
}
