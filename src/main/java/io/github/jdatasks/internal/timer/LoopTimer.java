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

/** The timer of a scheduler: examines each {@link TimerEntry} when it is due or signaled. */
public final class LoopTimer {
    /*
     * One thread at a time takes turns: the timer thread of a real scheduler, or one of the two that keep the time of a
     * pool; the caller of advance() of a virtual one. Only a turn touches the two heaps, and every examine() happens
     * inside a turn, so neither needs a lock.
     *
     * Other threads signal entries through the inbox, a Treiber stack linked through the entries. An entry is in it at
     * most once: signal() sets the entry's flag, and the turn clears it before it examines the entry. So a change made
     * after the examination began signals the entry again: no change is lost, and an extra examination does no harm.
     *
     * There are two heaps because there are two clocks. Intervals, retries and graces use the ticker, which cannot be
     * set. Calendar deadlines are instants of the wall clock: when that is set or the host sleeps, nothing has to be
     * recalculated if the timer reads the wall clock often enough. So it sleeps at most RECHECK while the second heap
     * has entries, and forever if both heaps are empty.
     *
     * wakeAt is when the next turn comes by itself. A turn publishes it and then checks the inbox again; a thread that
     * signals pushes first and then reads wakeAt. One of the two sees the other, so no signal waits too long, and a
     * thread whose entry has nothing to do before wakeAt need not wake the timer.
     */
    public static final long RECHECK = Duration.ofMinutes(1).toNanos();

    /** A smaller step back is a normal adjustment; no schedule sees a second repeat. */
    private static final long SETBACK = Duration.ofSeconds(1).toNanos();

    /** A clock set back this far was wrong before, so times that ran already may run again. */
    private static final long CORRECTION = Duration.ofHours(3).toNanos();

    /** A time before all others: the next turn follows at once. */
    public static final long AWAKE = Long.MIN_VALUE;

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

    private volatile long turnBegan;

    private final AtomicInteger setbacks = new AtomicInteger();
    private final AtomicInteger corrections = new AtomicInteger();

    /** {@code waker} makes the owner call {@link #turn()} soon; it is called on any thread. */
    public LoopTimer(Clocks clocks, Runnable waker) {
        this.clocks = clocks;
        this.waker = waker;
        this.origin = clocks.ticker().getAsLong();
        this.wallOffset = EpochNanos.minus(wallNow(), now());
    }

    /** Returns the nanoseconds since the timer was created: the time of {@link #at}. */
    public long now() {
        return clocks.ticker().getAsLong() - origin;
    }

    /** Returns the wall clock in nanoseconds since 1970: the time of {@link #atWall}. */
    public long wallNow() {
        return EpochNanos.ofClock(clocks.wall().instant());
    }

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

    /** Examines an entry in the next turn; any thread. */
    public void signal(TimerEntry entry) {
        signal(entry, AWAKE);
    }

    /**
     * Examines an entry in some turn; any thread.
     *
     * @param notBefore when the entry will have something to do: the timer is not woken for it before
     */
    public void signal(TimerEntry entry, long notBefore) {
        if (!entry.claimSignal()) {
            wakeBefore(notBefore); // it is in the inbox already, but perhaps with a later time
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

    /** Plans an entry for a time of {@link #now()}, and for no other; inside a turn only. */
    public void at(TimerEntry entry, long deadline) {
        plan(entry, ticks, deadline);
    }

    /** Plans an entry for an instant of the wall clock, and for no other; inside a turn only. */
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

    /** Removes an entry's deadline if it has one; inside a turn only. */
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
        } catch (Throwable t) { // a bug in one entry must not end the timer
            FailureLog.write(
                    LOG,
                    "Examining an entry of the timer",
                    t,
                    () -> LOG.error("Examining {} failed; this is a bug in jda-tasks", entry, t));
        }
    }

    /** Adds work that runs at the end of each turn. */
    public void atEndOfTurn(Runnable work) {
        endOfTurn.add(work);
    }

    public boolean isTurnOf(Thread thread) {
        return turning == thread;
    }

    /** Returns for how long the next turn has been due, or the present one has lasted. */
    public long overdue() {
        long wake = wakeAt;
        return Math.max(0, now() - (wake == AWAKE ? turnBegan : wake));
    }

    /** Returns whether an entry waits to be examined in the next turn. */
    public boolean isSignaled() {
        return inbox.get() != null;
    }

    /** Makes the first signal call the waker, since no thread takes turns yet. */
    public void publishAsleep() {
        wakeAt = Long.MAX_VALUE;
    }

    /**
     * Examines all entries that were signaled or are due; called by one thread at a time.
     *
     * @return when to take the next turn, as a time of {@link #now()}; {@link Long#MAX_VALUE} if nothing is planned,
     *     {@link #AWAKE} if an entry was signaled meanwhile
     */
    public long turn() {
        turnBegan = now();
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
        if (isSignaled()) {
            wakeAt = AWAKE;
            return AWAKE;
        }
        return wake;
    }

    private void endTurn() {
        for (Runnable work : endOfTurn) {
            try {
                work.run();
            } catch (Throwable t) { // for example, no thread can be started: the timer must survive
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
        // Both clocks are read here, since a pause between two readings would look like a clock that was set.
        long offset = EpochNanos.minus(wallNow(), now());
        long setBack = EpochNanos.minus(wallOffset, offset);
        wallOffset = offset;
        if (setBack >= SETBACK) {
            setbacks.incrementAndGet();
            corrections.addAndGet(setBack >= CORRECTION ? 1 : 0);
            List<TimerEntry> all = new ArrayList<>();
            walls.forEach(all::add);
            all.forEach(this::examine);
        }
        // Read the clock each time: an entry that finds it set back meanwhile plans the same deadline again.
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
        examine(entry); // most entries get their next deadline here, by one move in the heap
        if (heap.contains(entry) && heap.sequenceOf(entry) == sequence) {
            heap.remove(entry);
        }
    }

    private long nextWake() {
        return Math.min(firstTick(), firstWall());
    }

    /**
     * Returns when the turn after the next will be due, as far as is known: the second deadline. Called by the thread
     * that takes the turns, after a turn.
     */
    public long wakeAfterNext() {
        long tick = firstTick();
        long wall = firstWall();
        return tick <= wall ? Math.min(ticks.second(), wall) : Math.min(tick, timeOfWall(walls.second()));
    }

    private long firstTick() {
        return ticks.isEmpty() ? Long.MAX_VALUE : ticks.first();
    }

    private long firstWall() {
        return walls.isEmpty() ? Long.MAX_VALUE : timeOfWall(walls.first());
    }

    /** Returns when to look at the wall clock because of a deadline by it. */
    private long timeOfWall(long deadline) {
        long until = Math.max(0, Math.min(EpochNanos.minus(deadline, wallNow()), RECHECK));
        return EpochNanos.plus(now(), until);
    }
}
