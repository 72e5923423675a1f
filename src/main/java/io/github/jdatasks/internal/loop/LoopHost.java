package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.jfr.Recorder;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.worker.Workers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a loop needs of its scheduler. */
public interface LoopHost {
    /** Where loops wait for their gate; in timer turns only. */
    interface GateQueue {
        /** Keeps a loop until the gate changes, and then examines it again. */
        void park(LoopControl loop);
    }

    /**
     * Hands out the ticks of durable loops: each to one of the processes that share a table. No method blocks or calls user
     * code, since they are called under the lock of a loop.
     */
    public interface TickSupply {
        /** A tick that this process has picked. Exactly one of its methods is called, once the tick is over here. */
        interface Tick {
            /** Returns the instant in nanoseconds since 1970. */
            long at();

            /** Returns whether a run of it was cut short before, so that it has to be repeated. */
            boolean isRepeated();

            /**
             * It has had its run, or gets none.
             *
             * @param next when the next tick is due, {@code Planner.EXHAUSTED} if there is none
             */
            void done(long next);

            /**
             * It is for this process later, or for another one.
             *
             * @param begun whether its run had begun
             */
            void putBack(boolean begun);
        }

        /**
         * A loop may make its first run; from now on it takes part.
         *
         * @param first when its first tick is due if no process knows the loop yet, {@code Planner.EXHAUSTED} for never
         */
        void join(DurableTicks loop, long first);

        /** A loop that takes part waits for its next tick. */
        void ready(DurableTicks loop);

        /** A loop takes part no longer. */
        void leave(DurableTicks loop);

        /** Ends the supply when the loops have ended; the future completes when all is written. */
        CompletableFuture<Void> close();
    }

    LoopTimer timer();

    Workers workers();

    ActiveWorkers activeWorkers();

    /** Runs something on a worker, even if the user's executor rejects it; not under a lock. */
    void onWorker(Runnable work);

    /** Returns the listeners of all loops. */
    List<ListenerCalls> listeners();

    Recorder recorder();

    /** Returns where durable loops get their ticks from; null if there are none. */
    @Nullable TickSupply tickSupply();

    long graceNanos();

    boolean isClosed();

    /** Throws if the calling thread must not wait for what runs here. */
    void checkMayBlock();

    /** Throws if the loop may not begin a life. */
    void checkMayStart(LoopControl loop);

    void register(LoopMachine machine);

    void unregister(LoopMachine machine);

    /** Returns a random number of nanoseconds from 0 to a greatest one, inclusive. */
    long random(long greatest);

    long retryDelay(RetrySettings retry, Run run, long cap);
}
