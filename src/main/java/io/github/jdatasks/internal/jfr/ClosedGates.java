package io.github.jdatasks.internal.jfr;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The gates that are closed now, each with the event that it shares with the other gates of its bot. */
final class ClosedGates {
    private final GateClosedEvent any = new GateClosedEvent(""); // only tells whether a recording asks for such events
    private final Map<Object, GateClosedEvent> byWatch = new HashMap<>(); // guarded by this

    synchronized void add(Object watch, String bot, Collection<Integer> shards) {
        GateClosedEvent event = byWatch.get(watch);
        if (event == null && any.isEnabled()) {
            event = byWatch.values().stream()
                    .filter(other -> other.bot.equals(bot))
                    .findFirst()
                    .orElseGet(() -> GateClosedEvent.begin(bot));
            byWatch.put(watch, event);
        }
        if (event != null) {
            event.add(shards);
        }
    }

    /** Removes a gate; the event ends with the last one of its bot. */
    synchronized void remove(Object watch) {
        GateClosedEvent event = byWatch.remove(watch);
        if (event != null && !byWatch.containsValue(event)) {
            event.write();
        }
    }
}
