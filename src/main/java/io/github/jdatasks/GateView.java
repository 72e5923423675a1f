package io.github.jdatasks;

import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * What a loop sees of its gate: the whole bot, or one shard of it. All but {@link #awaitReady} only read what the gate has
 * published, or its table.
 *
 * @param shard the id of the shard; {@link #WHOLE} for all
 */
record GateView(ConnectionGate gate, ShardScope scope, int shard) {
    static final int WHOLE = -1;

    static GateView of(ConnectionGate gate, ShardScope scope) {
        return new GateView(gate, scope, WHOLE);
    }

    boolean isSameAs(@Nullable GateView other) {
        return other != null && gate == other.gate && scope == other.scope && shard == other.shard;
    }

    GateView ofShard(int id) {
        return new GateView(gate, scope, id);
    }

    private boolean has(long flag) {
        return GateState.has(isWhole() ? gate.word() : gate.shardWord(shard), flag);
    }

    boolean isWhole() {
        return shard == WHOLE;
    }

    boolean isOpen() {
        return has(GateState.open(scope));
    }

    boolean hasBeenReady() {
        return has(GateState.ready(scope));
    }

    /** Whether it has shut down for good. */
    boolean isGone() {
        return has(GateState.CLOSED);
    }

    /** Whether it has shut down but its manager may bring it back. */
    boolean isClosing() {
        return has(GateState.CLOSING);
    }

    /** Whether it is up, or down and may come back. */
    boolean isThere() {
        return has(GateState.ALIVE | GateState.CLOSING);
    }

    /** Whether there has been one at all. */
    boolean hasBeenMet() {
        return isThere() || isGone() || timesGone() > 0;
    }

    /** How often it has shut down for good: whoever looks too late to see that finds this changed. */
    int timesGone() {
        return GateState.botsGone(isWhole() ? gate.word() : gate.shardWord(shard));
    }

    void awaitReady() throws InterruptedException {
        int gone = timesGone();
        gate.await("waitUntilReady()", word -> {
            if (timesGone() != gone) {
                throw new IllegalStateException("waitUntilReady(): shard " + shard + " has shut down");
            }
            return hasBeenReady();
        });
    }

    @Nullable JDA jda() {
        return isWhole() ? gate.jda() : gate.jda(shard);
    }

    /** The open instances. */
    List<JDA> shards() {
        if (isWhole()) {
            return gate.shards();
        }
        JDA jda = jda();
        return jda != null && isOpen() ? List.of(jda) : List.of();
    }
}
