package io.github.jdatasks.internal.loop;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a scheduler are found while they are at work.
 */
public final class Desks {
    /** Stands for "no desk": all that were looked at are taken. */
    static final int NONE = -1;

    private static final int DESKS = 64;
    private static final int LOOKS = 4;

    /** So many references are more than a cache line: workers at neighbouring desks do not disturb each other. */
    private static final int WIDTH = 16;

    private final AtomicReferenceArray<@Nullable LoopWorker> workers = new AtomicReferenceArray<>(DESKS * WIDTH);

    /** Gives a worker a desk if there is one, before it claims its machine; returns its number. */
    int take(LoopWorker worker) {
        int first = (int) Thread.currentThread().getId();
        for (int i = 0; i < LOOKS; i++) {
            int desk = (first + i & DESKS - 1) * WIDTH;
            if (workers.get(desk) == null && workers.compareAndSet(desk, null, worker)) {
                return desk;
            }
        }
        return NONE;
    }

    void leave(int desk) {
        if (desk != NONE) {
            workers.lazySet(desk, null);
        }
    }

    /** Returns the thread at work for a machine; null if there is none, or it has no desk. */
    @Nullable Thread threadAt(LoopMachine machine) {
        for (int desk = 0; desk < workers.length(); desk += WIDTH) {
            LoopWorker worker = workers.get(desk);
            if (worker != null && worker.isAt(machine)) {
                return worker.thread();
            }
        }
        return null;
    }

    /** Returns the run that a machine does not refer to, though it says there is one; under its monitor. */
    Run runOf(LoopMachine machine) {
        for (int desk = 0; desk < workers.length(); desk += WIDTH) {
            LoopWorker worker = workers.get(desk);
            if (worker != null && worker.isAt(machine) && worker.isAlone()) {
                return worker.noLongerAlone();
            }
        }
        throw new AssertionError("no worker is at work for " + machine.name());
    }
}
