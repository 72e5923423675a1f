package io.github.jdatasks.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** How late the runs of one window were. */
public record Lateness(AbstractHistogram nanos) {
    private static final double[] PERCENTILES = {
        10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99, 100
    };
    private static final double NANOS_PER_MICRO = 1_000;

    public long count() {
        return nanos.getTotalCount();
    }

    public double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    /** Returns the microseconds at each of some percentiles, whose names are like {@code p99.9}. */
    public Map<String, Double> percentiles() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (double percentile : PERCENTILES) {
            values.put(name(percentile), micros(percentile));
        }
        return values;
    }

    private static String name(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : "" + percentile);
    }
}
