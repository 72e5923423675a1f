package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.worker.Workers;
import org.jspecify.annotations.Nullable;

/** What a loop needs of its scheduler. */
public interface LoopHost {
    /** Where loops wait for their gate; in timer turns only. */
    interface GateQueue {
        /** Has a loop examined again once the gate has changed. */
        void park(LoopControl loop);
    }

    LoopTimer timer();

    Workers workers();

    /** Returns where the workers are found while they are at work. */
    Desks desks();

    /** Has something done on a worker, whatever the executor says; not under a lock. */
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

    /** Returns a random number of nanoseconds from 0 to a greatest one. */
    long random(long greatest);

    long retryDelay(RetrySettings retry, Run run, long cap);
}
