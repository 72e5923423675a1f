package io.github.jdatasks.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/** How long each round of something took, in nanoseconds. */
public final class Rounds {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final List<Long> nanos = new ArrayList<>();

    public void add(long duration) {
        nanos.add(duration);
    }

    public double firstMillis() {
        return nanos.get(0) / NANOS_PER_MILLI;
    }

    /** Returns the median of the second half, by when the code is compiled. */
    public double warmMillis() {
        return median(nanos.subList(nanos.size() / 2, nanos.size())) / NANOS_PER_MILLI;
    }

    /** As {@link #warmMillis()}, in nanoseconds for each of so many. */
    public double warmNanosOf(int count) {
        return warmMillis() * NANOS_PER_MILLI / count;
    }

    public double micros(double percentile) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(percentile / 100 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / NANOS_PER_MICRO;
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
