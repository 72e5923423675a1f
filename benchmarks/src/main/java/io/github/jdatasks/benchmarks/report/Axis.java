package io.github.jdatasks.benchmarks.report;

import java.util.Map;

/**
 * A logarithmic axis.
 *
 * @param label what it shows
 * @param from the value at its beginning
 * @param to the value at its end
 * @param marks what is written at some values
 */
record Axis(String label, double from, double to, Map<Double, String> marks) {
    /** Returns where a value is: 0 at the beginning, 1 at the end, and nothing beyond. */
    double position(double value) {
        double position = Math.log(value / from) / Math.log(to / from);
        return Math.max(0, Math.min(1, position));
    }
}
