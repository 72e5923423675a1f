package io.github.jdatasks.internal.gate;

import io.github.jdatasks.ShardScope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Returns whether this bot or shard has one of the flags. */
    public boolean has(long flags) {
        return GateState.has(word(), flags);
    }

    public boolean isWhole() {
        return shard == WHOLE;
    }

    public boolean isOpen() {
        return has(GateState.open(scope));
    }

    public boolean hasBeenReady() {
        return has(scope == ShardScope.ALL ? GateState.ALL_READY : GateState.ANY_READY);
    }

    /** Whether it is alive or may be restarted. */
    public boolean isThere() {
        return has(GateState.ALIVE | GateState.CLOSING);
    }

    /** Whether there has ever been an instance. */
    public boolean hasBeenMet() {
        return has(GateState.ALIVE | GateState.CLOSING | GateState.CLOSED | GateState.ANY_READY) || timesGone() > 0;
    }

    /** How often it has shut down for good. */
    public int timesGone() {
        return GateState.botsGone(word());
    }

    /** How many instances of any shard have shut down. */
    public int instancesGone() {
        return gate.instancesGone();
    }

    public void awaitReady() throws InterruptedException {
        int gone = timesGone();
        gate.await(
                "waitUntilReady()",
                word -> {
                    if (timesGone() != gone) {
                        throw new IllegalStateException("waitUntilReady(): shard " + shard + " has shut down");
                    }
                    return hasBeenReady();
                },
                Long.MAX_VALUE);
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
        return gate.read(table -> Stream.concat(instances(table.open()), instances(table.alive()))
                        .findFirst())
                .orElse(null);
    }

    /** The open instances, lowest shard id first. */
    public List<JDA> shards() {
        return gate.read(table -> instances(table.open()).toList());
    }

    private Stream<JDA> instances(List<JDA> ofBot) {
        return ofBot.stream()
                .filter(jda -> isWhole() || jda.getShardInfo().getShardId() == shard)
                .map(jda -> jda instanceof StandInJda stand ? stand.exposed() : jda);
    }
}
