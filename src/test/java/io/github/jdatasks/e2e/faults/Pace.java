package io.github.jdatasks.e2e.faults;

import io.github.jdatasks.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.stream.IntStream;

/** The kinds of schedules, each as fast as it can be. */
enum Pace {
    EVERY(Duration.ofMillis(20)),
    FIXED_DELAY(Duration.ofMillis(15)),
    CRON(Duration.ofSeconds(1)),
    DAILY(Duration.ofSeconds(1)),
    WEEKLY(Duration.ofSeconds(1)),
    MONTHLY(Duration.ofSeconds(1)),
    ALIGNED(Duration.ofSeconds(1)),
    ANY_OF(Duration.ofSeconds(1)),
    /** After a while; who is not ready by then ends without a run. */
    ONCE(Duration.ofSeconds(3));

    private static final int HOURS = 2;

    private final Duration step;

    Pace(Duration step) {
        this.step = step;
    }

    Duration step() {
        return step;
    }

    /** Whether the ticks are where they are, however long the runs take. */
    boolean isGrid() {
        return this != FIXED_DELAY && this != ONCE;
    }

    boolean isFast() {
        return step.compareTo(Duration.ofMillis(100)) < 0;
    }

    /** Returns how many ticks lie between two instants, the second included. */
    long ticks(Instant from, Instant to) {
        return Math.round((double) Duration.between(from, to).toNanos() / step.toNanos());
    }

    /** Returns the schedule; calendars, which name the seconds of two hours, in a zone where it is about noon. */
    Schedule schedule() {
        Instant now = Instant.now();
        ZoneId noon = ZoneOffset.ofHours(12 - now.atOffset(ZoneOffset.UTC).getHour());
        LocalTime first = LocalTime.ofInstant(now, noon).truncatedTo(ChronoUnit.SECONDS);
        return switch (this) {
            case EVERY -> Schedule.every(step);
            case FIXED_DELAY -> Schedule.fixedDelay(step);
            case CRON -> Schedule.cron("* * * * * *", noon);
            case DAILY -> Schedule.dailyAt(noon, seconds(first, 1));
            case WEEKLY -> Schedule.weeklyAt(noon, EnumSet.allOf(DayOfWeek.class), seconds(first, 1));
            case MONTHLY ->
                Schedule.monthlyAt(noon, LocalDate.ofInstant(now, noon).getDayOfMonth(), seconds(first, 1));
            case ALIGNED -> Schedule.alignedTo(step, noon);
            case ANY_OF ->
                Schedule.anyOf(
                        Schedule.cron("*/2 * * * * *", noon),
                        Schedule.dailyAt(noon, seconds(first.withSecond(first.getSecond() / 2 * 2 + 1), 2)));
            case ONCE -> Schedule.once(now.plus(step));
        };
    }

    private static LocalTime[] seconds(LocalTime first, int step) {
        return IntStream.iterate(0, second -> second < Duration.ofHours(HOURS).toSeconds(), second -> second + step)
                .mapToObj(first::plusSeconds)
                .toArray(LocalTime[]::new);
    }
}
