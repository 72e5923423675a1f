package io.github.jdatasks.internal.panel;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The last runs of a loop. Guarded by its own monitor. */
final class RunHistory {
    static final int LENGTH = 20;

    private final Deque<RunMark> marks = new ArrayDeque<>(LENGTH + 1);
    private long errorMillis; // of the last failed attempt; 0 if there was none

    synchronized void add(RunMark mark) {
        marks.add(mark);
        if (marks.size() > LENGTH) {
            marks.remove();
        }
    }

    synchronized void addError(long atMillis) {
        errorMillis = atMillis;
    }

    /** Returns the marks, the newest last. */
    synchronized List<RunMark> marks() {
        return List.copyOf(marks);
    }

    synchronized long errorMillis() {
        return errorMillis;
    }

    /** Returns the history of several loops as that of one. */
    static RunHistory merged(Collection<RunHistory> histories) {
        RunHistory all = new RunHistory();
        histories.stream()
                .flatMap(history -> history.marks().stream())
                .sorted(Comparator.comparingLong(RunMark::atMillis))
                .forEach(all::add);
        histories.forEach(history -> all.addError(Math.max(all.errorMillis(), history.errorMillis())));
        return all;
    }
}
