package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Counter;
import io.github.jdatasks.benchmarks.measure.Fires;
import io.github.jdatasks.benchmarks.measure.Switches;
import java.time.Duration;
import java.util.Map;

/** Tasks none of which is due for an hour: how often a thread wakes up to find that out. */
public final class Idle implements Scenario {
    private static final int TASKS = 100_000;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    /** Until threads that started the loops have gone. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        try (Contender contender = entrant.create()) {
            Counter counter = new Counter(new Fires(), HOUR);
            for (int i = 0; i < TASKS; i++) {
                contender.start(counter, HOUR);
            }
            Thread.sleep(SETTLING.toMillis());
            long before = wakeUps();
            Thread.sleep(effort.window().multipliedBy(2).toMillis());
            return Map.of("wakeUps", (double) (wakeUps() - before));
        }
    }

    /** Those of the threads of all contenders, by their names; the JVM's own threads have others. */
    private static long wakeUps() {
        return Switches.of(name -> name.startsWith("jda-tasks")
                || name.startsWith("worker")
                || name.startsWith("ForkJoinPool")
                || name.startsWith("pool-"));
    }
}
