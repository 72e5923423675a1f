package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a scheduler that are live or have a pending runNow() run, and the watches of their gates.
 */
public final class LoopRegistry {
    // Stripes by name reduce contention between threads that start and end loops. A stripe is guarded by its own
    // monitor, inside which no other lock is taken but that of the gate's place in the map.
    private static final int STRIPES = 16;

    private final Scheduler scheduler;
    private final LoopTimer timer;
    private final List<RegistryStripe> stripes =
            Stream.generate(RegistryStripe::new).limit(STRIPES).toList();
    private final ConcurrentHashMap<Gate, GateWatch> watches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    LoopRegistry(Scheduler scheduler, LoopTimer timer) {
        this.scheduler = scheduler;
        this.timer = timer;
    }

    private RegistryStripe stripeOf(LoopMachine machine) {
        return stripes.get(machine.ownName().hashCode() & (STRIPES - 1));
    }

    void add(LoopMachine machine) {
        RegistryStripe stripe = stripeOf(machine);
        synchronized (stripe) {
            if (closed) {
                throw new IllegalStateException(
                        "The loop " + machine.name() + " cannot start: its scheduler has been closed");
            }
            if (machine.registryIndex >= 0) {
                return;
            }
            stripe.add(machine);
            machine.gateQueue = watch(machine.settings());
        }
    }

    /** Counts a loop in the watch of its gate; returns that watch, null if the loop has no gate. */
    public @Nullable GateWatch watch(LoopSettings settings) {
        Gate gate = settings.gate();
        return gate == null
                ? null
                : watches.compute(gate, (key, present) -> {
                    GateWatch watch = present == null ? GateWatch.begin(gate, scheduler, timer) : present;
                    watch.count(settings, 1);
                    return watch;
                });
    }

    void remove(LoopMachine machine) {
        RegistryStripe stripe = stripeOf(machine);
        synchronized (stripe) {
            if (machine.registryIndex < 0) {
                return;
            }
            stripe.remove(machine);
            if (machine.gateQueue instanceof GateWatch watch) {
                machine.gateQueue = null;
                unwatch(watch, machine.settings());
            }
        }
    }

    public void unwatch(GateWatch watch, LoopSettings settings) {
        watches.computeIfPresent(watch.gate(), (gate, present) -> {
            if (watch.count(settings, -1) > 0) {
                return watch;
            }
            watch.end();
            return null;
        });
    }

    public List<LoopMachine> snapshot() {
        return stripes.stream()
                .flatMap(stripe -> {
                    synchronized (stripe) {
                        return stripe.copy().stream();
                    }
                })
                .toList();
    }

    public boolean isClosed() {
        return closed;
    }

    /** Rejects loops from now on. A loop that another thread is adding right now is in later snapshots. */
    public void close() {
        closed = true;
    }
}
