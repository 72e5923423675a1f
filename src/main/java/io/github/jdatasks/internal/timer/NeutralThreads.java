package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Makes daemon threads that inherit nothing from the thread that happens to need them first: a command of some plugin may
 * start the first loop, and the loops of all others run on these threads.
 */
public final class NeutralThreads {
    private static final Logger LOG = Loggers.get(ThreadStarter.LOGGER);
    private static final int FIRST_WITHOUT_ACCESS_CONTROL = 24;

    private NeutralThreads() {}

    /** Returns a platform thread, not started. */
    public static Thread newThread(Runnable work, String name) {
        return neutral(withoutCallers(() -> new Thread(topGroup(), work, name, 0, false)));
    }

    /** Returns a factory of virtual threads of one name; null if this JVM has none to be used. */
    public static @Nullable ThreadFactory virtual(String name) {
        if (Runtime.version().feature() < FIRST_WITHOUT_ACCESS_CONTROL) {
            return null; // before, a thread that blocks in synchronized keeps its carrier
        }
        // Compiled for 17, so virtual threads are reached by reflection: once, the result is an ordinary ThreadFactory.
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle factory = lookup.findVirtual(type, "factory", MethodType.methodType(ThreadFactory.class));
            Object builder = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
                    .invoke();
            lookup.findVirtual(type, "name", MethodType.methodType(type, String.class))
                    .invoke(builder, name); // the same for all: a number would cost a String each
            lookup.findVirtual(type, "inheritInheritableThreadLocals", MethodType.methodType(type, boolean.class))
                    .invoke(builder, false);
            ThreadFactory threads = (ThreadFactory) factory.invoke(builder);
            return work -> neutral(threads.newThread(work));
        } catch (Throwable e) {
            throw new LinkageError("Java 24 or newer without Thread.ofVirtual()", e);
        }
    }

    /** Gives a thread that has not been started what every thread of the library has; returns it. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it is the usual one
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

    /** Returns the group of all others: the caller's own may be limited, or end with what it belongs to. */
    public static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Makes a thread that does not keep the classes of those who call us, as it did while Java had access control. */
    private static Thread withoutCallers(PrivilegedAction<Thread> maker) {
        return Runtime.version().feature() >= FIRST_WITHOUT_ACCESS_CONTROL ? maker.run() : privileged(maker);
    }

    @SuppressWarnings("removal") // not looked up where it may be gone
    private static Thread privileged(PrivilegedAction<Thread> maker) {
        return AccessController.doPrivileged(maker);
    }
}
