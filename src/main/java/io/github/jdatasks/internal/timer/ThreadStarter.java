package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Starts threads as long as the system has any: a process at its limit gets an Error, which must not take with it the
 * work that the thread was to do.
 */
public final class ThreadStarter {
    /** The name of the logger for what goes wrong with threads and workers. */
    public static final String LOGGER = "io.github.jdatasks.internal.Workers";

    private static final Logger LOG = Loggers.get(LOGGER);

    private final ThreadFactory factory;
    private final AtomicBoolean failing = new AtomicBoolean();

    public ThreadStarter(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Starts a thread and returns it; null if there is none to be had, of which the log tells the first time. */
    public @Nullable Thread start(Runnable work) {
        try {
            Thread thread = factory.newThread(work);
            thread.start();
            if (failing.get()) {
                failing.set(false);
            }
            return thread;
        } catch (Throwable limit) {
            if (failing.compareAndSet(false, true)) {
                FailureLog.error(LOG, "No thread can be started, so work waits for those there are", limit);
            }
            return null;
        }
    }
}
