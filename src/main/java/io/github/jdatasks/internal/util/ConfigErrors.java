package io.github.jdatasks.internal.util;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes in something a user wrote, so that reading goes on after the first one. */
public final class ConfigErrors {
    private final Set<String> texts = new LinkedHashSet<>();

    public void add(String text) {
        texts.add(text);
    }

    public void addIf(boolean condition, String text) {
        if (condition) {
            texts.add(text);
        }
    }

    /** Returns a value, or null after collecting the mistakes that an {@link IllegalArgumentException} names. */
    public <T> @Nullable T orNull(Supplier<T> value) {
        try {
            return value.get();
        } catch (Noted several) {
            texts.addAll(several.texts);
        } catch (IllegalArgumentException mistake) {
            texts.add(String.valueOf(mistake.getMessage()));
        }
        return null;
    }

    /** Runs the action and collects the mistakes that an {@link IllegalArgumentException} names. */
    public void collect(Runnable action) {
        orNull(() -> {
            action.run();
            return action;
        });
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Returns the mistakes, each once. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    /** Throws an exception that names all mistakes. */
    public void throwIfAny() {
        if (!texts.isEmpty()) {
            throw new Noted(texts());
        }
    }

    private static final class Noted extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        final transient List<String> texts;

        Noted(List<String> texts) {
            super(String.join("; ", texts));
            this.texts = texts;
        }
    }
}
