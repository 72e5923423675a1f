package io.github.jdatasks.simulation;

import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection as the model sees it: a bot of several shards without a shard manager.
 */
final class ModelGate {
    enum Shard {
        UNKNOWN,
        LOGGING_IN,
        OPEN,
        LOST,
        DOWN
    }

    private final List<Shard> shards = new ArrayList<>();
    private final Set<Integer> up = new HashSet<>(); // have been open, and have not shut down
    private boolean allReady;
    private boolean anyReady;
    private boolean over;
    private int timesOver;

    ModelGate(int count) {
        for (int id = 0; id < count; id++) {
            shards.add(Shard.UNKNOWN);
        }
    }

    Shard shard(int id) {
        return shards.get(id);
    }

    int size() {
        return shards.size();
    }

    private void login(int id) {
        if (shards.get(id) != Shard.UNKNOWN && shards.get(id) != Shard.DOWN) {
            return;
        }
        if (over) {
            over = false;
            allReady = false;
            anyReady = false;
        }
        become(id, Shard.LOGGING_IN);
    }

    /** Whether JDA can deliver an event now. */
    boolean mayFollow(String event, int id) {
        return switch (event) {
            case "login", "ready" -> true;
            case "resume", "recreate" -> shard(id) == Shard.LOST;
            default -> shard(id) != Shard.UNKNOWN && shard(id) != Shard.DOWN;
        };
    }

    /** Does what an event of {@link io.github.jdatasks.testing.VirtualConnection} does. */
    void follow(String event, int id) {
        if (event.equals("login") || event.equals("ready")) {
            for (int shard = 0; shard < size(); shard++) {
                login(shard);
            }
        }
        switch (event) {
            case "ready", "resume", "recreate" -> become(id, Shard.OPEN);
            case "disconnect", "invalidate" -> become(id, Shard.LOST);
            case "shutdown" -> become(id, Shard.DOWN);
            default -> {}
        }
    }

    private void become(int id, Shard state) {
        boolean unborn = shards.get(id) == Shard.UNKNOWN || shards.get(id) == Shard.DOWN;
        if (unborn && state != Shard.LOGGING_IN) {
            return;
        }
        shards.set(id, state);
        if (state == Shard.OPEN) {
            up.add(id);
        } else if (state == Shard.DOWN) {
            up.remove(id);
        }
        anyReady |= isOpen(ShardScope.ANY);
        allReady |= isOpen(ShardScope.ALL);
        if (state == Shard.DOWN && !over && alive().isEmpty()) {
            over = true;
            timesOver++;
        }
    }

    private List<Shard> alive() {
        return shards.stream()
                .filter(shard -> shard != Shard.UNKNOWN && shard != Shard.DOWN)
                .toList();
    }

    boolean isOpen(ShardScope scope) {
        List<Shard> alive = alive();
        return scope == ShardScope.ALL
                ? !alive.isEmpty() && alive.stream().allMatch(shard -> shard == Shard.OPEN)
                : alive.contains(Shard.OPEN);
    }

    /** Whether the bot has shut down and no other has logged in. */
    boolean isOver() {
        return over;
    }

    int timesOver() {
        return timesOver;
    }

    private boolean hasBeenReady(ShardScope scope) {
        return scope == ShardScope.ALL ? allReady : anyReady;
    }

    boolean letsBegin(@Nullable WhenDisconnected policy, ShardScope scope) {
        return policy == null || policy == WhenDisconnected.IGNORE || (hasBeenReady(scope) && !up.isEmpty());
    }

    boolean letsRun(@Nullable WhenDisconnected policy, ShardScope scope) {
        boolean needsOpen = policy == WhenDisconnected.PAUSE || policy == WhenDisconnected.CANCEL;
        return needsOpen ? isOpen(scope) : policy == null || policy == WhenDisconnected.IGNORE || hasBeenReady(scope);
    }
}
