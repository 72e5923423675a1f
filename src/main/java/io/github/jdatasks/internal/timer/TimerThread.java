package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The one daemon thread that takes a real timer's turns; started by the first signal, parked while nothing is due.
 */
public final class TimerThread {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.internal.LoopTimer");
    private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

    private final LoopTimer timer;
    private final ThreadStarter starter;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * Prepares a timer; its thread starts when it is first needed.
     *
     * @param name the thread's name
     */
    public TimerThread(Clocks clocks, String name) {
        this.starter = new ThreadStarter(loop -> NeutralThreads.newThread(loop, name));
        this.timer = new LoopTimer(clocks, this::wake);
        // Until the first turn every signal wakes the timer, which is what starts the thread.
        timer.publishAsleep();
    }

    /** Returns the timer this thread drives. */
    public LoopTimer timer() {
        return timer;
    }

    /** Ends the thread; what is still planned is forgotten. */
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
            thread = starter.start(this::run); // if the system has no thread to give, the next signal tries again
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
        } catch (Throwable t) { // for example, out of memory: all loops would end if this thread did
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
