package io.github.jdatasks.internal.panel;

import java.text.NumberFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the panel in one language. */
final class PanelTexts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private final Locale locale;
    private final List<ResourceBundle> bundles;

    /** Creates texts; a text that is not in a bundle is looked for in the next one, and the last one has all. */
    PanelTexts(Locale locale, List<ResourceBundle> bundles) {
        this.locale = locale;
        this.bundles = bundles;
    }

    /** Returns a text, with the arguments in place of {0}, {1} and so on. */
    String get(String key, String... arguments) {
        String text = bundles.stream()
                .filter(bundle -> bundle.containsKey(key))
                .findFirst()
                .orElse(bundles.get(bundles.size() - 1))
                .getString(key);
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            int number = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(number < arguments.length ? arguments[number] : match.group());
        });
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    String duration(Duration duration) {
        return duration(duration.toNanos());
    }

    String duration(long nanos) {
        return DurationText.of(nanos, locale);
    }
}
