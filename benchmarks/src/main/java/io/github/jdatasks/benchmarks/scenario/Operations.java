package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.jmh.GateEvents;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** All benchmarks of JMH, which forks a JVM of its own for each. */
public final class Operations implements Scenario {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 3;

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) {
        Options options = new OptionsBuilder()
                .include(GateEvents.class.getPackageName() + "\\..*")
                .param("loops", Integer.toString(effort.million()))
                .forks(1)
                .warmupIterations(2)
                .warmupTime(TimeValue.milliseconds(effort.window().toMillis() / ITERATIONS))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(effort.window().toMillis() / ITERATIONS))
                .addProfiler(GCProfiler.class)
                .build();
        try {
            return figures(new Runner(options).run());
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> figures(Collection<RunResult> results) {
        Map<String, Object> figures = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getPrimaryResult().getLabel();
            double batch = result.getParams().getMeasurement().getBatchSize();
            figures.put(name + "Nanos", result.getPrimaryResult().getScore() / batch);
            Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
            if (bytes != null) {
                figures.put(name + "Bytes", bytes.getScore() / batch);
            }
        }
        return figures;
    }
}
