package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What has arrived so far, in order, and the way to wait for more of it. */
final class Recording<T> {
    private final Lock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<T> entries = new ArrayList<>();

    void add(T entry) {
        lock.lock();
        try {
            entries.add(entry);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<T> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The first {@code count} entries that match, whether recorded already or still to come. */
    List<T> await(Predicate<? super T> matches, int count, Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                List<T> found = entries.stream().filter(matches).limit(count).toList();
                if (found.size() == count) {
                    return found;
                }
                if (nanos <= 0) {
                    throw new AssertionError("Waited " + timeout + " for " + count + ", found " + found.size()
                            + "; recorded in all: " + entries);
                }
                nanos = added.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
