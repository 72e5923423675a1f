package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscordTextTest {
    @Test
    void a_name_formats_nothing_and_mentions_nobody() {
        assertThat(DiscordText.plain("a*b_c~d`e|f<@1>[x](y)#"))
                .isEqualTo("a\\*b\\_c\\~d\\`e\\|f\\<@\u200b1\\>\\[x\\]\\(y\\)\\#");
        assertThat(DiscordText.plain("@everyone")).doesNotContain("@everyone");
        assertThat(DiscordText.bold("x")).isEqualTo("**x**");
    }

    @Test
    void a_name_is_one_line_without_what_is_not_seen() {
        assertThat(DiscordText.line("a\nb\r\tc\u2028d\u202ee\u0000")).isEqualTo("a b  c d e ");
        assertThat(DiscordText.line("😀")).isEqualTo("😀");
    }

    @Test
    void no_text_gets_out_of_its_code_block() {
        assertThat(DiscordText.codeBlock("a``` @here\nb")).isEqualTo("```\naˋˋˋ @\u200bhere\nb\n```");
        assertThat(DiscordText.code("a`b\nc@here")).isEqualTo("`aˋb c@\u200bhere`");
    }

    @Test
    void a_text_is_cut_between_characters() {
        assertThat(DiscordText.cut("abcd", 4)).isEqualTo("abcd");
        assertThat(DiscordText.cut("abcde", 4)).isEqualTo("abc…");
        assertThat(DiscordText.cut("ab😀de", 4)).isEqualTo("ab…");
    }

    @Test
    void an_error_has_its_class_and_its_message_even_if_that_throws() {
        assertThat(DiscordText.error(new IllegalStateException("x"), 100))
                .isEqualTo("java.lang.IllegalStateException: x");
        assertThat(DiscordText.error(new IllegalStateException(), 100)).isEqualTo("java.lang.IllegalStateException");
        assertThat(DiscordText.error(
                        new IllegalStateException() {
                            @Override
                            public String getMessage() {
                                throw new IllegalStateException("on purpose");
                            }
                        },
                        400))
                .startsWith(getClass().getName());
        assertThat(DiscordText.error(new IllegalStateException("x".repeat(5_000)), 450))
                .hasSize(450);
    }
}
