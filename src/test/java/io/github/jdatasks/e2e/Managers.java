package io.github.jdatasks.e2e;

import io.github.jdatasks.mockdiscord.MockDiscord;
import java.util.concurrent.CountDownLatch;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;

/** Shard managers on a mock Discord, and ways around races in JDA's own. */
public final class Managers {
    private Managers() {}

    public static DefaultShardManagerBuilder builder() {
        return DefaultShardManagerBuilder.createLight("token").setEnableShutdownHook(false);
    }

    /**
     * Builds a manager whose queue worker begins only then: one that finds nothing left to do before {@code build()} has
     * noted that there is a worker counts as busy for ever, and no shard is restarted any more.
     */
    public static ShardManager build(MockDiscord server, DefaultShardManagerBuilder builder) {
        CountDownLatch built = new CountDownLatch(1);
        try {
            return server.configure(builder.setThreadFactory(work -> {
                        Thread thread = new Thread(
                                () -> {
                                    Await.until("a manager", () -> built.getCount() == 0);
                                    work.run();
                                },
                                "shard queue");
                        thread.setDaemon(true);
                        return thread;
                    }))
                    .build();
        } finally {
            built.countDown();
        }
    }

    public static void end(ShardManager manager) {
        manager.shutdown();
        manager.getShardCache().forEach(JDA::shutdownNow);
    }

    /** Restarts a shard. JDA forgets to if it is just about to note that it has built it: then it is asked again. */
    public static void restart(ShardManager manager, int shard) {
        JDA before = manager.getShardById(shard);
        Await.until("a restart", () -> {
            manager.restart(shard);
            return Await.isSoon(() -> {
                JDA now = manager.getShardById(shard);
                return now != null && now != before && now.getStatus() != JDA.Status.SHUTDOWN;
            });
        });
    }
}
