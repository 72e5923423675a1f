package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** Objects of which nothing is to be left. */
public final class Garbage {
    private static final int LOOKS = 200;
    private static final long MILLIS = 100;

    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final List<WeakReference<Object>> references = new ArrayList<>();

    public void add(Object object) {
        references.add(new WeakReference<>(object, queue));
    }

    /** Waits until nothing refers to any of them. */
    public void assertCollected() throws InterruptedException {
        int left = references.size();
        for (int look = 0; look < LOOKS && left > 0; look++) {
            System.gc();
            while (left > 0 && queue.remove(MILLIS) != null) {
                left--;
            }
        }
        assertThat(left).as("of %s objects are still there", references.size()).isZero();
    }
}
