package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationReaderTest {
    @ParameterizedTest
    @CsvSource({
        "5m, PT5M",
        "90s, PT1M30S",
        "1h30m, PT1H30M",
        "1h 30m, PT1H30M",
        "' 5 Min. ', PT5M",
        "5 minutes, PT5M",
        "1 hour and 5 minutes, PT1H5M",
        "'1 Stunde, 5 Minuten', PT1H5M",
        "2 Std und 3 sek, PT2H3S",
        "1.5h, PT1H30M",
        "'1,5 h', PT1H30M",
        "'1,25 h', PT1H15M",
        "1.500 s, PT1.5S",
        "'0,125 h', PT7M30S",
        "'1234,567 s', PT20M34.567S",
        "250ms, PT0.25S",
        "0.001s, PT0.001S",
        "2d, PT48H",
        "1w, PT168H",
        "PT5M, PT5M",
        "pt0.5s, PT0.5S",
        "P1D, PT24H",
        "0s, PT0S",
        "-5m, PT-5M",
        "PT-5M, PT-5M"
    })
    void durations_are_read_as_people_write_them(String text, Duration duration) {
        assertThat(DurationReader.read(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "soon",
                "m",
                "5x",
                "5m5",
                "5m soon",
                "--5m",
                "1:30",
                "5m;drop",
                "P",
                "NaN h",
                "٣m5",
                "1e9s",
                "1,500 ms",
                "10,000s",
                "1,234,567 s"
            })
    void anything_else_is_none(String text) {
        assertThat(DurationReader.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999999w", "999999999999999999w 999999999999999999w", "999999999999999999d"})
    void one_that_is_too_long_for_java_time_is_as_long_as_there_is(String text) {
        assertThat(DurationReader.read(text))
                .hasValueSatisfying(duration -> assertThat(duration).isGreaterThan(Duration.ofNanos(Long.MAX_VALUE)));
    }

    @Test
    void a_text_that_is_longer_than_any_duration_is_none() {
        assertThat(DurationReader.read("1s" + " ".repeat(6_000) + "1s")).isEmpty();
    }
}
