package io.github.jdatasks.internal.gate;

import io.github.jdatasks.ShardScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * A loop's view of its gate: the whole bot, or one shard of it. Only {@link #awaitReady} blocks.
 *
 * @param shard the id of the shard; {@link #WHOLE} for all
 */
public record GateView(Gate gate, ShardScope scope, int shard) {
    public static final int WHOLE = -1;

    public static GateView of(Gate gate, ShardScope scope) {
        return new GateView(gate, scope, WHOLE);
    }

    public boolean isSameAs(@Nullable GateView other) {
        return other != null && gate == other.gate && scope == other.scope && shard == other.shard;
    }

    public GateView ofShard(int id) {
        return new GateView(gate, scope, id);
    }

    private long word() {
        return isWhole() ? gate.word() : gate.shardWords().getOrDefault(shard, 0L);
    }

    private boolean has(long flag) {
        return GateState.has(word(), flag);
    }

    public boolean isWhole() {
        return shard == WHOLE;
    }

    public boolean isOpen() {
        return has(GateState.open(scope));
    }

    public boolean hasBeenReady() {
        return has(GateState.ready(scope));
    }

    /** Whether it has shut down for good. */
    public boolean isGone() {
        return has(GateState.CLOSED);
    }

    /** Whether it has shut down, but its manager may restart it. */
    public boolean isClosing() {
        return has(GateState.CLOSING);
    }

    /** Whether it is alive or may be restarted. */
    public boolean isThere() {
        return has(GateState.ALIVE | GateState.CLOSING);
    }

    /** Whether there has ever been an instance. */
    public boolean hasBeenMet() {
        return isThere() || isGone() || timesGone() > 0;
    }

    /** How often it has shut down for good. */
    public int timesGone() {
        return GateState.botsGone(word());
    }

    public void awaitReady() throws InterruptedException {
        int gone = timesGone();
        gate.await("waitUntilReady()", word -> {
            if (timesGone() != gone) {
                throw new IllegalStateException("waitUntilReady(): shard " + shard + " has shut down");
            }
            return hasBeenReady();
        });
    }

    /** Returns the ids of the local shards that are alive or may be restarted, lowest first. */
    public List<Integer> shardIds() {
        return gate.shardWords().entrySet().stream()
                .filter(one -> GateState.has(one.getValue(), GateState.ALIVE | GateState.CLOSING))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The open instance with the lowest shard id, else the lowest that has not shut down, else null. */
    public @Nullable JDA jda() {
        return gate.read(table -> Optional.ofNullable(isWhole() ? table.best() : table.alive(shard)))
                .map(GateView::exposed)
                .orElse(null);
    }

    /** The open instances, lowest shard id first. */
    public List<JDA> shards() {
        if (isWhole()) {
            return gate.read(ShardTable::open).stream().map(GateView::exposed).toList();
        }
        JDA jda = jda();
        return jda != null && isOpen() ? List.of(jda) : List.of();
    }

    private static JDA exposed(JDA jda) {
        return jda instanceof StandInJda stand ? stand.exposed() : jda;
    }
}
