package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.loop.LoopControl;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Names the loops of a panel: each name is of one loop, and fits into a choice of Discord's. Of several loops with the
 * same name, each keeps its number for as long as it is there. Guarded by its monitor.
 */
final class LoopLabels {
    /** With a number behind it, it is still within Discord's 100. */
    private static final int LONGEST = 90;

    private final Map<LoopControl, Integer> numbers = new WeakHashMap<>();

    /** Returns the loops by their names. */
    synchronized Map<String, LoopControl> of(Collection<LoopControl> loops) {
        Map<String, List<LoopControl>> byName = loops.stream()
                .collect(Collectors.groupingBy(LoopLabels::name, LinkedHashMap::new, Collectors.toList()));
        Map<String, LoopControl> labels = new LinkedHashMap<>();
        byName.forEach((name, same) -> {
            Set<Integer> taken =
                    same.stream().map(numbers::get).filter(Objects::nonNull).collect(Collectors.toSet());
            for (LoopControl loop : same) {
                int number = numbers.computeIfAbsent(loop, unused -> firstFree(taken));
                labels.put(number == 1 ? name : name + " (" + number + ")", loop);
            }
        });
        return labels;
    }

    private static int firstFree(Set<Integer> taken) {
        int number = 1;
        while (!taken.add(number)) {
            number++;
        }
        return number;
    }

    private static String name(LoopControl loop) {
        return DiscordText.cut(DiscordText.line(loop.name()), LONGEST);
    }
}
