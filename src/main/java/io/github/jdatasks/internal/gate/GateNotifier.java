package io.github.jdatasks.internal.gate;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Calls users' consumers on a worker after changes, one call at a time; changes during a call make one further call.
 */
final class GateNotifier {
    private static final Logger LOG = Loggers.get(Gate.LOGGER);

    private final Gate gate;
    private final Executor workers;
    private final @Nullable Executor later;
    private final List<Runnable> consumers = new CopyOnWriteArrayList<>();
    /** The changes not reported yet; the thread that makes this 1 schedules the delivery. */
    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicBoolean checking = new AtomicBoolean();

    GateNotifier(Gate gate, Executor workers, @Nullable Executor later) {
        this.gate = gate;
        this.workers = workers;
        this.later = later;
        gate.addObserver(this::changed);
    }

    void add(Runnable consumer) {
        consumers.add(consumer);
        checkLater();
    }

    private void changed() {
        if (consumers.isEmpty()) {
            return;
        }
        checkLater();
        if (pending.getAndIncrement() == 0) {
            try {
                workers.execute(this::deliver);
            } catch (Throwable t) {
                pending.set(0); // so the next change tries again
                throw t;
            }
        }
    }

    private void deliver() {
        int reported;
        do {
            reported = pending.get();
            for (Runnable consumer : consumers) {
                try {
                    consumer.run();
                } catch (Throwable problem) {
                    FailureLog.error(LOG, "A consumer given to ConnectionGate.onChange has thrown", problem);
                }
            }
        } while (pending.addAndGet(-reported) != 0);
    }

    private void checkLater() {
        if (later != null && gate.has(GateState.UNSETTLED) && checking.compareAndSet(false, true)) {
            later.execute(() -> {
                checking.set(false);
                gate.recheck();
                checkLater();
            });
        }
    }
}
