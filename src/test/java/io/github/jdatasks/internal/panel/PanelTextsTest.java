package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import org.junit.jupiter.api.Test;

class PanelTextsTest {
    private static final ResourceBundle ENGLISH =
            ResourceBundle.getBundle("io.github.jdatasks.internal.panel.texts", Locale.ROOT);
    private static final ResourceBundle GERMAN =
            ResourceBundle.getBundle("io.github.jdatasks.internal.panel.texts", Locale.GERMAN);

    private final PanelLanguages languages = new PanelLanguages();

    @Test
    void English_and_German_have_the_same_keys_with_the_same_placeholders() {
        assertThat(GERMAN.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(new TreeSet<>(GERMAN.keySet())).hasSizeGreaterThan(90).isEqualTo(new TreeSet<>(ENGLISH.keySet()));
        assertThat(ENGLISH.keySet())
                .allSatisfy(key -> assertThat(placeholders(GERMAN.getString(key)))
                        .as(key)
                        .isEqualTo(placeholders(ENGLISH.getString(key))));
    }

    private static List<String> placeholders(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    @Test
    void the_bundle_of_German_itself_has_all_keys() throws IOException {
        try (var file = PanelTexts.class.getResourceAsStream("texts_de.properties")) {
            var german = new PropertyResourceBundle(
                    new java.io.InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8));
            assertThat(german.keySet()).isEqualTo(ENGLISH.keySet());
        }
    }

    @Test
    void texts_fit_into_what_Discord_has_for_them() {
        for (ResourceBundle texts : List.of(ENGLISH, GERMAN)) {
            assertThat(texts.keySet()).allSatisfy(key -> {
                String text = texts.getString(key);
                if (key.endsWith(".name")) {
                    assertThat(text).as(key).matches("[-_\\p{L}\\p{N}]{1,32}").isLowerCase();
                } else if (key.endsWith(".description")) {
                    assertThat(text).as(key).hasSizeBetween(1, 100);
                } else if (key.startsWith("button.") && !key.endsWith("expired") && !key.endsWith("unknown")) {
                    assertThat(text).as(key).hasSizeBetween(1, 80);
                } else {
                    assertThat(text).as(key).hasSizeBetween(1, 250);
                }
            });
        }
    }

    @Test
    void an_argument_that_looks_like_a_placeholder_stays_as_it_is() {
        assertThat(languages.of(DiscordLocale.ENGLISH_US).get("unknown.similar", "{1} $1 \\", "x"))
                .isEqualTo("There is no loop {1} $1 \\. Do you mean x?");
    }

    @Test
    void texts_of_a_bot_go_first_those_for_the_country_before_those_for_the_language() throws IOException {
        languages.add(Locale.forLanguageTag("es"), bundle("list.none=Nada.\nlist.title=Bucles ({0})"));
        languages.add(Locale.forLanguageTag("es-419"), bundle("list.none=Nadita."));
        languages.add(Locale.ENGLISH, bundle("list.none=Nothing."));
        assertThat(languages.of(DiscordLocale.SPANISH).get("list.none")).isEqualTo("Nada.");
        assertThat(languages.of(DiscordLocale.SPANISH_LATAM).get("list.none")).isEqualTo("Nadita.");
        assertThat(languages.of(DiscordLocale.SPANISH_LATAM).get("list.title", "3"))
                .isEqualTo("Bucles (3)");
        assertThat(languages.of(DiscordLocale.SPANISH).get("health.up")).isEqualTo("All is well");
        assertThat(languages.of(DiscordLocale.ENGLISH_UK).get("list.none")).isEqualTo("Nothing.");
        assertThat(languages.of(DiscordLocale.UNKNOWN).get("list.none")).isEqualTo("There are no loops.");
    }

    @Test
    void numbers_are_written_as_in_the_language() {
        assertThat(languages.of(DiscordLocale.ENGLISH_US).number(1_234)).isEqualTo("1,234");
        assertThat(languages.of(DiscordLocale.GERMAN).number(1_234)).isEqualTo("1.234");
        assertThat(languages.of(DiscordLocale.JAPANESE).number(1_234)).isEqualTo("1,234");
    }

    @Test
    void the_language_of_the_machine_does_not_matter() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(languages.of(DiscordLocale.FRENCH).get("list.none")).isEqualTo("There are no loops.");
            assertThat(languages.of(DiscordLocale.FRENCH).duration(1_500_000_000L))
                    .isEqualTo("1.5 s");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static ResourceBundle bundle(String properties) throws IOException {
        return new PropertyResourceBundle(new StringReader(properties));
    }
}
