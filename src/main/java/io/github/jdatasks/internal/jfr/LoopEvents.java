package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.LoopContext;
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

    /** A gate that is closed. */
    interface Closure {
        /** Records that it has ended; {@code shards} are the ids of those that were not open. */
        void over(String shards);
    }

    /** A body begins; null if no recording asks for that. */
    @Nullable Attempt attempt(boolean runNow);

    /** An attempt has failed, and another one is made after a delay. */
    void retry(Subject loop, LoopContext run, Throwable error, long delayNanos);

    /** Ticks were missed, or are not made up for. */
    void missed(Subject loop, long missed, long skipped);

    /** A gate has closed; null if no recording asks for that. */
    @Nullable Closure closure();
}
