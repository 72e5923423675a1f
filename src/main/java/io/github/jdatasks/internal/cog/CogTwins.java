package io.github.jdatasks.internal.cog;

import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * Finds out when a bot has been given one cog object for each of its shards, where one for all is meant: then each loop
 * runs once for every object. Two cogs of one class on the same shards are nothing to report: they may differ in what they
 * were made with.
 */
final class CogTwins {
    private CogTwins() {}

    /** Reports that a cog which is about to be loaded is such a one, unless another of its bot has been reported. */
    static void report(CogLife cog) {
        try {
            List<CogLife> twins = cog.scheduler().others(CogLife.class).stream()
                    .filter(other -> other != cog && other.isOfSameClass(cog) && areApart(cog, other))
                    .toList();
            if (!twins.isEmpty() && isFirst(cog, twins)) {
                CogLog.twins(cog.name());
            }
        } catch (Throwable error) { // of an event manager of the user's, say; the cog is loaded all the same
            CogLog.notCompared(cog.name(), error);
        }
    }

    /** Whether each is registered with shards of a bot that the other is not registered with. */
    private static boolean areApart(CogLife cog, CogLife other) {
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

    /** Whether an instance is among others, or has taken the place of one of them. */
    private static boolean isOf(JDA jda, List<JDA> others) {
        int id = jda.getShardInfo().getShardId();
        return others.stream().anyMatch(other -> other.getShardInfo().getShardId() == id);
    }

    private static synchronized boolean isFirst(CogLife cog, List<CogLife> twins) {
        boolean reported = twins.stream().anyMatch(CogLife::isTwin);
        cog.markTwin();
        twins.forEach(CogLife::markTwin);
        return !reported;
    }
}
