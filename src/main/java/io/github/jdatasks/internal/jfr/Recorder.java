package io.github.jdatasks.internal.jfr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the JVM records. There is one for each scheduler.
 *
 * <p>It loads no class of {@code jdk.jfr} before. The first recording of a JVM starts threads that stay until its end; they are
 * looked for by their names, at most once a second, when there is something to record.
 */
public final class Recorder {
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

    private volatile long nextLook = Long.MIN_VALUE; // two threads may look at once, which does no harm
    private volatile @Nullable LoopEvents events;

    /** Returns what takes events; null if it is not known that the JVM records or has recorded. */
    public @Nullable LoopEvents events() {
        return events;
    }

    /**
     * Looks whether the JVM records, if it is time to. When it does so for the first time, this loads the events, which takes
     * tens of milliseconds: not in timer turns, and not under a lock.
     *
     * @param now the timer's time
     */
    public void look(long now) {
        if (sees(now)) {
            load();
        }
    }

    /** Returns whether the JVM records and the events have yet to be loaded; false if it is not time to look. */
    public boolean sees(long now) {
        if (now < nextLook || events != null) {
            return false;
        }
        nextLook = now + LOOK_EVERY;
        return RecorderThreads.exist();
    }

    public void load() {
        events = JfrEvents.create();
    }
}
