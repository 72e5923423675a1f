package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The queue of work that waits for a thread; any thread adds and any thread takes. */
final class WorkQueue {
    // The timer adds many runs in one turn. They are kept until its end and become one chunk: one node and one wake-up
    // for all, and a thread takes each with one increment. A chunk belongs to no thread: if a piece of work blocks,
    // other threads take what follows it.
    private static final int CHUNK = 256;
    private static final int GROWTH = 4;
    private static final @Nullable Runnable[] NOTHING = {};

    private final LoopTimer timer;
    private final Runnable onWork;
    private final boolean leavesOne;
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();

    // In timer turns only.
    private @Nullable Runnable[] kept = NOTHING;
    private int keptSize;

    /** Pieces of work, and the index of the next to be taken. */
    @SuppressWarnings("serial") // it is never serialized
    private static final class Chunk extends AtomicInteger {
        final @Nullable Runnable[] work;
        final int size;

        Chunk(@Nullable Runnable[] work, int size) {
            this.work = work;
            this.size = size;
        }

        /** Removes the work, so that the queue does not keep a loop alive that has ended. */
        @Nullable Runnable take(int index) {
            Runnable taken = work[index];
            work[index] = null;
            return taken;
        }

        int left() {
            return Math.max(0, size - get());
        }
    }

    /** The position of the head, which changes whenever work is taken. */
    record Head(Object chunk, int next) {
        /** In place of {@code equals}: on Java 17 the generated one, once called, keeps the class loader alive forever. */
        boolean isSameAs(@Nullable Head other) {
            return other != null && chunk == other.chunk && next == other.next;
        }
    }

    /** {@code onWork} makes sure that a thread takes what was added; it is called on the adding thread. */
    WorkQueue(LoopTimer timer, Runnable onWork) {
        this(timer, onWork, false);
    }

    /**
     * As the other constructor.
     *
     * @param leavesOne whether a turn that adds one piece only leaves it to the thread that took the turn, which calls
     *     {@link #takeKept} or {@link #release} then
     */
    WorkQueue(LoopTimer timer, Runnable onWork, boolean leavesOne) {
        this.timer = timer;
        this.onWork = onWork;
        this.leavesOne = leavesOne;
        timer.atEndOfTurn(this::endTurn);
    }

    void add(Runnable work) {
        if (!timer.isTurnOf(Thread.currentThread())) {
            chunks.add(new Chunk(new Runnable[] {work}, 1));
            onWork.run();
            return;
        }
        if (keptSize == kept.length) {
            kept = Arrays.copyOf(kept, Math.max(GROWTH, keptSize * GROWTH));
        }
        kept[keptSize++] = work;
        if (keptSize == CHUNK) {
            release();
        }
    }

    private void endTurn() {
        if (!leavesOne || keptSize > 1) {
            release();
        }
    }

    /** Returns whether there is work of the present turn that no thread has been called for. */
    boolean keepsWork() {
        return keptSize > 0;
    }

    /** Takes the only work of the present turn, so that no thread is called for it. */
    Runnable takeKept() {
        Runnable work = Objects.requireNonNull(kept[0]);
        kept = NOTHING;
        keptSize = 0;
        return work;
    }

    /** Calls threads for the work of the present turn. */
    void release() {
        if (keptSize > 0) {
            chunks.add(new Chunk(kept, keptSize));
            kept = NOTHING;
            keptSize = 0;
            onWork.run();
        }
    }

    /**
     * Runs the next piece of work on the calling thread; returns false if there is none.
     *
     * @param ifMore called first if there is more work, since this piece may block
     */
    boolean runNext(Runnable ifMore) {
        Runnable work = poll();
        if (work == null) {
            return false;
        }
        try {
            if (!isEmpty()) {
                ifMore.run();
            }
        } finally { // even if ifMore throws: no other thread has this work
            BorrowedThread.call(work);
        }
        return true;
    }

    /** Runs all work there is; {@code ifMore} as for {@link #runNext}. */
    void runAll(Runnable ifMore) {
        boolean more = true;
        while (more) {
            more = runNext(ifMore);
        }
    }

    /** Takes the next piece of work; null if there is none. */
    @Nullable Runnable poll() {
        for (Chunk chunk = chunks.peek(); chunk != null; chunk = chunks.peek()) {
            int next = chunk.getAndIncrement();
            if (next >= chunk.size - 1) { // the last piece, or the thread that took it has not come so far
                chunks.remove(chunk);
            }
            if (next < chunk.size) {
                return chunk.take(next);
            }
        }
        return null;
    }

    boolean isEmpty() {
        Chunk first = chunks.peek();
        return first == null || (first.left() == 0 && head() == null);
    }

    @Nullable Head head() {
        for (Chunk chunk : chunks) {
            if (chunk.left() > 0) {
                return new Head(chunk, chunk.get());
            }
        }
        return null;
    }

    int size() {
        int size = 0;
        for (Chunk chunk : chunks) {
            size += chunk.left();
        }
        return size;
    }
}
