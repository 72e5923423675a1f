package io.github.jdatasks;

import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Where loops outside of a cog begin: each method returns a builder for a loop with that schedule.
 *
 * <pre>{@code
 * Loops.dailyAt(ZoneId.of("Europe/Berlin"), LocalTime.of(8, 0)).name("greeting").gate(gate).start(run -> greet());
 * }</pre>
 */
public final class Loops {
    private Loops() {}

    /**
     * Begins a loop with {@link Schedule#every}.
     *
     * @throws IllegalArgumentException as that does
     */
    public static LoopBuilder every(Duration interval) {
        return on(Schedule.every(interval));
    }

    /**
     * Begins a loop with {@link Schedule#fixedDelay}.
     *
     * @throws IllegalArgumentException as that does
     */
    public static LoopBuilder withFixedDelay(Duration delay) {
        return on(new FixedDelaySchedule(Durations.positiveNanos("withFixedDelay", delay)));
    }

    /**
     * Begins a loop with {@link Schedule#dailyAt(ZoneId, LocalTime...)}.
     *
     * @throws IllegalArgumentException as that does
     */
    public static LoopBuilder dailyAt(ZoneId zone, LocalTime... times) {
        return on(Schedule.dailyAt(zone, times));
    }

    /**
     * Begins a loop with {@link Schedule#cron(String, ZoneId)}, such as {@code "0 8 * * MON-FRI"}.
     *
     * @throws IllegalArgumentException as that does
     */
    public static LoopBuilder cron(String expression, ZoneId zone) {
        return on(Schedule.cron(expression, zone));
    }

    /** Begins a loop with any schedule. */
    public static LoopBuilder on(Schedule schedule) {
        return new LoopBuilder(schedule, null);
    }
}
