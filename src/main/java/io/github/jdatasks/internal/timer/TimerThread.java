package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The daemon thread that takes a real timer's turns: started by the first signal, parked while nothing is due. */
public final class TimerThread {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.internal.LoopTimer");
    private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

    private final LoopTimer timer;
    private final ThreadStarter starter;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    public TimerThread(Clocks clocks, String name) {
        this.starter = new ThreadStarter(loop -> NeutralThreads.newThread(loop, name));
        this.timer = new LoopTimer(clocks, this::wake);
        timer.publishAsleep(); // so the first signal wakes the timer, which starts the thread
    }

    public LoopTimer timer() {
        return timer;
    }

    /** Ends the thread; planned entries are not examined any more. */
    public void close() {
        closed = true;
        wake();
    }

    private void wake() {
        Thread running = thread;
        if (running == null) {
            running = startOnce();
        }
        LockSupport.unpark(running);
    }

    private synchronized @Nullable Thread startOnce() {
        if (thread == null && !closed) {
            thread = starter.start(this::run); // if that fails, the next signal tries again
        }
        return thread;
    }

    private void run() {
        WakeupCoalescer coalescer = new WakeupCoalescer();
        WakeupCompensation compensation = new WakeupCompensation();
        while (!closed) {
            long wake = turn();
            if (wake == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else if (wake != LoopTimer.AWAKE) {
                sleepUntil(coalescer.rounded(wake), compensation);
                coalescer.woken(wake, timer.now());
            }
            Thread.interrupted(); // clear the flag: parking returns at once while it is set, so the thread would spin
        }
    }

    private long turn() {
        try {
            return timer.turn();
        } catch (Throwable t) { // for example, out of memory: if this thread ended, all loops would
            FailureLog.error(LOG, "A turn of the timer failed; there will be another", t);
            LockSupport.parkNanos(this, AFTER_FAILURE);
            return LoopTimer.AWAKE;
        }
    }

    private void sleepUntil(long wake, WakeupCompensation compensation) {
        long began = timer.now();
        long wait = wake - began;
        if (wait > 0) {
            long asked = compensation.shortened(wait);
            LockSupport.parkNanos(this, asked);
            long waited = timer.now() - began;
            if (waited >= asked) { // else an entry was signaled
                compensation.ended(waited - wait);
            }
        }
    }
}
