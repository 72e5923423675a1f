package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ButtonIdTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void the_longest_id_fits_into_a_hundred_characters_and_is_read_again() {
        String command = "x".repeat(32);
        ButtonId id = new ButtonId(
                "resume", KEY, Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());
        assertThat(id.text(command)).hasSizeLessThanOrEqualTo(100);
        assertThat(ButtonId.isOf(command, id.text(command))).isTrue();
        assertThat(ButtonId.read(command, id.text(command))).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "run", "jda-tasks:", "jda-tasks:loop:run:1:1", "jda-tasks:loops2:run:1:1", "JDA-TASKS:loops:"
            })
    void the_ids_of_others_are_not_the_panels(String text) {
        assertThat(ButtonId.isOf("loops", text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "run:1",
                "run:1:1:1",
                "RUN:1:1",
                "run:x:1",
                "run::1",
                "run:1:",
                "run:1:\n",
                "run:1:zzzzzzzzz"
            })
    void what_the_panel_has_not_written_is_not_read(String rest) {
        assertThat(ButtonId.read("loops", "jda-tasks:loops:" + rest)).isEmpty();
    }

    @Test
    void it_is_valid_for_ten_minutes_and_not_before_it_was_made() {
        ButtonId id = new ButtonId("run", KEY, NOW.getEpochSecond());
        assertThat(id.isValidAt(NOW)).isTrue();
        assertThat(id.isValidAt(NOW.plusSeconds(600))).isTrue();
        assertThat(id.isValidAt(NOW.plusSeconds(601))).isFalse();
        assertThat(id.isValidAt(NOW.minusSeconds(1))).isFalse();
    }

    @Test
    void a_subject_that_is_no_number_is_the_first_page() {
        assertThat(new ButtonId("page", "12", 0).page()).isEqualTo(12);
        assertThat(new ButtonId("page", KEY, 0).page()).isZero();
        assertThat(new ButtonId("page", "9999999999", 0).page()).isZero();
    }
}
