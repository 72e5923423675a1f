package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void durations_are_a_number_and_a_unit() {
        assertThat(Options.parse("--for", "30s").duration()).contains(Duration.ofSeconds(30));
        assertThat(Options.parse("--for", "2m").duration()).contains(Duration.ofMinutes(2));
        assertThat(Options.parse().duration()).isEmpty();
    }

    @Test
    void a_cluster_has_from_two_to_nine_processes() {
        assertThat(Options.parse().cluster()).isEmpty();
        assertThat(Options.parse("--cluster", "2").cluster()).hasValue(2);
        assertThat(Options.parse("--for", "1m", "--cluster", "9").cluster()).hasValue(9);
    }

    @Test
    void metrics_have_a_port_and_a_recording_has_a_file() {
        assertThat(Options.parse().metrics()).isEmpty();
        assertThat(Options.parse("--metrics", "9464").metrics()).hasValue(9464);
        assertThat(Options.parse("--jfr", "bot.jfr").jfr()).contains(Path.of("bot.jfr"));
    }

    @Test
    void a_mistake_says_what_would_be_right() {
        assertThatThrownBy(() -> Options.parse("--cluster", "1"))
                .hasMessage("not a number of processes from 2 to 9: 1");
        assertThatThrownBy(() -> Options.parse("--cluster", "3", "--rate", "4"))
                .hasMessage("--rate: not with --cluster");
        assertThatThrownBy(() -> Options.parse("--jfr", "f", "--cluster", "3", "--data", "d"))
                .hasMessage("--data, --jfr: not with --cluster");
        assertThatThrownBy(() -> Options.parse("--metrics", "65536"))
                .hasMessage("not a port from 1 to 65535, or 0 for a free one: 65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fort",
                "--for",
                "--for 30",
                "--for 0s",
                "--for -1s",
                "--rate 0",
                "--rate 1001",
                "x",
                "--cluster",
                "--cluster 1",
                "--cluster 10",
                "--cluster x",
                "--cluster 3 --rate 4",
                "--cluster 3 --metrics 9464",
                "--metrics",
                "--metrics -1",
                "--metrics http",
                "--jfr",
                "--data d --cluster 3"
            })
    void everything_else_is_a_mistake(String line) {
        assertThatThrownBy(() -> Options.parse(line.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }
}
