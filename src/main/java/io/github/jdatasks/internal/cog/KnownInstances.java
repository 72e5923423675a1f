package io.github.jdatasks.internal.cog;

import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;

/**
 * The instances whose status a cog knows, so that their events need no further look.
 */
final class KnownInstances {
    /** Replaced, never changed; that is guarded by the {@link CogRegistration}. */
    private volatile List<JDA> known = List.of();

    boolean has(JDA jda) {
        for (JDA one : known) { // few, and asked at every event
            if (one == jda) {
                return true;
            }
        }
        return false;
    }

    List<JDA> all() {
        return known;
    }

    void add(JDA jda) {
        List<JDA> now = new ArrayList<>(known);
        now.removeIf(old -> old == jda || old.getStatus() == JDA.Status.SHUTDOWN);
        now.add(jda);
        known = List.copyOf(now);
    }

    void clear() {
        known = List.of();
    }
}
