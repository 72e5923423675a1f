package io.github.jdatasks.internal.scheduler;

import java.util.concurrent.CompletableFuture;

/** What is shut down with its scheduler, besides loops: a cog or a group. */
public interface Ending {
    /** Ends it with the scheduler's grace; the future completes when it has ended completely. */
    CompletableFuture<?> shutdown();

    boolean isInUserCode(Thread thread);

    /** Returns its name for the log. */
    String inWords();
}
