package io.github.jdatasks.testing;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Workers that work only while the test waits for them: one piece of work at a time, until it ends or blocks in a wait
 * of the library. All but the queue is touched by one thread only, the test's.
 */
final class LockStep implements Workers {
    private final LoopTimer timer;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Deque<BodyThread> idle = new ArrayDeque<>();
    private final List<BodyThread> blocked = new ArrayList<>();
    private int threads;

    LockStep(LoopTimer timer) {
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

    /** Ends idle threads. A body that is still blocked has been given up, and stays blocked. */
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
            return stepReady();
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
            thread = new BodyThread(timer, "jda-tasks-test-" + ++threads);
        }
        thread.assign(next);
        go(thread);
        return true;
    }

    private void go(BodyThread thread) {
        if (thread.runUntilItStops()) {
            idle.push(thread);
        } else {
            blocked.add(thread);
            timer.signal(new Wake(thread));
        }
    }

    private boolean stepReady() {
        for (BodyThread thread : blocked) {
            if (thread.mayGoOn()) {
                blocked.remove(thread);
                go(thread);
                return true;
            }
        }
        return false;
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
            if (timer.now() >= deadline) {
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
