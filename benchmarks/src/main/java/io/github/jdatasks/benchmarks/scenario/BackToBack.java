package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Task;
import io.github.jdatasks.benchmarks.measure.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One task that is always due and does nothing: what a run costs when no thread has to be woken. */
public final class BackToBack implements Scenario {
    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        Busy task = new Busy();
        try (Contender contender = entrant.create()) {
            contender.start(task, 1);
            Thread.sleep(effort.warmUp().toMillis());
            long runsBefore = task.runs();
            Usage before = Usage.now();
            Thread.sleep(effort.window().toMillis());
            double runs = task.runs() - runsBefore;
            Usage used = Usage.since(before);
            return Map.of(
                    "runsPerSecond", runs * Duration.ofSeconds(1).toNanos() / used.nanoTime(),
                    "cpuNanosPerRun", used.cpuNanos() / runs,
                    "bytesPerRun", used.bytes() / runs);
        }
    }

    /** A task that is always due. */
    static final class Busy implements Task {
        private final AtomicLong runs = new AtomicLong();

        long runs() {
            return runs.get();
        }

        @Override
        public void run() {
            runs.setRelease(runs.getPlain() + 1);
        }

        @Override
        public long period() {
            return 1;
        }

        @Override
        public void plan(long first, boolean catchesUp) {
            // always due
        }

        @Override
        public long due() {
            return 0;
        }
    }
}
