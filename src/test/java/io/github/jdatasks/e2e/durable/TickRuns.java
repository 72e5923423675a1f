package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** All runs that the journals of some processes tell of, by their tick. */
final class TickRuns {
    private final Map<String, TreeMap<Instant, List<Run>>> byLoop = new TreeMap<>();

    /**
     * One run of a body.
     *
     * @param isOpen whether the body found the gate open when it began
     * @param end null if it was cut short
     */
    record Run(
            String process,
            Tick tick,
            Instant begin,
            boolean isOpen,
            @Nullable Instant end) {
        Duration lateness() {
            return Duration.between(tick.at(), begin);
        }
    }

    private TickRuns() {}

    static TickRuns of(Collection<NodeProcess> processes) {
        TickRuns runs = new TickRuns();
        processes.forEach(process -> runs.read(process.name(), process.lines()));
        return runs;
    }

    private void read(String process, List<String> lines) {
        Map<Tick, Run> inProgress = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(TickJournal.BEGIN)) {
                Tick tick = Tick.parse(words[1], words[2]);
                boolean open = words[4].equals(TickJournal.OPEN);
                Run cutShort = inProgress.put(tick, new Run(process, tick, Instant.parse(words[3]), open, null));
                if (cutShort != null) {
                    add(cutShort);
                }
            } else if (words[0].equals(TickJournal.END)) {
                Run run = inProgress.remove(Tick.parse(words[1], words[2]));
                assertThat(run)
                        .as("the begin of what ends in %s of %s", line, process)
                        .isNotNull();
                add(new Run(process, run.tick, run.begin, run.isOpen, Instant.parse(words[3])));
            }
        }
        inProgress.values().forEach(this::add);
    }

    private void add(Run run) {
        byLoop.computeIfAbsent(run.tick.loop(), loop -> new TreeMap<>())
                .computeIfAbsent(run.tick.at(), at -> new ArrayList<>())
                .add(run);
    }

    List<Run> all() {
        return byLoop.values().stream()
                .flatMap(ticks -> ticks.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns how many ticks have a run. */
    int ticks() {
        return byLoop.values().stream().mapToInt(TreeMap::size).sum();
    }

    /** Returns whether each of so many loops has completed a run of a tick at an instant or later. */
    boolean haveReached(int loops, Instant instant) {
        return byLoop.size() == loops
                && byLoop.values().stream()
                        .allMatch(ticks ->
                                ticks.tailMap(instant).values().stream().anyMatch(TickRuns::isCompleted));
    }

    private static boolean isCompleted(List<Run> runs) {
        return runs.stream().anyMatch(run -> run.end != null);
    }

    /** Sees that each tick of the grid has a completed run, from the first one of each loop to an instant. */
    void assertEachTickHasARun(int loops, Duration step, Instant until) {
        assertThat(byLoop).hasSize(loops);
        byLoop.forEach((loop, ticks) -> {
            List<Instant> without = new ArrayList<>();
            for (Instant at = ticks.firstKey(); !at.isAfter(until); at = at.plus(step)) {
                if (!isCompleted(ticks.getOrDefault(at, List.of()))) {
                    without.add(at);
                }
            }
            assertThat(without).as("ticks of %s without a completed run", loop).isEmpty();
            Instant first = ticks.firstKey();
            List<List<Run>> beside = ticks.values().stream()
                    .filter(runs ->
                            Duration.between(first, runs.get(0).tick.at()).toNanos() % step.toNanos() != 0)
                    .toList();
            assertThat(beside)
                    .as("runs of %s beside its grid from %s", loop, first)
                    .isEmpty();
        });
    }

    /**
     * Returns the runs of all ticks that had more than one; fails if that is more than one for each end of a process that
     * left the tick unfinished.
     */
    List<List<Run>> repeated(ToIntFunction<Tick> leftUnfinished) {
        List<List<Run>> repeated = byLoop.values().stream()
                .flatMap(ticks -> ticks.values().stream())
                .filter(runs -> runs.size() > 1)
                .toList();
        assertThat(repeated)
                .as("ticks that were run again although no process had left them unfinished")
                .allMatch(runs -> runs.size() <= 1 + leftUnfinished.applyAsInt(runs.get(0).tick));
        return repeated;
    }
}
