package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.LoopContext;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Takes what is to be recorded. Its methods may be called under a lock, and call no user code. */
public interface LoopEvents {
    /**
     * Which loop an event is about.
     *
     * @param name without that of the cog
     * @param shard the shard that it is for; -1 if it is not for a single one
     */
    record Subject(String name, @Nullable String cog, int shard) {}

    /** How an attempt at a run has ended. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** It has failed, and another attempt follows. */
        RETRIED,
        /** It was cut short because the connection was lost, and the same attempt is repeated. */
        REPEATED,
        CANCELLED,
        /** It has outlived its shutdown. */
        GIVEN_UP
    }

    /** An attempt at a run in progress. Any thread. */
    interface Attempt {
        /** The body has ended; only the first call has an effect. */
        void bodyEnded();

        /** Records the attempt; only the first call has an effect. */
        void over(Subject loop, LoopContext run, Outcome outcome, @Nullable Throwable error);
    }

    /** A body begins; null if no recording asks for that. */
    @Nullable Attempt attempt(boolean runNow);

    /** An attempt has failed, and another one is made after a delay. */
    void retry(Subject loop, LoopContext run, Throwable error, long delayNanos);

    /** Ticks were missed, or are not made up for. */
    void missed(Subject loop, long missed, long skipped);

    /**
     * A gate is closed. A bot has several gates that close together, one for each cog: all of them are one event.
     *
     * @param watch who says so, and will say that it is open
     * @param bot the same string for all gates of a bot
     * @param shards the ids of those that are not open
     */
    void gateIsClosed(Object watch, String bot, Collection<Integer> shards);

    /** A gate is open, or no loop needs it any more. */
    void gateIsOpen(Object watch);
}
