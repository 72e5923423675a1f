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

/** The threads that keep the time of a pool: if one run is due, the thread that has waited for it makes it. */
final class Timekeepers {
    /*
     * With few loops, most turns of the timer find one run due. If the thread that woke for it makes the run, that costs
     * one wake-up; to hand it over costs two. Before it does, another thread watches the clock, so no body delays what
     * is due next. There are places for two:
     *
     *                    one run is due: the other thread gets the watch. Its alarm is
     *     started        early enough; or else it is woken for that, or a new one started
     *        |        .-----------------------------------------------------------------.
     *        v        |                                                                 v
     *     WATCHER, parked until the first deadline                              AWAY, makes the run
     *        ^        |                                                                 |
     *        |        | the alarm of the other is early enough                          |
     *        |        v                                                                 |
     *     SPARE, parked until the second deadline, or for the keep-alive  <-------------'
     *                 |                                                                 |
     *                 v the keep-alive is over                                          v both places are taken
     *               ended                                                             ended
     *
     * All arrows between them are turns, and turns exclude each other by the monitor of this object. The invariant:
     * whenever no thread is in a turn, one will wake at or before the first deadline, or is on its way to a turn; and
     * the watcher, which signals wake, is not away.
     *
     * So while bodies are short, two threads alternate, each parked until the deadline after that of the other. If a
     * body lasts, the other thread wakes by itself, and is alone: what is due is handed to the pool until the first one
     * is back, or has been away for the keep-alive and gets a successor. Handed over are also the runs of a turn that
     * has several, and all while wake-ups are gathered.
     *
     * Only a thread that comes from a run sets its alarm for the second deadline. So one that was not needed after all
     * wakes once, and not again.
     *
     * A signal reads which thread watches, and wakes it, without the monitor. That thread may just be leaving for a run.
     * So a thread first gives the watch away and then looks for signals; a thread that signals pushes before it reads.
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
         * When the thread will wake by itself; {@link LoopTimer#AWAKE} if it is in a turn or on its way to one. Guarded
         * by the monitor of the timekeepers, as is the next field.
         */
        long alarm = LoopTimer.AWAKE;

        long since; // when it was parked, or took its last turn

        // For one thread only, its own.
        long wait; // for how long it is to be parked
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
                watcher.compareAndSet(first, null); // the next signal tries again
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
                    LockSupport.parkNanos(this, place.wait);
                }
                Thread.interrupted(); // clear the flag: parking returns at once while it is set, so the thread would
                // spin
            }
        } finally {
            leave(place);
        }
    }

    @Nullable Runnable turnOrPause(Place place) {
        try {
            return turn(place);
        } catch (Throwable t) { // for example, out of memory: if this thread ended, all loops would
            FailureLog.error(LOG, "A turn of the timer failed; there will be another", t);
            place.wait = AFTER_FAILURE;
            return null;
        }
    }

    /** Takes a turn on the thread of a place; returns a run that this thread is to make, null if it is to park. */
    synchronized @Nullable Runnable turn(Place place) {
        boolean isBack = away == place;
        if (closed || !takePlace(place)) {
            place.ended = true;
            return null;
        }
        boolean isUnused = noteWakeUp(place);
        long wake = timer.turn();
        if (wake == LoopTimer.AWAKE) {
            queue.release(); // there may be no end of signals
            return null;
        }
        long first = coalescer.rounded(wake);
        Place other = watcher.get() == place ? spare : watcher.get();
        Place inTime = other != null && other.alarm <= first ? other : null;
        if (queue.keepsWork() && !coalescer.isGathering()) {
            Place next = inTime != null ? inTime : summon(other);
            if (next != null) {
                away = place;
                giveWatch(next, null);
                return queue.takeKept();
            }
        }
        queue.release();
        if (inTime == null) {
            setAlarm(place, first, Long.MAX_VALUE);
            spare = other;
            watcher.set(place);
        } else if (isUnused) {
            place.ended = true;
            giveWatch(inTime, null);
        } else {
            setAlarm(place, isBack ? timer.wakeAfterNext() : Long.MAX_VALUE, KEEP_ALIVE);
            giveWatch(inTime, place);
        }
        return null;
    }

    /** Returns whether the thread has waited for the keep-alive and was not needed. */
    private boolean noteWakeUp(Place place) {
        long now = timer.now();
        boolean byItself = place.wait > 0 && place.alarm != LoopTimer.AWAKE && now - place.since >= place.wait;
        boolean hadAlarm = place.alarm != LoopTimer.AWAKE && place.alarm != Long.MAX_VALUE;
        if (hadAlarm && byItself) {
            compensation.ended(now - place.alarm);
        }
        if (hadAlarm) {
            coalescer.woken(place.alarm, now);
        }
        place.alarm = LoopTimer.AWAKE;
        place.since = now;
        place.wait = 0;
        return byItself && !hadAlarm;
    }

    /** Returns whether there is a place for a thread, which may come from a run. */
    private boolean takePlace(Place place) {
        if (away == place) {
            away = null;
        }
        if (watcher.get() != place && spare == null) {
            spare = place;
        }
        return watcher.get() == place || spare == place;
    }

    /** Sets until when a thread is to be parked, but for {@code most} if that is shorter: then it has no alarm. */
    private void setAlarm(Place place, long alarm, long most) {
        long now = timer.now();
        long wait = alarm - now;
        place.alarm = wait > most ? Long.MAX_VALUE : alarm;
        place.wait = wait > most ? most : compensation.shortened(wait);
        place.since = now;
    }

    /** Has the other thread take a turn, or a new one; returns null if the other is away, or none can be started. */
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

    /** Lets the other thread end too, or finds a watcher in place of one that was stopped by force. */
    synchronized void leave(Place place) {
        boolean watched = watcher.get() == place;
        away = away == place ? null : away;
        spare = spare == place ? null : spare;
        Place other = watched ? spare : watcher.get();
        if (closed && other != null) {
            waker.accept(other);
        } else if (watched && !closed) {
            watcher.set(summon(other));
            spare = null;
        }
    }
}
