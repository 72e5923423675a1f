package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.history.RunMark;
import java.util.List;
import java.util.stream.Collectors;

/** Durations as a line of bars, the longest as the highest. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** Returns one bar for each run, and a blank for what was none. */
    static String of(List<RunMark> marks) {
        long longest = marks.stream().mapToLong(RunMark::tookNanos).max().orElse(0);
        return marks.stream().map(mark -> bar(mark, longest)).collect(Collectors.joining());
    }

    private static String bar(RunMark mark, long longest) {
        if (!mark.isRun()) {
            return " ";
        }
        double share = longest == 0 ? 0 : (double) mark.tookNanos() / longest;
        int height = Math.min((int) (share * BARS.length()), BARS.length() - 1);
        return BARS.substring(height, height + 1);
    }
}
