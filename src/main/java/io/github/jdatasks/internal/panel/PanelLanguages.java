package io.github.jdatasks.internal.panel;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.dv8tion.jda.api.interactions.DiscordLocale;

/** The languages of the panel: English, German, and those that the bot adds. */
final class PanelLanguages {
    private static final String BUNDLE = "io.github.jdatasks.internal.panel.texts";
    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
    private static final ResourceBundle GERMAN = ResourceBundle.getBundle(BUNDLE, Locale.GERMAN);

    private final Map<Locale, ResourceBundle> added = new ConcurrentHashMap<>();

    void add(Locale locale, ResourceBundle texts) {
        added.put(locale, texts);
    }

    /** Returns the texts for the log, and for what has no language of its own. */
    static PanelTexts english() {
        return new PanelTexts(Locale.ENGLISH, List.of(ENGLISH));
    }

    /** Returns the texts for a user. Those of the bot come first, and English fills the gaps. */
    PanelTexts of(DiscordLocale ofUser) {
        Locale locale = Locale.forLanguageTag(ofUser.getLocale());
        ResourceBundle own = "de".equals(locale.getLanguage()) ? GERMAN : null;
        List<ResourceBundle> bundles = Stream.of(added.get(locale), added.get(language(locale)), own, ENGLISH)
                .filter(Objects::nonNull)
                .toList();
        return new PanelTexts(bundles.size() == 1 ? Locale.ENGLISH : locale, bundles);
    }

    private static Locale language(Locale locale) {
        return Locale.forLanguageTag(locale.getLanguage());
    }

    /** Returns a text in the languages in which it is not as in English. */
    Map<DiscordLocale, String> translations(String key) {
        String english = english().get(key);
        Map<DiscordLocale, String> translations = new EnumMap<>(DiscordLocale.class);
        for (DiscordLocale locale : DiscordLocale.values()) {
            String text = locale == DiscordLocale.UNKNOWN ? english : of(locale).get(key);
            if (!text.equals(english)) {
                translations.put(locale, text);
            }
        }
        return translations;
    }
}
