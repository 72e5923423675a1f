package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The instants at which a clock shows a whole number of steps since the full hour. */
public final class AlignedSchedule extends LocalSchedule {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    /** The step, a fraction of an hour. */
    private final long nanos;

    private AlignedSchedule(long nanos, @Nullable ZoneId zone) {
        super("alignedTo", AmbiguousTime.EARLIER, zone);
        this.nanos = nanos;
    }

    public static Schedule of(@Nullable Duration step, @Nullable ZoneId zone) {
        long nanos = Durations.positiveNanos("alignedTo", step);
        if (HOUR % nanos == 0) {
            return new AlignedSchedule(nanos, zone);
        }
        if (nanos % HOUR != 0 || DAY % nanos != 0) {
            throw new IllegalArgumentException("alignedTo: the step must go into an hour, or be hours that go into a"
                    + " day, such as 15 minutes or 6 hours, but it is " + step);
        }
        // Steps of hours: no time may be lost or repeated when the clocks change.
        LocalTime[] times = LongStream.range(0, DAY / nanos)
                .mapToObj(number -> LocalTime.ofNanoOfDay(number * nanos))
                .toArray(LocalTime[]::new);
        return TimesSchedule.of("alignedTo", AmbiguousTime.EARLIER, zone, DateRule.all(), times);
    }

    @Override
    boolean followsClock() {
        return true;
    }

    @Override
    LocalDateTime firstAfter(LocalDateTime local) {
        LocalDateTime hour = local.truncatedTo(ChronoUnit.HOURS);
        long steps = hour.until(local, ChronoUnit.NANOS) / nanos;
        return hour.plusNanos((steps + 1) * nanos);
    }

    @Override
    String words() {
        return "every " + DurationWords.afterEvery(nanos) + " on the clock of";
    }

    @Override
    Object rule() {
        return nanos;
    }
}
