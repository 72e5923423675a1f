package io.github.jdatasks.internal.worker;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Calls user code on a shared thread and then restores the thread's name, context class loader, priority, handler of
 * uncaught exceptions, interrupt flag and logging context. Java has no way to clear the thread-locals of others.
 */
public final class BorrowedThread {
    private BorrowedThread() {}

    /** Returns whether the logging binding has an MDC. */
    public static boolean hasLoggingContext() {
        return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
    }

    /** Calls work on a thread of the library. */
    public static void call(Runnable work) {
        call(work, false, null);
    }

    /** Calls work on a thread of the user's, whose logging context and interrupt flag are restored. */
    static void callOnForeign(Runnable work) {
        call(work, Thread.interrupted(), hasLoggingContext() ? MDC.getCopyOfContextMap() : null);
    }

    @SuppressWarnings("ThreadPriorityCheck") // only restores the value it had
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
            Thread.interrupted(); // the next work must not see a flag set by this one
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
