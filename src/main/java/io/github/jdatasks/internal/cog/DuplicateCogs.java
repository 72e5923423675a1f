package io.github.jdatasks.internal.cog;

import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * Finds bots that have a cog object for each shard in place of one for all: each loop then runs once for every object.
 * Two cogs of one class on the same shards are not reported: they may have different constructor arguments.
 */
final class DuplicateCogs {
    private DuplicateCogs() {}

    /** Reports such a cog when it is about to be loaded, unless another one of its bot has been reported. */
    static void report(CogLifecycle cog) {
        try {
            List<CogLifecycle> twins = cog.scheduler().others(CogLifecycle.class).stream()
                    .filter(other -> other != cog && other.isOfSameClass(cog) && areApart(cog, other))
                    .toList();
            if (!twins.isEmpty() && isFirst(cog, twins)) {
                CogLog.twins(cog.name());
            }
        } catch (Throwable error) { // for example from the user's own event manager; the cog is loaded anyway
            CogLog.notCompared(cog.name(), error);
        }
    }

    /** Returns whether two cogs are registered with different shards of one bot. */
    private static boolean areApart(CogLifecycle cog, CogLifecycle other) {
        List<JDA> ones = cog.registration().shards();
        List<JDA> others = other.registration().shards();
        return !ones.isEmpty()
                && !others.isEmpty()
                && ones.get(0).getToken().equals(others.get(0).getToken())
                && ones.stream()
                        .noneMatch(
                                jda -> isOf(jda, others) || other.registration().isListeningTo(jda))
                && others.stream().noneMatch(cog.registration()::isListeningTo);
    }

    /** Returns whether an instance is among others, or has the shard id of one of them. */
    private static boolean isOf(JDA jda, List<JDA> others) {
        int id = jda.getShardInfo().getShardId();
        return others.stream().anyMatch(other -> other.getShardInfo().getShardId() == id);
    }

    private static synchronized boolean isFirst(CogLifecycle cog, List<CogLifecycle> twins) {
        boolean reported = twins.stream().anyMatch(CogLifecycle::isTwin);
        cog.markTwin();
        twins.forEach(CogLifecycle::markTwin);
        return !reported;
    }
}
