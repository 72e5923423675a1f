package io.github.jdatasks.benchmarks.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A day on which the clocks change, an expression, and what is right then: a time of day runs exactly once on the date,
 * by the gap later if it is skipped; what begins with a star follows elapsed time.
 */
@SuppressWarnings("ImmutableEnumChecker") // sets of lists that nobody changes
enum ClockChange {
    SKIPPED(
            "`30 2 * * *`, skipped",
            "30 2 * * *",
            "Europe/Berlin",
            "2026-03-29T00:00",
            "2026-03-30T00:00",
            oneOf("2026-03-29T01:30:00Z")),
    MIDNIGHT_SKIPPED(
            "`0 0 * * *`, skipped",
            "0 0 * * *",
            "Africa/Cairo",
            "2026-04-23T12:00",
            "2026-04-24T12:00",
            oneOf("2026-04-23T22:00:00Z")),
    HALF_AN_HOUR_SKIPPED(
            "`15 2 * * *`, skipped by 30 min",
            "15 2 * * *",
            "Australia/Lord_Howe",
            "2026-10-04T00:00",
            "2026-10-05T00:00",
            oneOf("2026-10-03T15:45:00Z")),
    REPEATED(
            "`30 2 * * *`, happens twice",
            "30 2 * * *",
            "Europe/Berlin",
            "2026-10-25T00:00",
            "2026-10-26T00:00",
            oneOf("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")),
    /** From 02:15 on, when it has been 02:15 before: today's run is over, or still to come. */
    STARTED_BETWEEN(
            "the same, started in between",
            "30 2 * * *",
            "Europe/Berlin",
            "2026-10-25T01:15:00Z",
            "2026-10-26T00:00",
            Set.of(List.of(), List.of(Instant.parse("2026-10-25T01:30:00Z")))),
    HOURLY("`0 * * * *`, hour twice", "0 * * * *", Duration.ofHours(1)),
    HALF_HOURLY("`*/30 * * * *`, hour twice", "*/30 * * * *", Duration.ofMinutes(30));

    private final String label;
    private final String expression;
    private final ZoneId zone;
    private final Instant start;
    private final Instant end;
    private final Set<List<Instant>> right;

    ClockChange(String label, String expression, String zone, String start, String end, Set<List<Instant>> right) {
        this.label = label;
        this.expression = expression;
        this.zone = ZoneId.of(zone);
        this.start = instant(start, this.zone);
        this.end = instant(end, this.zone);
        this.right = right;
    }

    /** The longest day of the year, with steps of equal length. */
    ClockChange(String label, String expression, Duration step) {
        this(
                label,
                expression,
                "Europe/Berlin",
                "2026-10-25T00:00",
                "2026-10-26T00:00",
                Set.of(Stream.iterate(Instant.parse("2026-10-24T22:00:00Z"), instant -> instant.plus(step))
                        .limit(Duration.ofHours(25).dividedBy(step))
                        .toList()));
    }

    private static Set<List<Instant>> oneOf(String... instants) {
        return Arrays.stream(instants)
                .map(text -> List.of(Instant.parse(text)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Instant instant(String text, ZoneId zone) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    String label() {
        return label;
    }

    String expression() {
        return expression;
    }

    ZoneId zone() {
        return zone;
    }

    /** Returns the first instant of the day, or of what is looked at of it. */
    Instant start() {
        return start;
    }

    /** Returns the first instant after it. */
    Instant end() {
        return end;
    }

    boolean isRight(List<Instant> runs) {
        return right.contains(runs);
    }
}
