package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Starts threads. A process at its limit of threads gets an Error, which must not lose the work for the thread. */
public final class ThreadStarter {
    /** The logger for problems with threads and workers. */
    public static final String LOGGER = "io.github.jdatasks.internal.Workers";

    private static final Logger LOG = Loggers.get(LOGGER);

    private final ThreadFactory factory;
    private final AtomicBoolean failing = new AtomicBoolean();

    public ThreadStarter(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Starts a thread and returns it; null if that fails, which is logged the first time. */
    public @Nullable Thread start(Runnable work) {
        try {
            Thread thread = factory.newThread(work);
            thread.start();
            failing.set(false);
            return thread;
        } catch (Throwable t) { // usually an OutOfMemoryError: the caller keeps the work and tries again
            if (failing.compareAndSet(false, true)) {
                FailureLog.error(LOG, "No thread can be started, so work waits for those there are", t);
            }
            return null;
        }
    }
}
