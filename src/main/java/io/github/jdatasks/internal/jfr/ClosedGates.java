package io.github.jdatasks.internal.jfr;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The gates that are closed now, each with the event that it shares with the other gates of its bot. */
final class ClosedGates {
    private final Map<Object, GateClosedEvent> byWatch = new HashMap<>(); // guarded by this

    synchronized void add(Object watch, String bot, Collection<Integer> shards) {
        GateClosedEvent event = byWatch.get(watch);
        if (event == null) {
            event = byWatch.values().stream()
                    .filter(other -> other.bot.equals(bot))
                    .findFirst()
                    .orElseGet(() -> GateClosedEvent.begin(bot));
            if (!event.isEnabled()) {
                return; // it begins once a recording asks for it
            }
            byWatch.put(watch, event);
        }
        event.add(shards);
    }

    /** Removes a gate; the event ends with the last one of its bot. */
    synchronized void remove(Object watch) {
        GateClosedEvent event = byWatch.remove(watch);
        if (event != null && !byWatch.containsValue(event)) {
            event.write();
        }
    }
}
