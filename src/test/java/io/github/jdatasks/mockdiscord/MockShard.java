package io.github.jdatasks.mockdiscord;

import java.util.List;

/** The gateway sessions of one shard. */
public final class MockShard extends SessionGroup {
    private final MockGateway gateway;
    private final int shard;

    MockShard(MockGateway gateway, int shard) {
        this.gateway = gateway;
        this.shard = shard;
    }

    @Override
    List<GatewaySession> sessions() {
        return gateway.sessions().stream()
                .filter(session -> session.shard() == shard)
                .toList();
    }

    @Override
    void forget(GatewaySession session) {
        gateway.forget(session);
    }

    @Override
    void answer(int times, int op, GatewayReply reply) {
        gateway.answer(times, frame -> frame.op() == op && frame.shard() == shard, reply);
    }

    @Override
    public String toString() {
        return "shard " + shard;
    }
}
