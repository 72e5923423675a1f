package io.github.jdatasks.internal.gate;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * The instances whose slot was taken by another, by identity and without keeping them alive: their last events may come
 * a minute late. Guarded by the lock of the {@link Gate} it belongs to.
 */
final class RetiredInstances {
    private final List<WeakReference<JDA>> references = new ArrayList<>();

    void add(JDA jda) {
        references.removeIf(reference -> reference.refersTo(null));
        references.add(new WeakReference<>(jda));
    }

    boolean contains(JDA jda) {
        for (WeakReference<JDA> reference : references) {
            if (reference.refersTo(jda)) {
                return true;
            }
        }
        return false;
    }
}
