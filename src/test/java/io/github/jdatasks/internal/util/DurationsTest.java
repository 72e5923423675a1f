package io.github.jdatasks.internal.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, PT5S",
        "0, 5, 0, PT5M",
        "0, 0, 1.5, PT1H30M",
        "30, 1, 1, PT1H1M30S",
        "0.1, 0, 0, PT0.1S",
        "0, 0.1, 0, PT6S",
        "1e-9, 0, 0, PT0.000000001S",
        "2.5e-9, 0, 0, PT0.000000003S",
    })
    void the_parts_are_added_up_exactly(double seconds, double minutes, double hours, Duration sum) {
        assertThat(Durations.ofParts(seconds, minutes, hours)).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -0.001})
    void a_part_that_is_no_amount_is_named_with_its_value(double part) {
        refused(() -> Durations.ofParts(part, 1, 1), "seconds must be zero or a positive number");
        refused(() -> Durations.ofParts(1, part, 1), "minutes must be zero or a positive number");
        refused(
                () -> Durations.ofParts(1, 1, part),
                "hours must be zero or a positive number, such as 5 or 0.5, but" + " it is " + part);
    }

    @Test
    void an_interval_is_neither_nothing_nor_longer_than_292_years() {
        refused(() -> Durations.ofParts(0, 0, 0), "must be positive");
        refused(() -> Durations.ofParts(1e-10, 0, 0), "seconds must be at least a nanosecond, but it is 1.0E-10");
        refused(() -> Durations.ofParts(0, 0, 1e300), "hours must be at most 292 years, but it is 1.0E300");
        refused(() -> Durations.ofParts(9e9, 0, 2.4e6), "seconds + minutes + hours: the duration must be at most");
        refused(() -> Durations.ofParts(9e9, -1, 2.4e6), "; seconds + minutes + hours: the duration must be at most");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 nanosecond",
        "1500, 1.5 microseconds",
        "250000000, 250 milliseconds",
        "1000000000, 1 second",
        "2500000000, 2.5 seconds",
        "60000000000, 1 minute",
        "90000000000, 1 minute 30 seconds",
        "86400000000000, 1 day",
        "93600000000000, 1 day 2 hours",
        "9223372036854775807, 106751 days 23 hours 47 minutes 16.854775807 seconds",
    })
    void lengths_of_time_are_said_in_words(long nanos, String words) {
        assertThat(DurationWords.of(nanos)).isEqualTo(words);
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
