package io.github.jdatasks.internal.listener;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.FailureNews;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The calls of one {@link LoopListener}: made on workers, one at a time and in order. */
public final class ListenerCalls extends TimerEntry {
    static final int LIMIT = 10_000;

    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopListener");

    final LoopListener listener;
    private final LoopTimer timer;
    private final Executor workers;
    private final Queue<Consumer<LoopListener>> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean losing = new AtomicBoolean(); // and not reported yet
    private volatile boolean removed;
    private @Nullable FailureNews failures; // guarded by handedOver: the thread that makes the calls has it

    /** Creates the calls of a listener; {@code workers} never throws. */
    public ListenerCalls(LoopListener listener, LoopTimer timer, Executor workers) {
        this.listener = listener;
        this.timer = timer;
        this.workers = workers;
    }

    /** Drops the calls that wait: from now on no call begins. */
    void remove() {
        removed = true;
    }

    /** Has the listener called on a worker; not under a lock, since the executor may be the user's. */
    public void add(Consumer<LoopListener> call) {
        put(call);
        flush();
    }

    /** As {@link #add}, through the timer; may be used under a lock. */
    public void addByTimer(Consumer<LoopListener> call) {
        put(call);
        timer.signal(this);
    }

    /** As {@link #add}, but the listener is called only after {@link #flush}; may be used under a lock. */
    public void put(Consumer<LoopListener> call) {
        if (waiting.incrementAndGet() <= LIMIT) {
            calls.add(call);
            return;
        }
        waiting.decrementAndGet();
        if (lost.getAndIncrement() == 0) {
            losing.set(true);
            timer.signal(this); // to log it without a lock
        }
    }

    /** Makes the calls that wait, and reports lost ones; not under a lock. */
    public void flush() {
        if ((!calls.isEmpty() || lost.get() > 0) && handedOver.compareAndSet(false, true)) {
            workers.execute(this::makeCalls);
        }
    }

    @Override
    protected void examine() {
        if (losing.getAndSet(false)) {
            FailureLog.quietly(() -> LOG.warn(
                    "The listener {} is {} calls behind; it misses what happens until it catches up",
                    listener.getClass().getName(),
                    LIMIT));
        }
        flush();
    }

    private void makeCalls() {
        for (Consumer<LoopListener> call = calls.poll(); call != null; call = calls.poll()) {
            waiting.decrementAndGet();
            if (removed) {
                continue;
            }
            try {
                call.accept(listener);
            } catch (Throwable error) { // a listener must not stop the calls after it
                failed(error);
            }
        }
        int missed = lost.getAndSet(0);
        if (missed > 0) {
            FailureLog.quietly(() -> LOG.warn(
                    "The listener {} missed {} calls because it was behind",
                    listener.getClass().getName(),
                    missed));
        }
        handedOver.set(false);
        flush(); // another thread may have added one after the last poll() and still have seen handedOver
    }

    private void failed(Throwable error) {
        if (failures == null) {
            failures = new FailureNews();
        }
        FailureNews.@Nullable Earlier earlier = failures.note(FailureNews.Kind.of("", error), timer.now());
        String name = listener.getClass().getName();
        FailureLog.write(LOG, "The listener " + name, error, () -> {
            if (earlier == null) {
                LOG.debug("The listener {} failed as before: {}", name, UserExceptions.text(error));
            } else if (earlier.count() == 0) {
                LOG.error("The listener {} failed", name, error);
            } else {
                String text = "The listener {} failed as before, {} more times since the last such line {} ago";
                LOG.error(text, name, earlier.count(), earlier.ago(), error);
            }
        });
    }
}
