package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Workers;
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
 * of the library. All but the queue is touched by one thread only, the test's.
 */
final class LockStep implements Workers {
    private final VirtualTime time;
    private final LoopTimer timer;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Deque<BodyThread> idle = new ArrayDeque<>();
    private final List<BodyThread> blocked = new ArrayList<>();
    private int threads;

    LockStep(VirtualTime time, LoopTimer timer) {
        this.time = time;
        this.timer = timer;
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
        Runnable next = work.poll();
        if (next == null) {
            BodyThread ready = takeReady();
            if (ready != null) {
                go(ready);
            }
            return ready != null;
        }
        if (next instanceof Wake wake) {
            if (wake.isAwaited()) {
                blocked.remove(wake.thread);
                go(wake.thread);
            }
            return true;
        }
        BodyThread thread = idle.poll();
        if (thread == null) {
            thread = new BodyThread(time, "jda-tasks-test-" + ++threads);
        }
        thread.assign(next);
        go(thread);
        return true;
    }

    private void go(BodyThread thread) {
        switch (thread.runUntilItStops()) {
            case IDLE -> idle.push(thread);
            case BLOCKED -> {
                blocked.add(thread);
                timer.signal(new Wake(thread));
            }
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

    /** The end of a wait: it takes its turn among all that is due at that instant. */
    private final class Wake extends TimerEntry implements Runnable {
        final BodyThread thread;
        private final long deadline;

        Wake(BodyThread thread) {
            this.thread = thread;
            this.deadline = thread.deadline();
        }

        boolean isAwaited() {
            return blocked.contains(thread) && thread.deadline() == deadline;
        }

        @Override
        protected void examine() {
            if (time.ticks() >= deadline) {
                work.add(this);
            } else if (isAwaited() && deadline != Long.MAX_VALUE) {
                timer.at(this, deadline);
            }
        }

        @Override
        public void run() {
            throw new AssertionError("a wake-up is for a thread that waits");
        }
    }
}
