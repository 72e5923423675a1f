package io.github.jdatasks.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What has happened so far, in order, and the way to wait for more. */
final class Journal<T> {
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

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    T await(Predicate<? super T> matches) {
        return await(matches, 1).get(0);
    }

    List<T> await(Predicate<? super T> matches, int count) {
        return await(matches, count, Await.SOON);
    }

    /** Returns the first entries that match, whether they are there already or still to come. */
    List<T> await(Predicate<? super T> matches, int count, Duration timeout) {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                List<T> found = entries.stream().filter(matches).limit(count).toList();
                if (found.size() == count) {
                    return found;
                }
                if (nanos <= 0) {
                    throw new AssertionError("Waited " + timeout + " for " + count + " entries, found " + found.size()
                            + " among " + entries);
                }
                nanos = added.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
