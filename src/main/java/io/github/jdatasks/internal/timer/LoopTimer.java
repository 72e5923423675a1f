package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The timer core of a scheduler: examines each {@link TimerEntry} when it is due or signaled.
 */
public final class LoopTimer {
    /*
     * One thread at a time takes turns: the timer thread of a real scheduler, the caller of advance() of a virtual one.
     * Only a turn touches the two heaps, and every examine() happens inside a turn, so neither needs a lock.
     *
     * Other threads talk to the timer through the inbox, a Treiber stack through the entries themselves. An entry is
     * in it at most once: signal() claims the entry's flag first, the turn gives it back before it examines the entry.
     * A change made after that examination began therefore finds the flag free and is signaled again: no change is lost,
     * and an entry examined once too often only finds nothing to do.
     *
     * There are two heaps because there are two times. Intervals, retries and graces live on the ticker, which cannot
     * be set. Calendar deadlines are instants of the wall clock, and stay in a heap of instants: when the clock is
     * stepped or the host sleeps, nothing has to be recalculated, it is enough to look at the wall clock often enough.
     * So the timer sleeps RECHECK at most while the second heap holds anything, and forever if both are empty.
     *
     * wakeAt is when the thread will look next by itself. The thread publishes it, then looks into the inbox once more;
     * a thread that signals pushes first and then reads it. One of the two sees the other, so no signal waits too long,
     * and a thread whose entry has nothing to do before wakeAt need not wake the timer.
     */
    private static final long RECHECK = Duration.ofMinutes(1).toNanos();

    /** A wall clock set back by less is only adjusted, as clocks are all the time; no schedule sees a second repeat. */
    private static final long SETBACK = Duration.ofSeconds(1).toNanos();

    /** A wall clock set back this far was wrong before: what ran in its future may run again. */
    private static final long CORRECTION = Duration.ofHours(3).toNanos();

    static final long AWAKE = Long.MIN_VALUE;
    private static final Logger LOG = Loggers.get("io.github.jdatasks.internal.LoopTimer");

    private final Clocks clocks;
    private final long origin;
    private final Runnable waker;
    private final DeadlineHeap ticks = new DeadlineHeap(1);
    private final DeadlineHeap walls = new DeadlineHeap(2);
    private final AtomicReference<@Nullable TimerEntry> inbox = new AtomicReference<>();
    private volatile long wakeAt = AWAKE;
    private final List<Runnable> endOfTurn = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread turning;

    /** In timer turns only: wall clock minus ticker when both were last read. */
    private long wallOffset;

    private final AtomicInteger setbacks = new AtomicInteger();
    private final AtomicInteger corrections = new AtomicInteger();

    /**
     * Creates a timer.
     *
     * @param clocks where time comes from
     * @param waker has {@link #turn()} called soon; called from any thread
     */
    public LoopTimer(Clocks clocks, Runnable waker) {
        this.clocks = clocks;
        this.waker = waker;
        this.origin = clocks.ticker().getAsLong();
        this.wallOffset = EpochNanos.minus(wallNow(), now());
    }

    /** Returns the nanoseconds since the timer was made: the time of {@link #at}. */
    public long now() {
        return clocks.ticker().getAsLong() - origin;
    }

    /** Returns the wall clock in nanoseconds since 1970: the time of {@link #atWall}. */
    public long wallNow() {
        return EpochNanos.ofClock(clocks.wall().instant());
    }

    /** Returns the wall clock's present instant. */
    public Instant instant() {
        return clocks.wall().instant();
    }

    /** Returns how often the wall clock has been set back by a second or more. */
    public int setbacks() {
        return setbacks.get();
    }

    /** Returns how often the wall clock has been set back by three hours or more. */
    public int corrections() {
        return corrections.get();
    }

    /** Has an entry examined in the next turn; any thread. */
    public void signal(TimerEntry entry) {
        signal(entry, AWAKE);
    }

    /**
     * Has an entry examined, any thread.
     *
     * @param notBefore when the entry will have something to do, as far as the caller knows: the timer is not woken
     *     for it before
     */
    public void signal(TimerEntry entry, long notBefore) {
        if (!entry.claimSignal()) {
            // The entry is in the inbox already, but perhaps with a later time.
            wakeBefore(notBefore);
            return;
        }
        TimerEntry head;
        do {
            head = inbox.get();
            entry.nextSignaled = head;
        } while (!inbox.compareAndSet(head, entry));
        wakeBefore(notBefore);
    }

    private void wakeBefore(long notBefore) {
        long wake = wakeAt;
        if (wake != AWAKE && notBefore < wake) {
            waker.run();
        }
    }

    /** Has an entry examined at a time of {@link #now()}, and at no other; inside a turn only. */
    public void at(TimerEntry entry, long deadline) {
        plan(entry, ticks, deadline);
    }

    /** Has an entry examined at an instant of the wall clock, and at no other; inside a turn only. */
    public void atWall(TimerEntry entry, long epochNanos) {
        plan(entry, walls, epochNanos);
    }

    private void plan(TimerEntry entry, DeadlineHeap heap, long deadline) {
        if (heap.contains(entry)) {
            heap.change(entry, deadline);
        } else {
            cancel(entry);
            heap.add(entry, deadline);
        }
    }

    /** Forgets an entry's deadline if it has one; inside a turn only. */
    public void cancel(TimerEntry entry) {
        if (ticks.contains(entry)) {
            ticks.remove(entry);
        } else if (walls.contains(entry)) {
            walls.remove(entry);
        }
    }

    /** Examines an entry at once; inside a turn only. */
    public void examine(TimerEntry entry) {
        try {
            entry.examine();
        } catch (Throwable t) { // a fault in one entry must not end the timer of all others
            FailureLog.write(
                    LOG,
                    "Examining an entry of the timer",
                    t,
                    () -> LOG.error("Examining {} failed; this is a bug in jda-tasks", entry, t));
        }
    }

    /** Has something done at the end of each turn. */
    public void atEndOfTurn(Runnable work) {
        endOfTurn.add(work);
    }

    /** Returns whether a thread is taking a turn. */
    public boolean isTurnOf(Thread thread) {
        return turning == thread;
    }

    /** Publishes that no thread takes turns yet, so that the first signal wakes the timer. */
    public void publishAsleep() {
        wakeAt = Long.MAX_VALUE;
    }

    /**
     * Examines everything that was signaled or is due; by one thread at a time.
     *
     * @return when to take the next turn, as a time of {@link #now()}; {@link Long#MAX_VALUE} if nothing is planned, and
     *     {@link #AWAKE} if something has been signaled meanwhile
     */
    public long turn() {
        wakeAt = AWAKE;
        turning = Thread.currentThread();
        try {
            drainInbox();
            fireTicks();
            fireWalls();
        } finally {
            endTurn();
        }
        long wake = nextWake();
        wakeAt = wake;
        if (inbox.get() != null) {
            wakeAt = AWAKE;
            return AWAKE;
        }
        return wake;
    }

    private void endTurn() {
        for (Runnable work : endOfTurn) {
            try {
                work.run();
            } catch (Throwable t) { // for example, no thread for a run: the timer must survive that
                FailureLog.error(LOG, "Handing runs over failed", t);
            }
        }
        turning = null;
    }

    private void drainInbox() {
        TimerEntry reversed = null;
        for (TimerEntry entry = inbox.getAndSet(null); entry != null; ) {
            TimerEntry next = entry.nextSignaled;
            entry.nextSignaled = reversed;
            reversed = entry;
            entry = next;
        }
        while (reversed != null) {
            TimerEntry entry = reversed;
            reversed = entry.nextSignaled;
            entry.nextSignaled = null;
            entry.releaseSignal();
            examine(entry);
        }
    }

    private void fireWalls() {
        if (walls.isEmpty()) {
            return;
        }
        long offset = EpochNanos.minus(
                wallNow(), now()); // now, since a pause between the two readings would look like a set clock
        long setBack = EpochNanos.minus(wallOffset, offset);
        wallOffset = offset;
        if (setBack >= SETBACK) {
            setbacks.incrementAndGet();
            corrections.addAndGet(setBack >= CORRECTION ? 1 : 0);
            List<TimerEntry> all = new ArrayList<>();
            walls.forEach(all::add);
            all.forEach(this::examine);
        }
        // Read anew each time: an entry that finds the clock set back since the last look has the same deadline again.
        while (!walls.isEmpty() && walls.first() <= wallNow()) {
            fireFirst(walls);
        }
    }

    private void fireTicks() {
        long now = now();
        while (!ticks.isEmpty() && ticks.first() <= now) {
            fireFirst(ticks);
        }
    }

    private void fireFirst(DeadlineHeap heap) {
        TimerEntry entry = heap.firstEntry();
        int sequence = heap.sequenceOf(entry);
        examine(entry); // most get their next deadline here, which one move in the heap does
        if (heap.contains(entry) && heap.sequenceOf(entry) == sequence) {
            heap.remove(entry);
        }
    }

    private long nextWake() {
        long wake = ticks.isEmpty() ? Long.MAX_VALUE : ticks.first();
        if (!walls.isEmpty()) {
            long untilWall = Math.max(0, Math.min(EpochNanos.minus(walls.first(), wallNow()), RECHECK));
            wake = Math.min(wake, EpochNanos.plus(now(), untilWall));
        }
        return wake;
    }
}
