package io.github.jdatasks.example.demo;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the metrics say of the loops: the same figures that Prometheus gets. */
final class MetricsTable {
    private static final String ROW = "%-12s %9s %7s %10s %10s %12s%n";

    private MetricsTable() {}

    static String of(MeterRegistry registry) {
        StringBuilder table =
                new StringBuilder(row("metrics", "succeeded", "failed", "mean, ms", "max, ms", "max late, ms"));
        registry.find("jdatasks.lateness").timers().stream()
                .sorted(Comparator.comparing(MetricsTable::loop))
                .forEach(lateness -> {
                    List<Timer> done = runs(registry, lateness, "SUCCESS");
                    table.append(row(
                            loop(lateness),
                            count(done),
                            count(runs(registry, lateness, "ERROR")),
                            most(done, timer -> timer.mean(TimeUnit.MILLISECONDS)),
                            most(done, timer -> timer.max(TimeUnit.MILLISECONDS)),
                            most(List.of(lateness), timer -> timer.max(TimeUnit.MILLISECONDS))));
                });
        return table.toString();
    }

    private static String loop(Timer timer) {
        return timer.getId().getTag("loop");
    }

    private static List<Timer> runs(MeterRegistry registry, Timer lateness, String outcome) {
        return List.copyOf(registry.find("jdatasks.runs")
                .tags("loop", loop(lateness), "outcome", outcome)
                .timers());
    }

    private static long count(List<Timer> timers) {
        return timers.stream().mapToLong(Timer::count).sum();
    }

    private static String most(List<Timer> timers, ToDoubleFunction<Timer> millis) {
        return String.format(
                Locale.ROOT, "%.1f", timers.stream().mapToDouble(millis).max().orElse(0));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
