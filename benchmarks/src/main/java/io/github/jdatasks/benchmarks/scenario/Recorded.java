package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Usage;
import io.github.jdatasks.benchmarks.scenario.BackToBack.Busy;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.Recording;

/** One task that is always due: what a run costs before a flight recording of all runs, during it, and after it. */
public final class Recorded implements Scenario {
    private static final long MAX_SIZE = 50_000_000;

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        Map<String, Object> figures = new LinkedHashMap<>();
        Busy task = new Busy();
        try (Contender contender = entrant.create()) {
            contender.start(task, 1);
            measure("before", task, effort, figures);
            try (Recording recording = new Recording()) { // of no events of the JVM
                recording.setMaxSize(MAX_SIZE);
                recording.start();
                measure("during", task, effort, figures);
            }
            measure("after", task, effort, figures);
        }
        return figures;
    }

    private static void measure(String when, Busy task, Effort effort, Map<String, Object> figures)
            throws InterruptedException {
        Thread.sleep(effort.warmUp().toMillis());
        long runsBefore = task.runs();
        Usage before = Usage.now();
        Thread.sleep(effort.window().toMillis());
        double runs = task.runs() - runsBefore;
        Usage used = Usage.since(before);
        figures.put(when + "Nanos", used.cpuNanos() / runs);
        figures.put(when + "Bytes", used.bytes() / runs);
    }
}
