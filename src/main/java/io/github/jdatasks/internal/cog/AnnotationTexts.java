package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.util.ConfigErrors;
import io.github.jdatasks.internal.util.UserExceptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Replaces texts of an annotation by what the user wants in their place, as a value from a configuration. */
final class AnnotationTexts {
    private final UnaryOperator<String> replace;
    private final ConfigErrors mistakes;
    private final Map<String, String> originals = new HashMap<>();

    AnnotationTexts(UnaryOperator<String> replace, ConfigErrors mistakes) {
        this.replace = replace;
        this.mistakes = mistakes;
    }

    /** Returns the text to read in place of an attribute's; null after collecting a mistake. */
    @Nullable String of(String attribute, String original) {
        if (original.isEmpty()) {
            return original;
        }
        String what = attribute + " \"" + original + "\"";
        String text;
        try {
            text = replace.apply(original);
        } catch (Exception e) { // Kotlin's functions throw checked ones, too
            mistakes.add(what + ": texts(…) of the scheduler's builder has failed with " + UserExceptions.text(e));
            return null;
        }
        if (text == null) {
            mistakes.add(what + ": texts(…) of the scheduler's builder has returned null for it");
        } else if (text.contains("${")) {
            mistakes.add(what + " has a placeholder that texts(…) of this cog's scheduler has not replaced; set it with"
                    + " LoopScheduler.builder(), as to environment::resolveRequiredPlaceholders of Spring");
            return null;
        } else if (!text.equals(original)) {
            originals.put(text, original);
        }
        return text;
    }

    /** As {@link ConfigErrors#orNull}; a mistake that quotes a text also says what it was in the annotation. */
    <T> @Nullable T orNull(Supplier<T> reader) {
        ConfigErrors found = new ConfigErrors();
        T value = found.orNull(reader);
        for (String mistake : found.texts()) {
            mistakes.add(mistake + origin(mistake));
        }
        return value;
    }

    /** Returns what the text that a mistake quotes first was in the annotation. */
    private String origin(String mistake) {
        int quote = mistake.indexOf('"');
        return originals.entrySet().stream()
                .filter(each -> mistake.startsWith("\"" + each.getKey() + "\"", quote))
                .map(each -> "; \"" + each.getKey() + "\" comes from \"" + each.getValue() + "\"")
                .findFirst()
                .orElse("");
    }
}
