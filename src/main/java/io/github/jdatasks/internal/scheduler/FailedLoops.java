package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.loop.LoopMachine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The loops that were ended by a failure and have not been started again. Guarded by its own monitor. */
final class FailedLoops {
    private static final int LIMIT = 100; // each keeps its body from garbage collection

    private final Set<LoopMachine> loops = new LinkedHashSet<>();

    /** Adds a loop; the one that failed longest ago gives way if there are too many. */
    synchronized void add(LoopMachine loop) {
        loops.remove(loop);
        loops.add(loop);
        if (loops.size() > LIMIT) {
            loops.remove(loops.iterator().next());
        }
    }

    synchronized void remove(LoopMachine loop) {
        loops.remove(loop);
    }

    /** Removes the loops of a cog that is unloaded. */
    synchronized void removeOf(Ending cog) {
        loops.removeIf(loop -> loop.settings().cog() == cog);
    }

    synchronized List<LoopMachine> copy() {
        return List.copyOf(loops);
    }
}
