package io.github.jdatasks.mockdiscord;

/** How a connection is lost without the closing handshake of the websocket protocol. */
public enum Drop {
    /** The TCP connection is ended in order, as when the server's process exits. */
    FIN,
    /** The TCP connection is reset, as when a middlebox forgets it. */
    RST
}
