package io.github.jdatasks.simulation;

import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * A schedule of a script: {@code every:10}, {@code delay:10}, {@code daily:08:00;20:30}, {@code cron:0_8_*_*_*},
 * {@code once:3600} or, of two others, {@code any:daily:08:00|cron:0_8_*_*_*}. Those of the calendar are in the time of
 * Berlin.
 *
 * @param step the nanoseconds between two ticks, or from a run to the next; 0 for a schedule of the calendar
 */
record Timing(Schedule schedule, long step, boolean afterRuns) {
    static final Instant START = Instant.parse("2026-03-28T22:00:00Z"); // hours before the clocks go forward
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    static Timing parse(String text) {
        String kind = text.substring(0, text.indexOf(':'));
        String rest = text.substring(kind.length() + 1);
        return switch (kind) {
            case "every" -> new Timing(Schedule.every(Seconds.duration(rest)), Seconds.nanos(rest), false);
            case "delay" -> new Timing(Schedule.fixedDelay(Seconds.duration(rest)), Seconds.nanos(rest), true);
            case "any" ->
                new Timing(
                        Schedule.anyOf(Arrays.stream(rest.split("\\|", -1))
                                .map(part -> parse(part).schedule)
                                .toArray(Schedule[]::new)),
                        0,
                        false);
            default -> new Timing(calendar(kind, rest), 0, false);
        };
    }

    private static Schedule calendar(String kind, String rest) {
        return switch (kind) {
            case "daily" ->
                Schedule.dailyAt(
                        ZONE,
                        Arrays.stream(rest.split(";", -1)).map(LocalTime::parse).toArray(LocalTime[]::new));
            case "cron" -> Schedule.cron(rest.replace('_', ' '), ZONE);
            case "once" -> Schedule.once(START.plus(Seconds.duration(rest)));
            default -> throw new IllegalArgumentException("no schedule: " + kind);
        };
    }

    boolean isCalendar() {
        return step == 0;
    }

    /** Returns the instant of an offset from the start in nanoseconds. */
    static Instant instant(long nanos) {
        return START.plusNanos(nanos);
    }

    static long nanos(Instant instant) {
        return Duration.between(START, instant).toNanos();
    }
}
