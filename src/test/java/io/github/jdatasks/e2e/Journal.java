package io.github.jdatasks.e2e;

import io.github.jdatasks.mockdiscord.Recording;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A recording of what a test saw, with the patience of end-to-end tests. */
public final class Journal<T> extends Recording<T> {
    public int size() {
        return entries().size();
    }

    public T await(Predicate<? super T> matches) {
        return await(matches, 1).get(0);
    }

    public List<T> await(Predicate<? super T> matches, int count) {
        return await(matches, count, Await.SOON);
    }

    @Override
    public List<T> await(Predicate<? super T> matches, int count, Duration timeout) {
        try {
            return super.await(matches, count, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
