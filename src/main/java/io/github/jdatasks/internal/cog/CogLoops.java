package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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

    /** Returns all, those of each shard one by one. */
    List<LoopControl> parts() {
        return all().stream().flatMap(loop -> loop.parts().stream()).toList();
    }

    /** Starts those that start with their cog, which runs on a scheduler. */
    void start(Scheduler ofCog) {
        for (LoopControl loop : autoStarted()) {
            try {
                loop.startOnceEnded(); // it may have been stopped in cogLoad
            } catch (IllegalStateException closed) {
                LoopHost ofLoop = loop.scheduler();
                CogLog.notStarted(closed, ofLoop != ofCog && ofLoop.isClosed());
            }
        }
    }

    private synchronized List<LoopControl> autoStarted() {
        return List.copyOf(autoStarted);
    }

    /** Has the timer examine all of them. */
    void signal() {
        for (LoopControl loop : parts()) {
            loop.scheduler().timer().signal(loop.timerEntry());
        }
    }

    /** Cancels all loops; the future completes when they have ended. */
    CompletableFuture<Void> cancel() {
        return end(loop -> loop.stop(LoopOutcome.CANCELLED));
    }

    /** Ends all loops with the grace of a shutdown; the future completes when they have ended. */
    CompletableFuture<Void> shutdown() {
        return end(LoopControl::shutdown);
    }

    private CompletableFuture<Void> end(Function<LoopControl, CompletableFuture<?>> command) {
        return CompletableFuture.allOf(all().stream().map(command).toArray(CompletableFuture[]::new));
    }
}
