package io.github.jdatasks.benchmarks.report;

/**
 * Something the library is to achieve.
 *
 * @param what the thing that is measured
 * @param unit of both figures
 * @param measured what came out
 * @param limit what it may be at most, or at least
 * @param atLeast whether more is better
 */
record Goal(String what, String unit, Figure measured, Figure limit, boolean atLeast) {
    /** A figure of all those measured, on one JDK; NaN if it is not there. */
    @FunctionalInterface
    interface Figure {
        double of(Results results, int jdk);

        /** Returns whatever else there is where this one is not. */
        default Figure times(double factor) {
            return (results, jdk) -> of(results, jdk) * factor;
        }

        default Figure plus(double summand) {
            return (results, jdk) -> of(results, jdk) + summand;
        }

        static Figure constant(double value) {
            return (results, jdk) -> value;
        }
    }

    /** Says what came out on one JDK and whether that is good enough. */
    String verdict(Results results, int jdk) {
        double value = measured.of(results, jdk);
        double bound = limit.of(results, jdk);
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isNaN(bound)) {
            return Numbers.shortly(value);
        }
        boolean met = atLeast ? value >= bound : value <= bound;
        return Numbers.shortly(value) + (met ? " ✓" : " ✗");
    }

    /** Says what is asked for on some JDKs; more than one thing if it depends on what a peer does there. */
    String bound(Results results, Iterable<Integer> jdks) {
        StringBuilder bounds = new StringBuilder();
        for (int jdk : jdks) {
            double bound = limit.of(results, jdk);
            String text = Double.isNaN(bound) || Double.isNaN(measured.of(results, jdk)) ? "" : Numbers.shortly(bound);
            if (!text.isEmpty() && !bounds.toString().equals(text)) {
                bounds.append(bounds.isEmpty() ? "" : " / ").append(text);
            }
        }
        return bounds.isEmpty() ? "" : (atLeast ? "≥ " : "≤ ") + bounds + " " + unit;
    }
}
