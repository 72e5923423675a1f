package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Watches a work queue: if its head does not move for a while, all threads are busy and more are needed. */
final class StallDetector extends TimerEntry {
    private final LoopTimer timer;
    private final WorkQueue queue;
    private final long period;
    private final Runnable onStall;
    private final Runnable onCalm;
    private volatile boolean armed;

    /** In timer turns only: the head at the last check, and since when. */
    private WorkQueue.@Nullable Head head;

    private long headSince;

    /**
     * Both tasks are called in turns of the timer: {@code onStall} adds threads, {@code onCalm} follows an empty queue.
     */
    StallDetector(LoopTimer timer, WorkQueue queue, Duration period, Runnable onStall, Runnable onCalm) {
        this.timer = timer;
        this.queue = queue;
        this.period = period.toNanos();
        this.onStall = onStall;
        this.onCalm = onCalm;
    }

    /** Call after adding to the queue; any thread. */
    void arm() {
        if (!armed) {
            armed = true;
            timer.signal(this, timer.now() + period);
        }
    }

    @Override
    protected void examine() {
        armed = false; // before it looks: a thread that adds work from now on arms it again
        WorkQueue.Head present = queue.head();
        if (present == null) {
            head = null;
            onCalm.run();
            return;
        }
        armed = true;
        long now = timer.now();
        boolean moved = !present.isSameAs(head);
        // Two threads may arm the detector at once, so it may be examined before the period is over.
        boolean stalled = !moved && now - headSince >= period;
        if (moved || stalled) {
            head = present;
            headSince = now;
        }
        timer.at(this, headSince + period);
        if (stalled) {
            onStall.run();
        }
    }
}
