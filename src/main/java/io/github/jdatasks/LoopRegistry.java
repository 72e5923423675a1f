package io.github.jdatasks;

import io.github.jdatasks.internal.LoopTimer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The loops a scheduler has to look after - started ones, and those with a run somebody asked for - and the watches of
 * their gates. Guarded by its own monitor, inside which no other lock is taken.
 */
final class LoopRegistry {
    private final LoopScheduler scheduler;
    private final LoopTimer timer;
    private final List<LoopLife> machines = new ArrayList<>();
    private final IdentityHashMap<ConnectionGate, GateWatch> watches = new IdentityHashMap<>();
    private boolean closed;

    LoopRegistry(LoopScheduler scheduler, LoopTimer timer) {
        this.scheduler = scheduler;
        this.timer = timer;
    }

    /** Takes a machine in, if it is not there yet. */
    synchronized void add(LoopLife machine) {
        if (closed) {
            throw new IllegalStateException(
                    "The loop " + machine.name() + " cannot start: its scheduler has been closed");
        }
        if (machine.registryIndex >= 0) {
            return;
        }
        machine.registryIndex = machines.size();
        machines.add(machine);
        ConnectionGate gate = machine.settings().gate();
        if (gate != null) {
            GateWatch watch = watches.computeIfAbsent(gate, unwatched -> GateWatch.begin(unwatched, scheduler, timer));
            watch.loops++;
            machine.gateWatch = watch;
        }
    }

    /** Lets a machine go, if it is there. */
    synchronized void remove(LoopLife machine) {
        int index = machine.registryIndex;
        if (index < 0) {
            return;
        }
        machine.registryIndex = -1;
        LoopLife last = machines.remove(machines.size() - 1);
        if (last != machine) {
            machines.set(index, last);
            last.registryIndex = index;
        }
        GateWatch watch = machine.gateWatch;
        if (watch != null) {
            machine.gateWatch = null;
            if (--watch.loops == 0) {
                watches.remove(watch.gate());
                watch.end();
            }
        }
    }

    synchronized List<LoopLife> snapshot() {
        return List.copyOf(machines);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes in no more machines. */
    synchronized void close() {
        closed = true;
    }
}
