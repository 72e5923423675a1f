package io.github.jdatasks.example.demo;

import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.example.Bot;
import java.util.List;
import java.util.Locale;

/** What the loops have done, as a table. */
public final class Summary {
    private static final String ROW = "%-12s %6s %7s %8s %9s  %s%n";

    private final List<LoopTask> loops;

    private Summary(List<LoopTask> loops) {
        this.loops = loops;
    }

    public static Summary of(Bot bot) {
        return new Summary(bot.loops());
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(row("loop", "runs", "missed", "retries", "failures", "last state"));
        for (LoopTask loop : loops) {
            LoopStats stats = loop.stats();
            table.append(
                    row(loop.name(), stats.runs(), stats.missed(), stats.retries(), stats.failures(), loop.state()));
        }
        return table.toString();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
