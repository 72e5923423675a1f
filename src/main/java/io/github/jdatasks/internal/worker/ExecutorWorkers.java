package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.ThreadStarter;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Hands work to an executor of the user's, who also closes it, and watches that the work begins: the executor may drop
 * it silently, or all of its threads may be busy forever.
 */
final class ExecutorWorkers extends TimerEntry implements Workers {
    /*
     * The thread that begins a piece of work claims it first, so it is done once: by the executor, however late, or by
     * a thread of the library if the end of a loop waits for it. A late run is reported and handed over again, unless
     * the executor is busy with earlier work of the library: then it has too few threads, but drops nothing. The delay
     * doubles each time, because an executor that is full of other work keeps every copy.
     */
    private static final Logger LOG = Loggers.get(ThreadStarter.LOGGER);

    /** How long the end of a loop waits for an executor that does nothing for the library. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

    /** How long work waits before this is reported. */
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private static final int NAMES = 10;

    private static final String WHY_LOST =
            " Has it been shut down, does it drop work, as a DiscardPolicy does, or is it"
                    + " busy with something else?";

    private final Executor executor;
    private final LoopTimer timer;
    private final HelperPool helpers;
    private final Set<HandOver> present = ConcurrentHashMap.newKeySet();
    private volatile boolean armed;
    private long lookAt; // in timer turns only
    private volatile boolean knownToBeSilent; // since the executor began something last

    /** When the newest work that the executor has begun was handed over. */
    private final AtomicLong newestBegun = new AtomicLong(Long.MIN_VALUE);

    /** One piece of work; its value is true once a thread has begun it. */
    @SuppressWarnings("serial") // it is never serialized
    private final class HandOver extends AtomicBoolean implements Runnable {
        final Runnable work;
        final long since;
        volatile long begun;
        long overdueAt; // when to check again whether it is late; in timer turns only
        long again; // when to hand it over again; in timer turns only

        HandOver(Runnable work, long since) {
            this.work = work;
            this.since = since;
            this.begun = since;
            this.overdueAt = since + LONG;
            this.again = overdueAt;
        }

        @Override
        public void run() {
            if (!compareAndSet(false, true)) {
                return; // another thread has begun it
            }
            knownToBeSilent = false;
            begun = timer.now();
            newestBegun.accumulateAndGet(since, Math::max);
            try {
                BorrowedThread.callOnForeign(work);
            } finally {
                present.remove(this);
            }
        }

        /** Takes the work back; returns false if a thread has begun it. */
        boolean withdraw() {
            present.remove(this);
            return compareAndSet(false, true);
        }

        Errand.Urgency urgency() {
            return work instanceof Errand errand ? errand.urgency() : Errand.Urgency.END;
        }

        @Override
        public String toString() { // the JDK's executors put this into the message of a rejection
            return work instanceof Errand errand ? errand.subject() : "a task of the library's own";
        }
    }

    ExecutorWorkers(Executor executor, LoopTimer timer) {
        this.executor = executor;
        this.timer = timer;
        this.helpers = new HelperPool(timer);
    }

    @Override
    public void execute(Runnable work) {
        HandOver handOver = new HandOver(work, timer.now());
        present.add(handOver);
        if (!armed) {
            armed = true;
            timer.signal(this, handOver.since + PATIENCE);
        }
        try {
            give(handOver);
        } catch (Throwable rejection) {
            handOver.withdraw();
            throw rejection;
        }
    }

    private void give(HandOver handOver) {
        try {
            executor.execute(handOver);
        } catch (RejectedExecutionException rejection) {
            throw new RejectedExecutionException(
                    "The executor " + executor.getClass().getName() + " has refused the work of " + handOver
                            + ". If it has been shut down: do that after the loops have ended, which cancel().join() of"
                            + " a loop, unload().join() of a cog and close() of a scheduler wait for. If it is full:"
                            + " give it more threads or a longer queue",
                    rejection);
        }
    }

    @Override
    public void rescue(Runnable work) {
        helpers.get().rescue(work);
    }

    @Override
    public void report(Runnable line) {
        helpers.get().execute(line); // the executor may be what hangs
    }

    @Override
    public void close() {
        helpers.close(); // the user's executor outlives the scheduler
    }

    @Override
    protected void examine() {
        long now = timer.now();
        if (now < lookAt) {
            timer.at(this, lookAt);
            return;
        }
        lookAt = now + LOOK_AGAIN;
        armed = false; // before it looks: a thread that adds work from now on arms it again
        List<HandOver> waiting =
                present.stream().filter(handOver -> !handOver.get()).toList();
        if (!waiting.isEmpty()) {
            armed = true;
            timer.at(this, lookAt);
            look(waiting, now);
        }
    }

    private void look(List<HandOver> waiting, long now) {
        List<HandOver> atWork = present.stream().filter(HandOver::get).toList();
        List<HandOver> behindOthers = new ArrayList<>();
        List<HandOver> lost = new ArrayList<>();
        for (HandOver handOver : waiting) {
            long waited = now - handOver.since;
            if (waited < PATIENCE) {
                continue;
            }
            boolean mayHaveToWait = !atWork.isEmpty() && newestBegun.get() <= handOver.since;
            Errand.Urgency urgency = handOver.urgency();
            if (urgency == Errand.Urgency.OVER) {
                handOver.withdraw();
            } else if (urgency == Errand.Urgency.END) {
                if (waited >= (mayHaveToWait ? LONG : PATIENCE) && handOver.withdraw()) {
                    if (!knownToBeSilent) {
                        knownToBeSilent = true;
                        warn(List.of(handOver), now, "That is done on a thread of the library's own." + WHY_LOST);
                    }
                    rescue(handOver.work);
                }
            } else if (now >= handOver.overdueAt) {
                if (handOver.overdueAt == handOver.since + LONG) { // for the first time
                    (mayHaveToWait ? behindOthers : lost).add(handOver);
                }
                handOver.overdueAt = now + LONG;
                if (!mayHaveToWait) {
                    giveAgain(handOver, (Errand) handOver.work, urgency, now);
                }
            }
        }
        warn(lost, now, "The runs are handed over again." + WHY_LOST);
        warn(
                behindOthers,
                now,
                "Its threads are at work on: "
                        + list(atWork, handOver -> handOver + " for " + seconds(now - handOver.begun))
                        + ". Give it more threads, or find out what takes those so long");
    }

    private void giveAgain(HandOver handOver, Errand errand, Errand.Urgency urgency, long now) {
        long waited = now - handOver.since;
        try {
            if (urgency == Errand.Urgency.CALL) {
                throw new RejectedExecutionException(executor.getClass().getName() + " has not begun the run for "
                        + seconds(waited) + "; it may have dropped it");
            }
            if (now >= handOver.again) {
                handOver.again = now + waited;
                give(handOver);
            }
        } catch (Throwable rejection) {
            if (handOver.withdraw()) {
                rescue(() -> errand.runRejected(rejection));
            }
        }
    }

    private void warn(List<HandOver> late, long now, String what) {
        if (!late.isEmpty()) {
            FailureLog.quietly(() -> LOG.warn(
                    "The executor {} has not begun for {} what it was handed for: {}. {}",
                    executor.getClass().getName(),
                    seconds(now - late.get(0).since),
                    list(late, HandOver::toString),
                    what));
        }
    }

    private static String list(List<HandOver> handOvers, Function<HandOver, String> words) {
        String first = handOvers.stream().limit(NAMES).map(words).collect(Collectors.joining(", "));
        return handOvers.size() > NAMES ? first + ", …" : first;
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }
}
