package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.loop.LoopMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some of the loops of a {@link LoopRegistry}, in no order. Guarded by its own monitor, which callers hold.
 */
final class RegistryStripe {
    // A loop knows its index. The index of a removed loop stays free until the next loop is added: moving another
    // loop there would write to that loop, too.
    private static final int LEAST_CAPACITY = 16;

    private final List<@Nullable LoopMachine> places = new ArrayList<>();
    private int[] free = {};
    private int freeCount;

    void add(LoopMachine machine) {
        if (freeCount == 0) {
            machine.registryIndex = places.size();
            places.add(machine);
        } else {
            machine.registryIndex = free[--freeCount];
            places.set(machine.registryIndex, machine);
        }
    }

    void remove(LoopMachine machine) {
        places.set(machine.registryIndex, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(LEAST_CAPACITY, 2 * freeCount));
        }
        free[freeCount++] = machine.registryIndex;
        machine.registryIndex = -1;
    }

    List<LoopMachine> copy() {
        return places.stream().filter(Objects::nonNull).toList();
    }
}
