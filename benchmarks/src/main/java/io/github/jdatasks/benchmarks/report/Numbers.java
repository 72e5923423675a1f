package io.github.jdatasks.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {
    private static final int DIGITS = 3;
    private static final double THOUSAND = 1_000;

    private Numbers() {}

    /** Returns a number with the three digits that mean something; nothing for one that is not there. */
    static String shortly(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Math.abs(value) >= THOUSAND) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(DIGITS));
        return rounded.scale() > DIGITS
                ? String.format(Locale.ROOT, "%.3f", value)
                : rounded.stripTrailingZeros().toPlainString();
    }
}
