package io.github.jdatasks.internal.timer;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * All sources of time and randomness of the library.
 *
 * @param wall the wall clock, which may be stepped
 * @param ticker monotonic nanoseconds from an arbitrary origin, never stepped
 * @param random the source of jitter
 */
public record Clocks(InstantSource wall, LongSupplier ticker, RandomGenerator random) {
    private static final Clocks SYSTEM = new Clocks(
            InstantSource.system(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());

    public static Clocks system() {
        return SYSTEM;
    }
}
