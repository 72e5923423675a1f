package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Work that was handed over and waits for a thread, in order; any thread adds, any thread takes.
 */
final class WorkQueue {
    // The timer hands over many runs in one turn. They are kept back until its end and become one chunk of the queue:
    // that takes one node and one wake-up for all of them, and a thread takes each with one increment. A chunk belongs
    // to no thread: what comes behind a piece of work that blocks is taken by another.
    private static final int CHUNK = 256;
    private static final int GROWTH = 4;
    private static final @Nullable Runnable[] NOTHING = {};

    private final LoopTimer timer;
    private final Runnable onWork;
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

        /** Takes a piece out, which is one thread's only: a queue with nothing in it keeps no loop that has ended. */
        @Nullable Runnable take(int index) {
            Runnable taken = work[index];
            work[index] = null;
            return taken;
        }

        int left() {
            return Math.max(0, size - get());
        }
    }

    /** Where the queue is: changes whenever work is taken. */
    record Head(Object chunk, int next) {
        boolean isSameAs(@Nullable Head other) {
            return other != null && chunk == other.chunk && next == other.next;
        }
    }

    /**
     * Creates an empty queue.
     *
     * @param onWork ensures that a thread takes what was added; called on the adding thread
     */
    WorkQueue(LoopTimer timer, Runnable onWork) {
        this.timer = timer;
        this.onWork = onWork;
        timer.atEndOfTurn(this::release);
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

    private void release() {
        if (keptSize > 0) {
            chunks.add(new Chunk(kept, keptSize));
            kept = NOTHING;
            keptSize = 0;
            onWork.run();
        }
    }

    /**
     * Does the next piece of work on the calling thread.
     *
     * @param ifMore called before, if there is more: this piece may block
     * @return whether there was one
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
        } finally { // even if that failed: no other thread has this piece of work
            BorrowedThread.call(work);
        }
        return true;
    }

    /** Takes the next piece of work; null if there is none. */
    @Nullable Runnable poll() {
        for (Chunk chunk = chunks.peek(); chunk != null; chunk = chunks.peek()) {
            int next = chunk.getAndIncrement();
            if (next < chunk.size) {
                return chunk.take(next);
            }
            chunks.remove(chunk);
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
        return chunks.stream().mapToInt(Chunk::left).sum();
    }
}
