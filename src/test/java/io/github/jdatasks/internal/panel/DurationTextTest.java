package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.0004S, 0.4 ms",
        "PT0.0123S, 12 ms",
        "PT0.25S, 250 ms",
        "PT1.24S, 1.2 s",
        "PT59.9S, 59.9 s",
        "PT1M, 1 min",
        "PT1M30S, 1 min 30 s",
        "PT1H30M, 1 h 30 min",
        "PT24H, 1 d",
        "PT51H30M, 2 d 3 h",
        "PT2562047H, 106751 d 23 h"
    })
    void a_duration_has_one_or_two_units(Duration duration, String text) {
        assertThat(DurationText.of(duration.toNanos(), Locale.ENGLISH)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT1.24S, '1,2 s'", "PT0.0004S, '0,4 ms'"})
    void Germans_write_a_comma(Duration duration, String text) {
        assertThat(DurationText.of(duration.toNanos(), Locale.GERMAN)).isEqualTo(text);
    }
}
