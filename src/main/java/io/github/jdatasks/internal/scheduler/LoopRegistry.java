package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a scheduler that are live or have a pending runNow() run, and the watches of their gates.
 */
public final class LoopRegistry {
    // Stripes by name reduce contention between threads that start and end loops. A stripe is guarded by its own
    // monitor, inside which no other lock is taken but that of the gate's place in the map, and that of its record.
    private static final int STRIPES = 16;

    private final Scheduler scheduler;
    private final Stripe[] stripes = new Stripe[STRIPES];
    private final ConcurrentHashMap<Gate, GateWatch> watches = new ConcurrentHashMap<>();
    private volatile WeakReference<@Nullable Gate> lastGate = new WeakReference<>(null); // that loops depended on
    private volatile boolean lastBotGone; // that bot had shut down when its last loop ended
    private final AtomicBoolean closed = new AtomicBoolean();

    LoopRegistry(Scheduler scheduler) {
        this.scheduler = scheduler;
        Arrays.setAll(stripes, i -> new Stripe());
    }

    private Stripe stripeOf(LoopMachine machine) {
        return stripes[machine.ownName().hashCode() & (STRIPES - 1)];
    }

    void add(LoopMachine machine) {
        Stripe stripe = stripeOf(machine);
        synchronized (stripe) {
            if (isClosed()) {
                throw Scheduler.cannotStart(machine, Scheduler.CLOSED);
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
                    GateWatch watch = present == null ? new GateWatch(gate, scheduler) : present;
                    watch.count(settings, 1);
                    return watch;
                });
    }

    void remove(LoopMachine machine) {
        Stripe stripe = stripeOf(machine);
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
        watches.computeIfPresent(watch.gate, (gate, present) -> {
            if (watch.count(settings, -1) > 0) {
                return watch;
            }
            watch.end();
            lastGate = new WeakReference<>(gate);
            lastBotGone = gate.has(GateState.CLOSED);
            return null;
        });
    }

    /** Returns the gates of the loops. */
    List<Gate> gates() {
        return List.copyOf(watches.keySet());
    }

    /** Returns whether the bots of the loops have shut down; if no loop has a bot, that of the last loop that had one. */
    boolean areBotsGone() {
        List<Gate> gates = gates();
        Gate last = lastGate.get(); // null if nothing of it is left, so it will not come back
        return gates.isEmpty()
                ? lastBotGone && (last == null || last.has(GateState.CLOSED))
                : gates.stream().allMatch(gate -> gate.has(GateState.CLOSED));
    }

    public List<LoopMachine> snapshot() {
        return Arrays.stream(stripes)
                .flatMap(stripe -> {
                    synchronized (stripe) {
                        return stripe.copy().stream();
                    }
                })
                .toList();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Rejects loops from now on; returns whether this is the first call. A loop that another thread is adding right now is
     * in later snapshots.
     */
    public boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Some of the loops, in no order. Guarded by its own monitor, which callers hold. */
    private static final class Stripe {
        // A loop knows its index. The index of a removed loop stays free until the next loop is added: moving another
        // loop there would write to that loop, too.
        private final List<@Nullable LoopMachine> places = new ArrayList<>();
        private final BitSet free = new BitSet();

        void add(LoopMachine machine) {
            machine.registryIndex = free.nextSetBit(0);
            if (machine.registryIndex < 0) {
                machine.registryIndex = places.size();
                places.add(machine);
            } else {
                free.clear(machine.registryIndex);
                places.set(machine.registryIndex, machine);
            }
        }

        void remove(LoopMachine machine) {
            places.set(machine.registryIndex, null);
            free.set(machine.registryIndex);
            machine.registryIndex = -1;
        }

        List<LoopMachine> copy() {
            return places.stream().filter(Objects::nonNull).toList();
        }
    }
}
