package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The loops of a cog, by name and in the order they were built. Guarded by its monitor. */
final class CogLoops {
    private final String cog;
    private final Map<String, LoopControl> byName = new LinkedHashMap<>();
    private final List<LoopControl> autoStarted = new ArrayList<>();
    private final List<LoopControl> ofThisLife = new ArrayList<>(); // cogLoad builds them anew in the next one

    CogLoops(String cog) {
        this.cog = cog;
    }

    synchronized void add(LoopControl loop, boolean autoStart, boolean inCogLoad) {
        if (byName.putIfAbsent(loop.ownName(), loop) != null) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has two loops named \"" + loop.ownName() + "\"; name them differently");
        }
        if (autoStart) {
            autoStarted.add(loop);
        }
        if (inCogLoad) {
            ofThisLife.add(loop);
        }
    }

    /** The life is over, and all loops have ended. */
    synchronized void endLife() {
        byName.values().removeAll(ofThisLife);
        autoStarted.removeAll(ofThisLife);
        ofThisLife.clear();
    }

    synchronized LoopControl get(String name) {
        LoopControl loop = byName.get(name);
        if (loop == null) {
            throw new IllegalArgumentException(
                    "The cog " + cog + " has no loop named \"" + name + "\"; it has " + byName.keySet());
        }
        return loop;
    }

    /** Returns all loops; a loop for each shard counts as one. */
    synchronized List<LoopControl> all() {
        return List.copyOf(byName.values());
    }

    /** Returns all loops, each shard's own included. */
    List<LoopControl> parts() {
        return all().stream().flatMap(loop -> loop.parts().stream()).toList();
    }

    boolean isInUserCode(Thread thread) {
        return all().stream().anyMatch(loop -> loop.isInUserCode(thread));
    }

    /** Returns the view of the loop whose body or hook makes this call; elsewhere, that of the whole bot. */
    GateView viewOfCaller(Gate gate, ShardScope elsewhere) {
        Thread caller = Thread.currentThread();
        return parts().stream()
                .filter(loop -> loop.isInUserCode(caller))
                .map(loop -> loop.settings().view())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> GateView.of(gate, elsewhere));
    }

    /**
     * Starts the loops that start with their cog.
     *
     * @param isEnding whether the life is to end already, so that no loop has to start
     */
    void start(Scheduler ofCog, BooleanSupplier isEnding) {
        List<LoopControl> starting;
        synchronized (this) {
            starting = List.copyOf(autoStarted);
        }
        for (LoopControl loop : starting) {
            try {
                loop.startOnceEnded(); // it may have been stopped in cogLoad
            } catch (IllegalStateException refused) {
                LoopHost ofLoop = loop.scheduler();
                CogLog.notStarted(refused, ofLoop != ofCog && ofLoop.isClosed(), isEnding.getAsBoolean());
            }
        }
    }

    /** Has the timer examine all loops. */
    void signal() {
        for (LoopControl loop : parts()) {
            loop.scheduler().timer().signal(loop.timerEntry());
        }
    }

    /** Cancels all loops, or ends them with their grace. */
    CompletableFuture<Void> end(boolean cancel) {
        return CompletableFuture.allOf(all().stream()
                .map(loop -> cancel ? loop.stop(LoopOutcome.CANCELLED) : loop.shutdown())
                .toArray(CompletableFuture[]::new));
    }
}
