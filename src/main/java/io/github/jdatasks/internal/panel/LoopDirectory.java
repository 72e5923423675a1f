package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.internal.history.RunHistories;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopControls;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds the loops of a panel, anew each time: they come and go. */
final class LoopDirectory {
    /**
     * A loop and the name that it has in the panel.
     *
     * @param isShard whether it is that of one shard of a loop for each
     */
    record Entry(String label, LoopControl loop, boolean isShard) {
        /** Returns what stands for the name in the id of a button, where a name would not fit. */
        String key() {
            return UUID.nameUUIDFromBytes(label.getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .replace("-", "");
        }

        boolean isNamed() {
            return loop.settings().isNamed();
        }
    }

    private static final Comparator<Entry> BY_NAME = Comparator.comparing((Entry entry) -> !entry.isNamed())
            .thenComparing(Entry::label, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Entry::label);

    private final LoopSource source;
    private final RunHistories histories;
    private final LoopLabels labels = new LoopLabels();

    LoopDirectory(LoopSource source, RunHistories histories) {
        this.source = source;
        this.histories = histories;
    }

    /** Returns all loops: those with a name by it, then the others; groups and each of their shards. */
    List<Entry> all() {
        Set<LoopControl> loops = new LinkedHashSet<>();
        Stream.concat(source.loops().stream().map(LoopControls::of), histories.loops().stream())
                .forEach(loop -> {
                    if (loop.settings().group() instanceof LoopControl group && loops.add(group)) {
                        loops.addAll(group.parts()); // also those that have not run yet
                    }
                    loops.add(loop);
                });
        return labels.of(loops).entrySet().stream()
                .map(label -> new Entry(
                        label.getKey(),
                        label.getValue(),
                        label.getValue().settings().group() != null))
                .sorted(BY_NAME)
                .toList();
    }

    /** Returns the loop that someone has typed the name of; its cog and the case of its letters may be left out. */
    Optional<Entry> named(String text) {
        List<Entry> all = all();
        return all.stream()
                .filter(entry -> entry.label().equals(text))
                .findFirst()
                .or(() -> only(all.stream().filter(entry -> entry.label().equalsIgnoreCase(text))))
                .or(() ->
                        only(all.stream().filter(entry -> entry.loop().ownName().equalsIgnoreCase(text))));
    }

    private static Optional<Entry> only(Stream<Entry> entries) {
        List<Entry> found = entries.limit(2).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    Optional<Entry> withKey(String key) {
        return all().stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** Returns names that contain a text, in whatever case. */
    List<String> containing(String text, int limit) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        return all().stream()
                .map(Entry::label)
                .filter(label -> label.toLowerCase(Locale.ROOT).contains(part))
                .limit(limit)
                .toList();
    }

    List<LoopHealth> health() {
        return source.health();
    }
}
