package io.github.jdatasks.internal.loop;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The workers of a scheduler that are running now, each in a slot of its own, so that other threads can find them. */
public final class ActiveWorkers {
    /** Stands for "no slot": all that were tried are taken. */
    static final int NONE = -1;

    private static final int SLOTS = 64;
    private static final int TRIES = 4;

    /** This many references are more than a cache line, so that workers in neighboring slots do not share one. */
    private static final int WIDTH = 16;

    private final AtomicReferenceArray<@Nullable LoopWorker> workers = new AtomicReferenceArray<>(SLOTS * WIDTH);

    /** Puts a worker into a free slot, before it claims its machine; returns the slot. */
    int enter(LoopWorker worker) {
        int first = (int) Thread.currentThread().getId();
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i & SLOTS - 1) * WIDTH;
            if (workers.get(slot) == null && workers.compareAndSet(slot, null, worker)) {
                return slot;
            }
        }
        return NONE;
    }

    void leave(int slot) {
        if (slot != NONE) {
            workers.lazySet(slot, null);
        }
    }

    /** Returns the first worker that a test accepts; null if there is none. One without a slot is not found. */
    @Nullable LoopWorker find(Predicate<LoopWorker> test) {
        for (int slot = 0; slot < workers.length(); slot += WIDTH) {
            LoopWorker worker = workers.get(slot);
            if (worker != null && test.test(worker)) {
                return worker;
            }
        }
        return null;
    }
}
