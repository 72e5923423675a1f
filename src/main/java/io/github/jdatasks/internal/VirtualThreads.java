package io.github.jdatasks.internal;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A new virtual thread for each piece of work, and platform threads when those do not get to run.
 */
final class VirtualThreads implements Workers {
    // The carriers of all virtual threads are as few as the processors: two bodies that spin for ever starve every
    // other virtual thread of a two-core machine. So work waits in a queue, any thread takes its head, and when the
    // head does not move, a platform thread comes and helps.
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final @Nullable ThreadFactory FACTORY = factory();

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final StallCheck stallCheck;
    private final ElasticPool helpers;

    VirtualThreads(LoopTimer timer) {
        this.helpers = new ElasticPool(timer);
        this.stallCheck = new StallCheck(timer, queue, PATIENCE, () -> helpers.execute(this::takeAll), () -> {});
    }

    static boolean areUsable() {
        return FACTORY != null;
    }

    @Override
    public void execute(Runnable work) {
        ThreadFactory factory = FACTORY;
        if (factory == null) {
            throw new IllegalStateException("this JVM has no usable virtual threads");
        }
        queue.add(work);
        factory.newThread(this::takeOne).start();
        stallCheck.arm();
    }

    @Override
    public void rescue(Runnable work) {
        helpers.rescue(work);
    }

    @Override
    public void close() {
        helpers.close();
    }

    private void takeOne() {
        Runnable work = queue.poll();
        if (work != null) { // else a helper was quicker
            work.run();
        }
    }

    private void takeAll() {
        for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
            work.run();
        }
    }

    // Compiled for 17, so virtual threads are reached by reflection: once, the result is an ordinary ThreadFactory.
    private static @Nullable ThreadFactory factory() {
        if (Runtime.version().feature() < 24) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class); // the same for all: a number would cost a String each
            return (ThreadFactory) type.getMethod("factory").invoke(name.invoke(builder, "jda-tasks-worker"));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Java 24 or newer without Thread.ofVirtual()", e);
        }
    }
}
