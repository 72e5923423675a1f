package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What has arrived so far, in order, and the way to wait for more of it.
 *
 * @param <T> what arrives
 */
public class Recording<T> {
    private final Lock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<T> entries = new ArrayList<>();

    /** Adds an entry; any thread. */
    public final void add(T entry) {
        lock.lock();
        try {
            entries.add(entry);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return all entries so far} */
    public final List<T> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all entries. */
    public final void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await(String, Predicate, int, Duration)}, of entries that need no name. */
    public List<T> await(Predicate<? super T> matches, int count, Duration timeout) throws InterruptedException {
        return await("a matching entry", matches, count, timeout);
    }

    /**
     * Returns the first entries that match, whether they are there already or still to come.
     *
     * @param what is waited for, for the message
     * @throws InterruptedException if interrupted while waiting
     * @throws AssertionError if there are fewer than {@code count} when the time is up
     */
    public final List<T> await(String what, Predicate<? super T> matches, int count, Duration timeout)
            throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                List<T> found = entries.stream().filter(matches).limit(count).toList();
                if (found.size() == count) {
                    return found;
                }
                if (nanos <= 0) {
                    throw new AssertionError("Waited " + timeout.toMillis() / 1000.0 + " s for " + count + " × " + what
                            + ", but received " + found.size() + "; all that was received: " + entries);
                }
                nanos = added.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
