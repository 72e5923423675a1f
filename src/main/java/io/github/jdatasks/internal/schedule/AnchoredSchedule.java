package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An interval that counts from one instant on, by the wall clock. */
public final class AnchoredSchedule extends OwnSchedule {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Instant anchor;
    private final long nanos;

    AnchoredSchedule(Instant anchor, long nanos) {
        this.anchor = anchor;
        this.nanos = nanos;
    }

    /** As steps on the clock do, see {@link LocalSchedule#aligned}. */
    @Override
    boolean followsClock() {
        return nanos <= HOUR;
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        if (after.isBefore(anchor)) {
            return Optional.of(anchor);
        }
        long ahead = nanos - sinceTick(after);
        return after.isAfter(Instant.MAX.minusNanos(ahead)) ? Optional.empty() : Optional.of(after.plusNanos(ahead));
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        if (!before.isAfter(anchor)) {
            return Optional.empty();
        }
        long behind = sinceTick(before);
        return Optional.of(before.minusNanos(behind == 0 ? nanos : behind));
    }

    /** Returns how many nanoseconds ago the newest tick was, which may be this instant. */
    private long sinceTick(Instant instant) {
        Duration since = Duration.between(anchor, instant);
        return BigInteger.valueOf(since.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(since.getNano()))
                .mod(BigInteger.valueOf(nanos))
                .longValueExact();
    }

    @Override
    public String describe() {
        return "every " + DurationWords.afterEvery(nanos) + " from " + anchor + " on";
    }

    @Override
    List<Object> parts() {
        return List.of(anchor, nanos);
    }
}
