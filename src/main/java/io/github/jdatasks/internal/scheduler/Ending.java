package io.github.jdatasks.internal.scheduler;

import java.util.concurrent.CompletableFuture;

/** What ends with its scheduler, beside loops: a cog, or the loops of all shards as one. */
public interface Ending {
    /** Ends it with the scheduler's grace; the future completes when nothing of it is left. */
    CompletableFuture<?> shutdown();

    boolean isInUserCode(Thread thread);

    /** Names it for the log. */
    String inWords();
}
