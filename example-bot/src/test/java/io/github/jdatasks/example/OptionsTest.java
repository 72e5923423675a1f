package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @ParameterizedTest
    @ValueSource(strings = {"--fort", "--for", "--for 30", "--for 0s", "--for -1s", "--rate 0", "--rate 1001", "x"})
    void everything_else_is_a_mistake(String line) {
        assertThatThrownBy(() -> Options.parse(line.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }
}
