package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lock of what the mock Discord knows of messages, commands and interactions, and the way to wait for a change. */
final class Changes {
    /** Why the bot will not do what a test waits for; guarded by this. */
    private @Nullable Throwable failure;

    /** Ends the waits under way, and later ones, that find nothing. */
    synchronized void fail(Throwable why) {
        failure = failure == null ? why : failure;
        notifyAll();
    }

    /** Called with this lock held, after each change. */
    void happened() {
        notifyAll();
    }

    /**
     * Returns what the probe finds, now or after a change; it is asked with this lock held.
     *
     * @param what is waited for, for the message
     * @param received what has come instead, for the message
     * @throws AssertionError if the probe finds nothing in time
     * @throws IllegalStateException if the thread is interrupted
     */
    <T> T await(String what, Duration timeout, Supplier<Optional<T>> probe, Supplier<?> received) {
        synchronized (this) {
            return poll(what, timeout, probe)
                    .orElseThrow(() -> new AssertionError("Waited " + timeout.toMillis() / 1000.0 + " s for " + what
                            + "; what came instead: " + received.get()));
        }
    }

    /**
     * As {@link #await}, but returns an empty result if there is nothing in time.
     *
     * @throws AssertionError if the bot has failed
     */
    synchronized <T> Optional<T> poll(String what, Duration timeout, Supplier<Optional<T>> probe) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> found = probe.get();
            // Rounded up: wait(0) would never end.
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
            if (found.isPresent()) {
                return found;
            }
            if (failure != null) {
                throw new AssertionError("The bot failed while the test waited for " + what + ": " + failure, failure);
            }
            if (millis <= 0) {
                return found;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + what, e);
            }
        }
    }
}
