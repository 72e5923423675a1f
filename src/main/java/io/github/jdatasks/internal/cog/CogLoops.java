package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.loop.LoopControl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loops of a cog, by name and in the order they were built. */
final class CogLoops {
    private final Map<String, LoopControl> byName = new LinkedHashMap<>();
    private final List<LoopControl> autoStarted = new ArrayList<>();

    synchronized void add(LoopControl loop, boolean autoStart, String cog) {
        if (byName.containsKey(loop.ownName())) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has two loops named \"" + loop.ownName() + "\"; name them differently");
        }
        byName.put(loop.ownName(), loop);
        if (autoStart) {
            autoStarted.add(loop);
        }
    }

    synchronized LoopControl get(String name, String cog) {
        LoopControl loop = byName.get(name);
        if (loop == null) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has no loop named \"" + name + "\"; it has " + byName.keySet());
        }
        return loop;
    }

    /** Returns all, those of each shard as one. */
    synchronized List<LoopControl> all() {
        return List.copyOf(byName.values());
    }

    /** Returns those that are started when the cog is loaded. */
    synchronized List<LoopControl> autoStarted() {
        return List.copyOf(autoStarted);
    }
}
