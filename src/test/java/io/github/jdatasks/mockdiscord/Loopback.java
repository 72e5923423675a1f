package io.github.jdatasks.mockdiscord;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address where the mock Discord listens. */
final class Loopback {
    /** The address as clients are given it; never IPv6, whatever the machine prefers. */
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    static InetSocketAddress socket(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
