package io.github.jdatasks.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void a_text_that_fits_is_one_line() {
        assertThat(Timeline.broken("", 10)).containsExactly("");
        assertThat(Timeline.broken("ten chars!", 10)).containsExactly("ten chars!");
    }

    @Test
    void a_long_text_is_broken_between_words() {
        assertThat(Timeline.broken("one two three four", 9)).containsExactly("one two", "three", "four");
        assertThat(Timeline.broken("123456789 next", 9)).containsExactly("123456789", "next");
    }

    @Test
    void a_word_that_is_too_long_is_broken_itself() {
        assertThat(Timeline.broken("a 0123456789abc d", 5)).containsExactly("a", "01234", "56789", "abc d");
    }
}
