package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The figures of all JVMs so far. */
public final class Results {
    private final Map<Key, List<DataObject>> figures = new LinkedHashMap<>();

    /** Who did what, and where. */
    private record Key(Experiment experiment, Entrant entrant, int jdk) {}

    /** Adds what one JVM has measured. */
    public void add(Experiment experiment, Entrant entrant, int jdk, DataObject measured) {
        figures.computeIfAbsent(new Key(experiment, entrant, jdk), key -> new ArrayList<>())
                .add(measured);
    }

    /** Returns the JDKs that there are figures for. */
    public Set<Integer> jdks() {
        Set<Integer> jdks = new TreeSet<>();
        figures.keySet().forEach(key -> jdks.add(key.jdk));
        return jdks;
    }

    /**
     * Returns the median of all JVMs.
     *
     * @param name the name of a figure; with a dot, that of a figure inside another
     * @return NaN if it has not been measured
     */
    public double median(Experiment experiment, Entrant entrant, int jdk, String name) {
        double[] sorted = figures.getOrDefault(new Key(experiment, entrant, jdk), List.of()).stream()
                .mapToDouble(measured -> figure(measured, name))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns by how much a median is above that of an idle process. */
    double aboveIdle(Experiment experiment, Entrant entrant, int jdk, String name) {
        return median(experiment, entrant, jdk, name) - median(experiment, Entrant.NOTHING, jdk, name);
    }

    /** Returns what a run of a bot takes of something, such as {@code CpuMicros}. */
    double perRun(Experiment experiment, Entrant entrant, int jdk, String when, String what) {
        return aboveIdle(experiment, entrant, jdk, when + what + "PerSecond")
                / median(experiment, entrant, jdk, when + "RunsPerSecond");
    }

    private static double figure(DataObject measured, String name) {
        int dot = name.indexOf('.');
        if (dot >= 0) {
            return measured.optObject(name.substring(0, dot))
                    .map(inner -> inner.getDouble(name.substring(dot + 1), Double.NaN))
                    .orElse(Double.NaN);
        }
        return measured.getDouble(name, Double.NaN);
    }

    /** Returns everything, each JVM by itself. */
    public DataArray toJson() {
        DataArray all = DataArray.empty();
        figures.forEach((key, forks) -> {
            DataArray each = DataArray.empty();
            forks.forEach(each::add);
            all.add(DataObject.empty()
                    .put("experiment", key.experiment.name())
                    .put("what", key.experiment.label())
                    .put("contender", key.entrant.label())
                    .put("jdk", key.jdk)
                    .put("forks", each));
        });
        return all;
    }
}
