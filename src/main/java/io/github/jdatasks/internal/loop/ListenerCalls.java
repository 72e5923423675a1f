package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * The calls of one {@link LoopListener}: made on workers, one at a time and in order.
 */
public final class ListenerCalls extends TimerEntry {
    static final int LIMIT = 10_000;

    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopListener");

    private final LoopListener listener;
    private final LoopHost scheduler;
    private final Queue<Consumer<LoopListener>> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean losing = new AtomicBoolean(); // and nobody has said so yet

    public ListenerCalls(LoopListener listener, LoopHost scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
    }

    /** Has the listener called soon; not under a lock, since the executor may be the user's. */
    void add(Consumer<LoopListener> call) {
        if (accepts(call)) {
            handOver();
        }
    }

    /** As {@link #add}, but the listener is called after {@link #flush} only, so fit for use under a lock. */
    void put(Consumer<LoopListener> call) {
        var unused = accepts(call);
    }

    /** Has the listener called about what was {@link #put}; not under a lock. */
    void flush() {
        if (!calls.isEmpty()) {
            handOver();
        }
    }

    /** As {@link #add}, by way of the timer, so fit for use under a lock. */
    void addByTimer(Consumer<LoopListener> call) {
        if (accepts(call)) {
            scheduler.timer().signal(this);
        }
    }

    private boolean accepts(Consumer<LoopListener> call) {
        if (waiting.incrementAndGet() > LIMIT) {
            waiting.decrementAndGet();
            if (lost.getAndIncrement() == 0) {
                losing.set(true);
                scheduler.timer().signal(this); // to say so, where there is no lock
            }
            return false;
        }
        calls.add(call);
        return true;
    }

    @Override
    protected void examine() {
        if (losing.getAndSet(false)) {
            FailureLog.quietly(() -> LOG.warn(
                    "{} is {} calls behind; it is not told what happens now",
                    listener.getClass().getName(),
                    LIMIT));
        }
        handOver();
    }

    private void handOver() {
        if (handedOver.compareAndSet(false, true)) {
            scheduler.onWorker(this::makeCalls);
        }
    }

    private void makeCalls() {
        for (Consumer<LoopListener> call = calls.poll(); call != null; call = calls.poll()) {
            waiting.decrementAndGet();
            try {
                call.accept(listener);
            } catch (Throwable error) { // a listener harms nothing but itself
                FailureLog.error(LOG, "The listener " + listener.getClass().getName() + " failed", error);
            }
        }
        int unheard = lost.getAndSet(0);
        if (unheard > 0) {
            FailureLog.quietly(() -> LOG.warn(
                    "{} was not told of {} things that happened",
                    listener.getClass().getName(),
                    unheard));
        }
        handedOver.set(false);
        if (!calls.isEmpty()) {
            handOver(); // added after the last look by somebody who still saw it handed over
        }
    }
}
