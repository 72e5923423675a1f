package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.ThreadStarter;
import io.github.jdatasks.internal.timer.WakeupCoalescer;
import io.github.jdatasks.internal.timer.WakeupCompensation;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Threads that take the timer's turns beside a pool: one makes the only run that is due, while the other waits. */
final class Timekeepers {
    /*
     * With few loops, most turns find one run due. The thread that woke for it makes it, so a run costs one wake-up; if
     * it had to be handed over, it would cost two. Another thread watches the clock before the body is called, so no
     * body delays what is due next. There are two places for such threads:
     *
     *                 one run is due: the other thread gets the watch. Its alarm
     *     start       is early enough, or it is woken for that, or started
     *       |       .------------------------------------------------------------.
     *       v       |                                                            v
     *     WATCHER: parked until the first deadline                             AWAY: makes the run
     *       ^       |                                                            |
     *       |       | the alarm of the other thread is early enough              |
     *       |       v                                                            |
     *     SPARE: parked until the second deadline, or for the keep-alive  <------'
     *               |                                                            |
     *               v  the keep-alive is over                                    v  both places are taken
     *             ended                                                        ended
     *
     * All arrows are the ends of turns, and turns exclude each other by the monitor of this object. The invariant:
     * whenever no thread is in a turn, the watcher will wake at or before the first deadline, or is on its way to a
     * turn. So while bodies are short, two threads alternate, each parked until the deadline after that of the other.
     * If a body lasts, the watcher wakes by itself. It is alone then: until the other thread is back, or has been away
     * for the keep-alive and gets a successor, its runs are handed over to the pool. So are the runs of a turn that has
     * more than one, and all runs as long as wake-ups are gathered.
     *
     * Only a thread that comes from a run sets its alarm for the second deadline. So an alarm that turns out to be
     * unnecessary wakes its thread once and not again.
     *
     * A signal wakes the watcher, without the monitor. It may read the watcher before a turn gives the watch away, and
     * wake the thread that leaves. So a thread looks for signals after it has given the watch away, as the turn does
     * after it has published when the next one will be.
     */
    private static final Logger LOG = Loggers.get("io.github.jdatasks.internal.LoopTimer");
    private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    static final long KEEP_ALIVE = Duration.ofSeconds(10).toNanos();

    private final LoopTimer timer;
    private final ElasticPool pool;
    private final WorkQueue queue;
    private final ThreadStarter starter;
    private final Consumer<Place> waker;
    private final WakeupCoalescer coalescer = new WakeupCoalescer();
    private final WakeupCompensation compensation = new WakeupCompensation();

    private final AtomicReference<@Nullable Place> watcher = new AtomicReference<>(); // set by turns, or by the start
    private @Nullable Place spare; // guarded by the monitor
    private @Nullable Place away; // the last that left for a run, if it has not come back; guarded by the monitor
    private volatile boolean closed;

    /** A thread, and what it waits for. */
    static final class Place {
        volatile @Nullable Thread thread; // null until it runs

        /**
         * When the thread will wake; {@link LoopTimer#AWAKE} if it is in a turn or on its way to one. Guarded by the
         * monitor of the timekeepers.
         */
        long alarm = LoopTimer.AWAKE;

        long since; // when it was parked, or took its last turn; guarded by that monitor

        // For one thread only, its own.
        long nap; // how long to park
        boolean ended;
    }

    Timekeepers(Clocks clocks) {
        this(clocks, ElasticPool::newThread, place -> LockSupport.unpark(place.thread));
    }

    /** {@code waker} ends the nap of a thread, also one that is about to begin. */
    Timekeepers(Clocks clocks, ThreadFactory factory, Consumer<Place> waker) {
        this.timer = new LoopTimer(clocks, this::wake);
        this.pool = new ElasticPool(timer, factory, true);
        this.queue = pool.queue();
        this.starter = new ThreadStarter(factory);
        this.waker = waker;
        timer.publishAsleep(); // so the first signal starts a thread
    }

    LoopTimer timer() {
        return timer;
    }

    ElasticPool pool() {
        return pool;
    }

    /** Returns the place whose thread signals wake; null before the first signal. */
    @Nullable Place watcher() {
        return watcher.get();
    }

    /** Ends the threads; planned entries are not examined any more. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        Place present = watcher.get();
        if (present != null) {
            waker.accept(present);
        } else if (!closed) {
            Place first = new Place();
            if (watcher.compareAndSet(null, first) && !start(first)) {
                watcher.set(null); // the next signal tries again
            }
        }
    }

    private boolean start(Place place) {
        return starter.start(() -> keepTime(place)) != null;
    }

    private void keepTime(Place place) {
        place.thread = Thread.currentThread();
        try {
            while (!place.ended) {
                Runnable run = turnOrPause(place);
                if (run != null) {
                    BorrowedThread.call(run);
                } else if (!closed) {
                    LockSupport.parkNanos(this, place.nap);
                }
                Thread.interrupted(); // clear the flag: parking returns at once while it is set, so the thread would spin
            }
        } finally {
            leave(place);
        }
    }

    private @Nullable Runnable turnOrPause(Place place) {
        try {
            return turn(place);
        } catch (Throwable t) { // for example, out of memory: if this thread ended, all loops would
            FailureLog.error(LOG, "A turn of the timer failed; there will be another", t);
            place.nap = AFTER_FAILURE;
            releaseWork();
            return null;
        }
    }

    private synchronized void releaseWork() {
        queue.release();
    }

    /** Takes a turn on the thread of a place; returns a run that this thread is to make, null if it is to park. */
    synchronized @Nullable Runnable turn(Place place) {
        boolean isBack = away == place;
        if (isBack) {
            away = null;
        }
        boolean isForgotten = wakeUp(place);
        if (closed || !hasPlace(place)) {
            place.ended = true;
            return null;
        }
        long wake = timer.turn();
        if (wake == LoopTimer.AWAKE) {
            queue.release(); // there may be no end of signals
            return null;
        }
        long first = coalescer.rounded(wake);
        Place other = watcher.get() == place ? spare : watcher.get();
        Place next = other != null && other.alarm <= first ? other : null;
        if (queue.keepsWork() && !coalescer.isGathering()) {
            Place watching = next != null ? next : summon(other);
            if (watching != null) {
                away = place;
                giveWatch(watching, null);
                return queue.takeKept();
            }
        }
        queue.release();
        if (next == null) {
            spare = other;
            watcher.set(place);
            lieDown(place, first, Long.MAX_VALUE);
        } else if (isForgotten) {
            place.ended = true;
            giveWatch(next, null);
        } else {
            boolean alternates = isBack && !coalescer.isGathering();
            lieDown(place, alternates ? timer.wakeAfterNext() : Long.MAX_VALUE, KEEP_ALIVE);
            giveWatch(next, place);
        }
        return null;
    }

    /** Notes that a thread has woken; returns whether it did only because of the keep-alive. */
    private boolean wakeUp(Place place) {
        long now = timer.now();
        boolean isRested = place.nap > 0 && now - place.since >= place.nap; // else it was woken
        boolean isForgotten = isRested && place.alarm == Long.MAX_VALUE;
        if (isRested && !isForgotten && place.alarm != LoopTimer.AWAKE) {
            compensation.ended(now - place.alarm);
        }
        coalescer.woken(place.alarm == LoopTimer.AWAKE ? Long.MAX_VALUE : place.alarm, now);
        place.alarm = LoopTimer.AWAKE;
        place.nap = 0;
        place.since = now;
        return isForgotten;
    }

    private boolean hasPlace(Place place) {
        if (watcher.get() != place && spare == null) {
            spare = place;
        }
        return watcher.get() == place || spare == place;
    }

    /** Sets the alarm of a thread that is to park; it also wakes after {@code most}, and has no alarm after that. */
    private void lieDown(Place place, long alarm, long most) {
        long now = timer.now();
        long wait = alarm - now;
        place.alarm = wait > most ? Long.MAX_VALUE : alarm;
        place.nap = wait > most ? most : compensation.shortened(wait);
        place.since = now;
    }

    /** Has the other thread take a turn, or a new one if there is no other; returns null if there is none for now. */
    private @Nullable Place summon(@Nullable Place other) {
        if (other != null) {
            other.alarm = LoopTimer.AWAKE;
            waker.accept(other);
            return other;
        }
        if (away != null && timer.now() - away.since < KEEP_ALIVE) {
            return null;
        }
        Place fresh = new Place();
        return start(fresh) ? fresh : null;
    }

    private void giveWatch(Place next, @Nullable Place nextSpare) {
        spare = nextSpare;
        watcher.set(next);
        if (closed || timer.isSignaled()) {
            waker.accept(next);
        }
    }

    /** Ends the others if they are to end; finds a successor for a thread that was stopped by force. */
    synchronized void leave(Place place) {
        if (away == place) {
            away = null;
        }
        boolean watched = watcher.get() == place;
        if (spare == place) {
            spare = null;
        }
        Place other = watched ? spare : watcher.get();
        if (closed) {
            if (other != null) {
                waker.accept(other);
            }
        } else if (watched) {
            watcher.set(summon(other));
            spare = null;
        }
    }
}
