package io.github.jdatasks.internal.panel;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations as people type them: "5m", "90 s", "1h30m", "1.5 hours", "PT5M". */
final class DurationReader {
    /** No duration is longer; reading thousands of blanks would hold a thread of JDA's for half a second. */
    private static final int LONGEST = 100;

    /** Thousands or decimals? 1,500 is not read at all. */
    private static final String UNCLEAR = "[1-9]\\d{0,2}(?:,\\d{3})+(?!\\d)";

    private static final Pattern PART = Pattern.compile(
            "\\G[\\s,]*(?:and|und)?\\s*(?!" + UNCLEAR + ")(\\d{1,18}(?:[.,]\\d{1,9})?)\\s*(\\p{L}+)\\.?");

    private static final Map<String, Duration> UNITS = Map.of(
            "ms|msec|msecs|millis|millisecond|milliseconds|millisekunde|millisekunden", Duration.ofMillis(1),
            "s|sec|secs|second|seconds|sek|sekunde|sekunden", Duration.ofSeconds(1),
            "m|min|mins|minute|minutes|minuten", Duration.ofMinutes(1),
            "h|hr|hrs|hour|hours|std|stunde|stunden", Duration.ofHours(1),
            "d|day|days|t|tag|tage", Duration.ofDays(1),
            "w|week|weeks|woche|wochen", Duration.ofDays(7));

    private DurationReader() {}

    /** Returns the duration, which may be zero or negative; empty if the text is none. */
    static Optional<Duration> read(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(trimmed));
        } catch (DateTimeParseException notIso) {
            return readParts(trimmed);
        }
    }

    private static Optional<Duration> readParts(String text) {
        boolean negative = text.startsWith("-");
        String amount = negative ? text.substring(1) : text;
        Duration sum = Duration.ZERO;
        int end = 0;
        Matcher part = PART.matcher(amount);
        try {
            while (part.find()) {
                Duration unit = unit(part.group(2));
                if (unit == null) {
                    return Optional.empty();
                }
                sum = sum.plus(times(unit, new BigDecimal(part.group(1).replace(',', '.'))));
                end = part.end();
            }
        } catch (ArithmeticException | DateTimeException tooLong) {
            return Optional.of(Duration.ofSeconds(Long.MAX_VALUE));
        }
        return end == 0 || end < amount.length() ? Optional.empty() : Optional.of(negative ? sum.negated() : sum);
    }

    private static @Nullable Duration unit(String name) {
        return UNITS.entrySet().stream()
                .filter(unit -> name.matches(unit.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
    }

    private static Duration times(Duration unit, BigDecimal amount) {
        BigDecimal nanos = amount.multiply(BigDecimal.valueOf(unit.toNanos()));
        BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValue());
    }
}
