package io.github.jdatasks.internal.gate;

import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * Calls the shard manager, which may be a user's own class: never while a lock is held, and its exceptions are only
 * logged.
 */
final class ShardManagerProbe {
    private final GateErrors problems;
    private volatile @Nullable ShardManager manager;

    ShardManagerProbe(GateErrors problems) {
        this.problems = problems;
    }

    void use(@Nullable ShardManager newManager) {
        if (newManager != null) {
            manager = newManager;
        }
    }

    void forget() {
        manager = null;
    }

    /** Returns how many shards are still to be built, 0 without a manager; {@code preferred} is asked if not null. */
    int queued(@Nullable ShardManager preferred) {
        ShardManager current = preferred != null ? preferred : manager;
        if (current == null) {
            return 0;
        }
        try {
            return Math.max(0, current.getShardsQueued());
        } catch (Throwable problem) {
            problems.report("while asking the shard manager for its queue", problem);
            return 0;
        }
    }

    /** Returns the manager's instances; null if there is no manager or it does not know them yet. */
    @Nullable List<JDA> shards() {
        ShardManager current = manager;
        if (current == null) {
            return null;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            return current.getShards();
        } catch (NullPointerException unknown) {
            return null; // JDA throws this until it knows the number of shards
        } catch (Throwable problem) {
            problems.report("while asking the shard manager for its shards", problem);
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt(); // the lock of JDA's cache clears the flag
            }
        }
    }
}
