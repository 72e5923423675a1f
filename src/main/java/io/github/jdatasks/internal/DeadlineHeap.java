package io.github.jdatasks.internal;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timer entries by deadline, equal deadlines in the order they were added.
 */
final class DeadlineHeap {
    // A 4-ary heap. The deadlines are an array of their own: a sift compares numbers that lie side by side and touches
    // an entry only to tell it its new index. That index makes removal O(log n) without a search.
    private static final int ARITY = 4;

    private long[] deadlines = new long[16];
    private int[] sequences = new int[16];
    private @Nullable TimerEntry[] entries = new @Nullable TimerEntry[16];
    private int size;
    private int nextSequence; // compared by difference, so that it may overflow

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the earliest deadline; the heap must not be empty. */
    long first() {
        return deadlines[0];
    }

    /** Returns the entry with the earliest deadline; the heap must not be empty. */
    TimerEntry firstEntry() {
        return at(0);
    }

    /** Returns a number that an entry gets with its deadline and no other has. */
    int sequenceOf(TimerEntry entry) {
        return sequences[entry.heapIndex];
    }

    /** Gives an entry of this heap another deadline, in one move. */
    void change(TimerEntry entry, long deadline) {
        settle(entry.heapIndex, entry, deadline, nextSequence++);
    }

    void add(TimerEntry entry, long deadline) {
        if (size == entries.length) {
            int capacity = size + (size >> 1);
            deadlines = Arrays.copyOf(deadlines, capacity);
            sequences = Arrays.copyOf(sequences, capacity);
            entries = Arrays.copyOf(entries, capacity);
        }
        entry.heap = this;
        siftUp(size++, entry, deadline, nextSequence++);
    }

    void remove(TimerEntry entry) {
        int index = entry.heapIndex;
        entry.heap = null;
        size--;
        TimerEntry last = at(size);
        entries[size] = null;
        if (index == size) {
            return;
        }
        settle(index, last, deadlines[size], sequences[size]);
    }

    /** Hands every entry over, in no order; the action may not change the heap. */
    void forEach(Consumer<TimerEntry> action) {
        for (int i = 0; i < size; i++) {
            action.accept(at(i));
        }
    }

    private void settle(int index, TimerEntry entry, long deadline, int sequence) {
        if (index > 0 && isBefore(deadline, sequence, (index - 1) / ARITY)) {
            siftUp(index, entry, deadline, sequence);
        } else {
            siftDown(index, entry, deadline, sequence);
        }
    }

    private void siftUp(int start, TimerEntry entry, long deadline, int sequence) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) / ARITY;
            if (!isBefore(deadline, sequence, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        put(index, entry, deadline, sequence);
    }

    private void siftDown(int start, TimerEntry entry, long deadline, int sequence) {
        int index = start;
        for (int child = ARITY * index + 1; child < size; child = ARITY * index + 1) {
            int least = child;
            int end = Math.min(child + ARITY, size);
            for (int other = child + 1; other < end; other++) {
                if (isBefore(deadlines[other], sequences[other], least)) {
                    least = other;
                }
            }
            if (isBefore(deadline, sequence, least)) {
                break;
            }
            move(least, index);
            index = least;
        }
        put(index, entry, deadline, sequence);
    }

    private boolean isBefore(long deadline, int sequence, int index) {
        return deadline < deadlines[index] || (deadline == deadlines[index] && sequence - sequences[index] < 0);
    }

    private void move(int from, int to) {
        put(to, at(from), deadlines[from], sequences[from]);
    }

    private void put(int index, TimerEntry entry, long deadline, int sequence) {
        deadlines[index] = deadline;
        sequences[index] = sequence;
        entries[index] = entry;
        entry.heapIndex = index;
    }

    private TimerEntry at(int index) {
        TimerEntry entry = entries[index];
        if (entry == null) {
            throw new AssertionError("no entry at " + index + " of " + size);
        }
        return entry;
    }
}
