package io.github.jdatasks.internal.gate;

import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * What a gate asks a shard manager, made safe: a manager may be a user's own class, so it is never called while a
 * lock is held, and nothing that it throws gets further.
 */
final class ShardManagerProbe {
    private final GateProblems problems;
    private volatile @Nullable ShardManager manager;

    ShardManagerProbe(GateProblems problems) {
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

    /**
     * Returns how many shards have yet to be built; 0 without a manager.
     *
     * @param preferred the manager of the instance in question, if that has one
     */
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

    /**
     * Returns the instances that the manager holds.
     *
     * @return null if there is no manager or it does not know yet
     */
    @Nullable List<JDA> shards() {
        ShardManager current = manager;
        if (current == null) {
            return null;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            return current.getShards();
        } catch (NullPointerException unknown) {
            return null; // JDA's own answer as long as it has not learnt the number of shards
        } catch (Throwable problem) {
            problems.report("while asking the shard manager for its shards", problem);
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt(); // the cache's lock swallows it
            }
        }
    }
}
