package io.github.jdatasks.benchmarks.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;

/** Counts the runs of all tasks and how late they were, one window at a time; for any threads. */
public final class Fires {
    private static final long LATEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 2;

    private volatile AtomicHistogram window = emptyWindow();

    private static AtomicHistogram emptyWindow() {
        return new AtomicHistogram(LATEST, DIGITS);
    }

    void add(long lateNanos) {
        window.recordValue(Math.max(0, Math.min(lateNanos, LATEST)));
    }

    /** Begins a new window and returns the one before. */
    public Lateness next() {
        AtomicHistogram last = window;
        window = emptyWindow();
        return new Lateness(last);
    }

    /** Returns how many runs the present window has seen. */
    public long count() {
        return window.getTotalCount();
    }
}
