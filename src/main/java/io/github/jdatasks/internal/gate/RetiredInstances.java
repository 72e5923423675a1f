package io.github.jdatasks.internal.gate;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * Weak references to replaced instances, whose last events may come a minute late. Guarded by the lock of their
 * {@link Gate}.
 */
final class RetiredInstances {
    private final List<WeakReference<JDA>> references = new ArrayList<>();

    void add(JDA jda) {
        references.removeIf(reference -> reference.refersTo(null));
        references.add(new WeakReference<>(jda));
    }

    boolean contains(JDA jda) {
        return references.stream().anyMatch(reference -> reference.refersTo(jda));
    }
}
