package io.github.jdatasks.internal.worker;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Calls user code on a thread that others use too, and undoes what that changes in it: its name, context class loader,
 * priority, handler of uncaught errors, interrupt flag and logging context. Thread-locals stay: Java has no way to clear
 * those of others.
 */
public final class BorrowedThread {
    private BorrowedThread() {}

    /** Returns whether the logging in use has a context per thread. */
    public static boolean hasLoggingContext() {
        return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
    }

    /** Does work on a thread of the library. */
    public static void call(Runnable work) {
        call(work, false, null);
    }

    /** Does work on a thread of the user's, who may have put something into its logging context. */
    static void callOnForeign(Runnable work) {
        call(work, Thread.interrupted(), hasLoggingContext() ? MDC.getCopyOfContextMap() : null);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it is what it was
    private static void call(Runnable work, boolean interrupted, @Nullable Map<String, String> context) {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        ClassLoader loader = thread.getContextClassLoader();
        int priority = thread.getPriority();
        Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        try {
            work.run();
        } finally {
            if (!thread.getName().equals(name)) {
                thread.setName(name);
            }
            if (thread.getContextClassLoader() != loader) {
                thread.setContextClassLoader(loader);
            }
            if (thread.getPriority() != priority) {
                thread.setPriority(priority);
            }
            if (thread.getUncaughtExceptionHandler() != handler) {
                thread.setUncaughtExceptionHandler(handler);
            }
            Thread.interrupted(); // a flag that this work has set is not for the next
            if (interrupted) {
                thread.interrupt();
            }
            if (hasLoggingContext()) {
                restore(context);
            }
        }
    }

    private static void restore(@Nullable Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }
}
