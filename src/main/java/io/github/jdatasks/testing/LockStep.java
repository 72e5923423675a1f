package io.github.jdatasks.testing;

import io.github.jdatasks.internal.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Workers that work only while the test waits for them: one piece of work at a time, until it ends or blocks in a wait
 * of the library.
 */
final class LockStep implements Workers {
    private final VirtualTime time;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Deque<BodyThread> idle = new ArrayDeque<>();
    private final List<BodyThread> blocked = new ArrayList<>();
    private int threads;

    LockStep(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        work.add(task);
    }

    @Override
    public void rescue(Runnable task) {
        work.add(task);
    }

    /** Lets idle threads go; a body that is still blocked has been given up, and stays where it is. */
    @Override
    public void close() {
        idle.forEach(BodyThread::finish);
        idle.clear();
        blocked.clear();
    }

    /**
     * Lets one piece of work, new or blocked until now, go on as far as it can.
     *
     * @return false if there is none that can
     */
    boolean step() {
        BodyThread ready = takeReady();
        if (ready != null) {
            go(ready);
            return true;
        }
        Runnable next = work.poll();
        if (next == null) {
            return false;
        }
        BodyThread thread = idle.poll();
        if (thread == null) {
            thread = new BodyThread(time, "jda-tasks-test-" + ++threads);
        }
        thread.assign(next);
        go(thread);
        return true;
    }

    /** Returns when the first of the blocked waits runs out; {@link Long#MAX_VALUE} if none does. */
    long nextDeadline() {
        return blocked.stream().mapToLong(BodyThread::deadline).min().orElse(Long.MAX_VALUE);
    }

    private void go(BodyThread thread) {
        switch (thread.runUntilItStops()) {
            case IDLE -> idle.push(thread);
            case BLOCKED -> blocked.add(thread);
        }
    }

    private @Nullable BodyThread takeReady() {
        for (Iterator<BodyThread> threads = blocked.iterator(); threads.hasNext(); ) {
            BodyThread thread = threads.next();
            if (thread.mayGoOn()) {
                threads.remove();
                return thread;
            }
        }
        return null;
    }
}
