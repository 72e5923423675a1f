package io.github.jdatasks.internal.timer;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timer entries by deadline, equal deadlines in the order they were added. In timer turns only.
 */
final class DeadlineHeap {
    // A 4-ary heap of numbers. Each entry in the heap has an id; a sift moves deadlines and ids in compact arrays and
    // touches no entry and no reference: with many loops, these would cost more than the sift itself, in cache misses
    // and garbage collection. The position of each id is kept too, so removal is O(log n) without a search.
    private static final int ARITY = 4;
    private static final int LEAST_CAPACITY = 16;
    private static final int NO_ID = -1;

    // By position in the heap.
    private long[] deadlines = new long[LEAST_CAPACITY];
    private int[] sequences = new int[LEAST_CAPACITY];
    private int[] ids = new int[LEAST_CAPACITY];

    // By id. The position of an id that is free is the next free id.
    private @Nullable TimerEntry[] entries = new @Nullable TimerEntry[LEAST_CAPACITY];
    private int[] positions = new int[LEAST_CAPACITY];

    private int size;
    private int idsUsed;
    private int freeId = NO_ID;
    private int nextSequence; // compared by difference, so that it may overflow

    private final byte number;

    /** The number marks the entries of this heap: positive, and different from other heaps of the same entries. */
    DeadlineHeap(int number) {
        this.number = (byte) number;
    }

    boolean contains(TimerEntry entry) {
        return entry.heap == number;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the earliest deadline; the heap must not be empty. */
    long first() {
        return deadlines[0];
    }

    /** Returns the deadline that is the first once the first is removed; {@link Long#MAX_VALUE} if there is none. */
    long second() {
        long least = Long.MAX_VALUE;
        for (int child = 1; child < Math.min(ARITY + 1, size); child++) {
            least = Math.min(least, deadlines[child]);
        }
        return least;
    }

    /** Returns the entry with the earliest deadline; the heap must not be empty. */
    TimerEntry firstEntry() {
        return entry(ids[0]);
    }

    /** Returns the unique number that an entry gets with its deadline. */
    int sequenceOf(TimerEntry entry) {
        return sequences[positions[entry.heapId]];
    }

    /** Gives an entry of this heap another deadline, in one move. */
    void change(TimerEntry entry, long deadline) {
        settle(positions[entry.heapId], entry.heapId, deadline, nextSequence++);
    }

    void add(TimerEntry entry, long deadline) {
        int id = takeId();
        entries[id] = entry;
        entry.heapId = id;
        entry.heap = number;
        siftUp(size++, id, deadline, nextSequence++);
    }

    void remove(TimerEntry entry) {
        int id = entry.heapId;
        int position = positions[id];
        entry.heap = 0;
        entries[id] = null;
        positions[id] = freeId;
        freeId = id;
        size--;
        if (position < size) {
            settle(position, ids[size], deadlines[size], sequences[size]);
        }
    }

    /** Calls the action for each entry in no order; it must not change the heap. */
    void forEach(Consumer<TimerEntry> action) {
        for (int i = 0; i < size; i++) {
            action.accept(entry(ids[i]));
        }
    }

    private int takeId() {
        int id = freeId;
        if (id != NO_ID) {
            freeId = positions[id];
            return id;
        }
        if (idsUsed == entries.length) {
            grow(idsUsed + (idsUsed >> 1));
        }
        return idsUsed++;
    }

    private void grow(int capacity) {
        deadlines = Arrays.copyOf(deadlines, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        ids = Arrays.copyOf(ids, capacity);
        entries = Arrays.copyOf(entries, capacity);
        positions = Arrays.copyOf(positions, capacity);
    }

    private void settle(int position, int id, long deadline, int sequence) {
        if (position > 0 && isBefore(deadline, sequence, (position - 1) / ARITY)) {
            siftUp(position, id, deadline, sequence);
        } else {
            siftDown(position, id, deadline, sequence);
        }
    }

    private void siftUp(int start, int id, long deadline, int sequence) {
        int position = start;
        while (position > 0) {
            int parent = (position - 1) / ARITY;
            if (!isBefore(deadline, sequence, parent)) {
                break;
            }
            move(parent, position);
            position = parent;
        }
        put(position, id, deadline, sequence);
    }

    private void siftDown(int start, int id, long deadline, int sequence) {
        int position = start;
        for (int child = ARITY * position + 1; child < size; child = ARITY * position + 1) {
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
            move(least, position);
            position = least;
        }
        put(position, id, deadline, sequence);
    }

    private boolean isBefore(long deadline, int sequence, int position) {
        return deadline < deadlines[position]
                || (deadline == deadlines[position] && sequence - sequences[position] < 0);
    }

    private void move(int from, int to) {
        put(to, ids[from], deadlines[from], sequences[from]);
    }

    private void put(int position, int id, long deadline, int sequence) {
        deadlines[position] = deadline;
        sequences[position] = sequence;
        ids[position] = id;
        positions[id] = position;
    }

    private TimerEntry entry(int id) {
        TimerEntry entry = entries[id];
        if (entry == null) {
            throw new AssertionError("no entry has the id " + id);
        }
        return entry;
    }
}
