package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.worker.Workers;
import org.jspecify.annotations.Nullable;

/** What a loop needs of its scheduler. */
public interface LoopHost {
    /** Where loops wait for their gate; in timer turns only. */
    interface GateQueue {
        /** Keeps a loop until the gate changes, and then examines it again. */
        void park(LoopControl loop);
    }

    LoopTimer timer();

    Workers workers();

    ActiveWorkers activeWorkers();

    /** Runs something on a worker, even if the user's executor rejects it; not under a lock. */
    void onWorker(Runnable work);

    @Nullable ListenerCalls listener();

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
