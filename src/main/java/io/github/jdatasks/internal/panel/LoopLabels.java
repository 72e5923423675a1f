package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.loop.LoopControl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Names the loops of a panel: each name is of one loop, and fits into a choice of Discord's. Of several loops with the
 * same name, each keeps its number for as long as it is there. Guarded by its monitor.
 */
final class LoopLabels {
    /** With a number behind it, it is still within Discord's 100. */
    private static final int LONGEST = 90;

    /** For a name of characters that are not seen, which no choice may have. */
    private static final String NOT_SEEN = "?";

    private final Map<LoopControl, Integer> numbers = new WeakHashMap<>();

    /** Returns the loops by their names. */
    synchronized Map<String, LoopControl> of(Collection<LoopControl> loops) {
        Map<String, LoopControl> labels = new LinkedHashMap<>();
        List<LoopControl> without = new ArrayList<>();
        for (LoopControl loop : loops) {
            Integer number = numbers.get(loop);
            if (number == null || labels.putIfAbsent(label(name(loop), number), loop) != null) {
                without.add(loop); // it is new, or was away while another has taken its place
            }
        }
        Map<String, Integer> tried = new HashMap<>();
        for (LoopControl loop : without) {
            String name = name(loop);
            int number;
            do { // a label may also be the name of another loop
                number = tried.merge(name, 1, Integer::sum);
            } while (labels.putIfAbsent(label(name, number), loop) != null);
            numbers.put(loop, number);
        }
        return labels;
    }

    private static String label(String name, int number) {
        return number == 1 ? name : name + " (" + number + ")";
    }

    private static String name(LoopControl loop) {
        String name = DiscordText.cut(DiscordText.line(loop.name()).strip(), LONGEST);
        return name.isEmpty() ? NOT_SEEN : name;
    }
}
