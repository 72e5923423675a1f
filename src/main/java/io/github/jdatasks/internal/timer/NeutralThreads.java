package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Creates daemon threads that inherit nothing from the creating thread: a command of one plugin may start the first
 * loop, but the loops of all plugins run on these threads.
 */
public final class NeutralThreads {
    private static final Logger LOG = Loggers.get(ThreadStarter.LOGGER);
    private static final int FIRST_WITHOUT_ACCESS_CONTROL = 24;

    private NeutralThreads() {}

    public static Thread newThread(Runnable work, String name) {
        return neutral(withoutCallers(() -> new Thread(topGroup(), work, name, 0, false)));
    }

    /** Returns a factory of virtual threads with one name; null before Java 24. */
    public static @Nullable ThreadFactory virtual(String name) {
        if (Runtime.version().feature() < FIRST_WITHOUT_ACCESS_CONTROL) {
            return null; // a virtual thread that blocks in synchronized keeps its carrier
        }
        // The library is compiled for Java 17, so it finds virtual threads by reflection, once.
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            // One name for all: numbers would cost a String each.
            type.getMethod("name", String.class).invoke(builder, name);
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            ThreadFactory threads = (ThreadFactory) type.getMethod("factory").invoke(builder);
            return work -> neutral(threads.newThread(work));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Java 24 or newer without Thread.ofVirtual()", e);
        }
    }

    /** Sets what all threads of the library share; the thread must not have been started. */
    @SuppressWarnings("ThreadPriorityCheck") // only sets the default
    public static Thread neutral(Thread thread) {
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(NeutralThreads.class.getClassLoader());
        thread.setUncaughtExceptionHandler(NeutralThreads::diedOf);
        return thread;
    }

    private static void diedOf(Thread thread, Throwable error) {
        FailureLog.error(LOG, "The thread " + thread.getName() + " ended with an error", error);
    }

    /** Returns the root group: the caller's may be limited or end early. */
    public static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Before Java 24, a new thread keeps the access control context of its creator, and so the classes of callers. */
    @SuppressWarnings("removal") // not called on versions that may not have it
    private static Thread withoutCallers(PrivilegedAction<Thread> maker) {
        return Runtime.version().feature() >= FIRST_WITHOUT_ACCESS_CONTROL
                ? maker.run()
                : AccessController.doPrivileged(maker);
    }
}
