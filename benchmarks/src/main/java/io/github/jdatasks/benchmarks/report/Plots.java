package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two pictures. */
public final class Plots {
    private static final String[] PERCENTILES = {"50", "75", "90", "95", "97.5", "99", "99.5", "99.75", "99.9", "99.99"
    };

    private final Results results;

    public Plots(Results results) {
        this.results = results;
    }

    /** Returns how the lateness of runs is distributed at 100,000 runs a second. */
    public String lateness() {
        Map<Double, String> across = new LinkedHashMap<>();
        Map<Double, String> names = new LinkedHashMap<>();
        for (String percentile : PERCENTILES) {
            double rarity = 1 / (1 - Double.parseDouble(percentile) / 100); // so that each nine takes the same room
            names.put(rarity, percentile);
            across.put(
                    rarity,
                    percentile.length() == 2 || percentile.equals("99.9") || percentile.equals("99.99")
                            ? percentile
                            : "");
        }
        Axis percentiles = new Axis("percentile of all runs", 2, 1e4, across);
        Axis micros = new Axis(
                "lateness, 100,000 tasks each once a second",
                10,
                1e6,
                Map.of(10., "10 µs", 100., "100 µs", 1e3, "1 ms", 1e4, "10 ms", 1e5, "100 ms", 1e6, "1 s"));
        return new Plot(
                        percentiles,
                        micros,
                        (entrant, jdk, x) ->
                                results.median(Experiment.STEADY_100K, entrant, jdk, "lateMicros.p" + names.get(x)))
                .draw(results.jdks());
    }

    /** Returns what a run costs, by the number of tasks. */
    public String cost() {
        Axis tasks = new Axis(
                "tasks, each once a second; the million every 10 s",
                1e3,
                1e6,
                Map.of(1e3, "1,000", 1e4, "10,000", 1e5, "100,000", 1e6, "1,000,000"));
        Axis micros = new Axis(
                "processor time per run",
                0.3,
                300,
                Map.of(
                        0.3, "0.3 µs", 1., "1 µs", 3., "3 µs", 10., "10 µs", 30., "30 µs", 100., "100 µs", 300.,
                        "300 µs"));
        return new Plot(tasks, micros, (entrant, jdk, x) -> results.median(ofSize(x), entrant, jdk, "cpuMicrosPerFire"))
                .draw(results.jdks());
    }

    private static Experiment ofSize(double tasks) {
        if (tasks < 1e4) {
            return Experiment.STEADY_1K;
        }
        if (tasks < 1e5) {
            return Experiment.STEADY_10K;
        }
        return tasks < 1e6 ? Experiment.STEADY_100K : Experiment.STEADY_MILLION;
    }
}
