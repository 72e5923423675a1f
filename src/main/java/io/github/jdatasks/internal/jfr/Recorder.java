package io.github.jdatasks.internal.jfr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the JVM has begun to record. There is one for each scheduler.
 *
 * <p>It loads no class of {@code jdk.jfr}. The first recording of a JVM starts threads that stay until its end; they are
 * looked for by their names, at most once a second, when a loop is about to run anyway.
 */
public final class Recorder {
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

    private volatile long nextLook = Long.MIN_VALUE; // two threads may look at once, which does no harm
    private volatile @Nullable LoopEvents events;

    /** Returns what takes events; null if the JVM was not recording when it was last looked at. */
    public @Nullable LoopEvents events() {
        return events;
    }

    /**
     * Looks whether the JVM records, if it is time to; not under a lock.
     *
     * @param now the timer's time
     */
    public void look(long now) {
        if (now >= nextLook && events == null) {
            nextLook = now + LOOK_EVERY;
            if (RecorderThreads.exist()) {
                events = JfrEvents.create();
            }
        }
    }
}
