package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.contender.JdaTasks;
import io.github.jdatasks.benchmarks.measure.Rounds;
import io.github.jdatasks.benchmarks.measure.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code changeInterval} and then {@code cancel} of all of a million loops: what each costs, to the end of its effect. */
public final class Change implements Scenario {
    private static final Duration HOUR = Duration.ofHours(1);

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) {
        try (JdaTasks contender = (JdaTasks) entrant.create()) {
            LoopTask[] loops = new LoopTask[effort.million()];
            for (int i = 0; i < loops.length; i++) {
                loops[i] = start(contender);
            }
            contender.awaitStarted();
            LoopTask last = start(contender);
            Map<String, Object> figures = change(loops, last, effort.rounds());
            figures.putAll(cancel(loops));
            return figures;
        }
    }

    private static LoopTask start(JdaTasks contender) {
        LoopTask loop = contender.build(HOUR.toNanos(), HOUR.toNanos(), run -> {});
        var unused = loop.start();
        return loop;
    }

    private static Map<String, Object> change(LoopTask[] loops, LoopTask last, int rounds) {
        Rounds calls = new Rounds();
        Rounds effective = new Rounds();
        Rounds cpu = new Rounds();
        for (int round = 0; round < rounds; round++) {
            Duration interval = HOUR.plusMinutes(round + 1);
            Usage before = Usage.now();
            for (LoopTask loop : loops) {
                loop.changeInterval(interval);
            }
            calls.add(System.nanoTime() - before.nanoTime());
            // What is asked of the last loop is done after what was asked of the others; the second time, after what
            // came of that.
            last.runNow().join();
            last.runNow().join();
            Usage used = Usage.since(before);
            effective.add(used.nanoTime());
            cpu.add(used.cpuNanos());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("changeCallNanos", calls.warmNanosOf(loops.length));
        figures.put("changeEffectiveNanos", effective.warmNanosOf(loops.length));
        figures.put("changeCpuNanos", cpu.warmNanosOf(loops.length));
        return figures;
    }

    private static Map<String, Object> cancel(LoopTask[] loops) {
        Usage before = Usage.now();
        for (LoopTask loop : loops) {
            var unused = loop.cancel();
        }
        double calls = System.nanoTime() - before.nanoTime();
        for (LoopTask loop : loops) {
            loop.completion().join();
        }
        Usage used = Usage.since(before);
        return Map.of(
                "cancelCallNanos", calls / loops.length,
                "cancelEffectiveNanos", (double) used.nanoTime() / loops.length,
                "cancelCpuNanos", (double) used.cpuNanos() / loops.length);
    }
}
