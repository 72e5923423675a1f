package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import org.jspecify.annotations.Nullable;

/** A pool that helps where other workers do not get on; created when it is needed, which in most bots is never. */
final class HelperPool {
    private final LoopTimer timer;
    private @Nullable ElasticPool pool; // guarded by this object's monitor
    private boolean closed; // guarded by this object's monitor

    HelperPool(LoopTimer timer) {
        this.timer = timer;
    }

    synchronized ElasticPool get() {
        if (pool == null) {
            pool = new ElasticPool(timer);
            if (closed) {
                pool.close();
            }
        }
        return pool;
    }

    synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
    }
}
