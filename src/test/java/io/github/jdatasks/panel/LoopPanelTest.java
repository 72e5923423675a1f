package io.github.jdatasks.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopPanelTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
    private final LoopPanel panel = LoopPanel.of(time);

    @ParameterizedTest
    @ValueSource(strings = {"loops", "my-jobs_2", "schleifen", "ループ"})
    void a_name_that_Discord_accepts_is_that_of_the_command(String name) {
        assertThat(panel.command(name).commandData().getName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Loops", "my jobs", "loops!", "jda:tasks", "a23456789012345678901234567890123"})
    void another_name_is_refused_with_what_would_be_right(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> panel.command(name))
                .withMessage(
                        "command: a name has 1 to 32 lower-case letters, digits, - and _, such as \"loops\", but it is \""
                                + name + "\"");
    }

    @Test
    void it_needs_a_cog() {
        assertThatIllegalArgumentException()
                .isThrownBy(LoopPanel::of)
                .withMessage("LoopPanel.of: give at least one cog");
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void null_is_refused_by_the_name_of_the_method() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopPanel.of((LoopCog) null))
                .withMessage("LoopPanel.of was given null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> panel.command(null))
                .withMessage("command was given null");
        assertThatIllegalArgumentException().isThrownBy(() -> panel.allow(null)).withMessage("allow was given null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> panel.texts(Locale.FRENCH, null))
                .withMessage("texts was given null");
    }
}
