package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Counter;
import io.github.jdatasks.benchmarks.measure.Fires;
import io.github.jdatasks.benchmarks.measure.Footprint;
import io.github.jdatasks.benchmarks.measure.Heap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tasks that have run once and wait: how much heap each of them takes. All share one body and one name. */
public final class Memory implements Scenario {
    private static final int TASKS = 100_000;
    /** Two that take minutes to be given so many. */
    private static final int TASKS_OF_THE_SLOW = 10_000;

    private static final int EARLIER_TASKS = 1_000;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final Duration SETTLING = Duration.ofMillis(500);

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Contender contender = entrant.create()) {
            Fires fires = new Fires();
            Counter counter = new Counter(fires, HOUR);
            run(contender, counter, fires, EARLIER_TASKS);
            long before = Heap.used();
            int tasks = tasks(entrant);
            run(contender, counter, fires, tasks);
            figures.put("bytesPerTask", (double) (Heap.used() - before) / tasks);
        }
        if (entrant == Entrant.LOOPS) {
            figures.put("bytesPerLoopByClass", parse(entrant));
        }
        return figures;
    }

    private static int tasks(Entrant entrant) {
        return entrant == Entrant.QUARTZ || entrant == Entrant.WISP ? TASKS_OF_THE_SLOW : TASKS;
    }

    private static void run(Contender contender, Counter counter, Fires fires, int tasks) throws InterruptedException {
        long before = fires.count();
        for (int i = 0; i < tasks; i++) {
            contender.start(counter, 0);
        }
        contender.awaitStarted();
        while (fires.count() < before + tasks) {
            Thread.sleep(SETTLING.toMillis());
        }
        Thread.sleep(SETTLING.toMillis());
    }

    /** Every loop reaches all others through its scheduler; so what one of them takes is what the whole has grown by. */
    private static Map<String, Double> parse(Entrant entrant) throws InterruptedException {
        Fires fires = new Fires();
        Counter counter = new Counter(fires, HOUR);
        try (Contender loops = entrant.create()) {
            run(loops, counter, fires, EARLIER_TASKS);
            Footprint before = Footprint.of(loops);
            run(loops, counter, fires, EARLIER_TASKS);
            return Footprint.of(loops).growthPer(EARLIER_TASKS, before);
        }
    }
}
