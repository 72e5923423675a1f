package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Fires;
import io.github.jdatasks.benchmarks.measure.Lateness;
import io.github.jdatasks.benchmarks.measure.Probe;
import io.github.jdatasks.benchmarks.measure.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/** Tasks with an empty body, in random phases: what each run costs and how late it is. */
public final class Steady implements Scenario {
    private static final int DENSE_TASKS = 2_000;
    private static final int FEW_TASKS = 100;
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final double NANOS_PER_MICRO = 1_000;

    private final ToIntFunction<Effort> tasks;
    private final Duration period;

    /**
     * @param tasks how many
     * @param period of each
     */
    public Steady(ToIntFunction<Effort> tasks, Duration period) {
        this.tasks = tasks;
        this.period = period;
    }

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        int count = tasks.applyAsInt(effort);
        boolean few = count <= FEW_TASKS;
        if (few) {
            warmUp(entrant, effort);
        }
        try (Contender contender = entrant.create()) {
            Fires fires = new Fires();
            startAll(contender, fires, count, period);
            contender.awaitStarted();
            Thread.sleep(period.plus(few ? SETTLING : effort.warmUp()).toMillis());
            Usage before = Usage.now();
            fires.next();
            // The fewer there are, the longer it takes until a percentile means something.
            Thread.sleep(effort.window().multipliedBy(few ? 2 : 1).toMillis());
            Lateness lateness = fires.next();
            return describe(count, lateness, Usage.since(before));
        }
    }

    /** A few tasks alone would need minutes until their code has been compiled. */
    private void warmUp(Entrant entrant, Effort effort) throws InterruptedException {
        try (Contender dense = entrant.create()) {
            startAll(dense, new Fires(), DENSE_TASKS, period);
            Thread.sleep(effort.warmUp().toMillis());
        }
    }

    static void startAll(Contender contender, Fires fires, int tasks, Duration period) {
        SplittableRandom random = new SplittableRandom(1);
        long nanos = period.toNanos();
        for (int i = 0; i < tasks; i++) {
            contender.start(new Probe(fires, nanos), random.nextLong(nanos));
        }
    }

    private Map<String, Object> describe(int count, Lateness lateness, Usage used) {
        double fires = lateness.count();
        double due = (double) count * used.nanoTime() / period.toNanos();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("firesPerSecond", fires * Duration.ofSeconds(1).toNanos() / used.nanoTime());
        figures.put("firesOfThoseDue", fires / due);
        figures.put("cpuMicrosPerFire", used.cpuNanos() / fires / NANOS_PER_MICRO);
        figures.put("switchesPerFire", used.switches() / fires);
        figures.put("bytesPerFire", used.bytes() / fires);
        figures.put("collections", used.collections());
        figures.put("lateMicros", lateness.percentiles());
        return figures;
    }
}
