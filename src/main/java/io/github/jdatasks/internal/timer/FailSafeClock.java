package io.github.jdatasks.internal.timer;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Wraps a user's clock. If that throws, time stands still until it works again, since the exception would end the timer
 * and all loops.
 *
 * @param <T> the type of its times
 */
public final class FailSafeClock<T> implements Supplier<T> {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.internal.StandingClock");

    private final String name;
    private final Supplier<T> clock;
    private final AtomicBoolean stands = new AtomicBoolean();
    private volatile @Nullable T last;

    /** The name is for the log. What the clock throws before its first time is passed on. */
    public FailSafeClock(String name, Supplier<T> clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public T get() {
        try {
            T now = Objects.requireNonNull(clock.get(), name);
            last = now;
            stands.setPlain(false);
            return now;
        } catch (Throwable failure) {
            T shown = last;
            if (shown == null) {
                throw failure;
            }
            if (!stands.getAndSet(true)) {
                String line = "The " + name + " of a scheduler failed, so time stands still for it until it goes again";
                FailureLog.error(LOG, line, failure);
            }
            return shown;
        }
    }
}
