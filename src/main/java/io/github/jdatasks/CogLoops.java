package io.github.jdatasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loops of a cog, by name and in the order they were built. */
final class CogLoops {
    private final Map<String, LoopTask> byName = new LinkedHashMap<>();
    private final List<LoopTask> autoStarted = new ArrayList<>();

    synchronized void add(LoopTask task, boolean autoStart, String cog) {
        if (byName.containsKey(task.name())) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has two loops named \"" + task.name() + "\"; name them differently");
        }
        byName.put(task.name(), task);
        if (autoStart) {
            autoStarted.add(task);
        }
    }

    synchronized LoopTask get(String name, String cog) {
        LoopTask task = byName.get(name);
        if (task == null) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has no loop named \"" + name + "\"; it has " + byName.keySet());
        }
        return task;
    }

    /** Returns all, those of each shard as one. */
    synchronized List<LoopTask> all() {
        return List.copyOf(byName.values());
    }

    /** Returns those that are started when the cog is loaded. */
    synchronized List<LoopTask> autoStarted() {
        return List.copyOf(autoStarted);
    }
}
