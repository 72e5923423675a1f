package io.github.jdatasks.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions that nothing announces. */
public final class Await {
    /** Long enough for everything that JDA does without a delay of its own, on a machine with better things to do. */
    public static final Duration SOON = Duration.ofSeconds(40);

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** Returns whether a condition holds within three seconds, for what may have to be asked for again. */
    public static boolean isSoon(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(3)) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        return true;
    }

    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /**
     * Waits until a condition holds.
     *
     * @param instead what there is, for the message if it does not hold in time
     */
    public static void until(String what, BooleanSupplier condition, Supplier<?> instead) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > SOON.toNanos()) {
                throw new AssertionError("Waited " + SOON + " for " + what + " " + instead.get());
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }
}
