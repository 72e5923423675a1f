package io.github.jdatasks;

import static org.assertj.core.api.Assertions.assertThat;

import net.dv8tion.jda.api.JDAInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class JdaVersionTest {
    @Test
    void the_end_to_end_tests_run_on_the_JDA_that_the_build_was_asked_for() {
        assertThat(JDAInfo.VERSION).startsWith(System.getProperty("tests.jda.version"));
    }
}
