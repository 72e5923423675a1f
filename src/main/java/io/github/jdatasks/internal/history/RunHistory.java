package io.github.jdatasks.internal.history;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The last runs of a loop. Guarded by its own monitor. */
public final class RunHistory {
    public static final int LENGTH = 20;

    private final Deque<RunMark> marks = new ArrayDeque<>(LENGTH + 1);
    private long errorMillis; // 0 for never

    synchronized void add(RunMark mark) {
        marks.add(mark);
        if (marks.size() > LENGTH) {
            marks.remove();
        }
    }

    synchronized void addError(long atMillis) {
        errorMillis = Math.max(errorMillis, atMillis);
    }

    /** Returns the marks, the newest last. */
    public synchronized List<RunMark> marks() {
        return List.copyOf(marks);
    }

    /** Returns when an attempt has failed last, in milliseconds since 1970; 0 for never. */
    public synchronized long errorMillis() {
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
