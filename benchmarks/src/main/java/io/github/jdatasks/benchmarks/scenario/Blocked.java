package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Fires;
import io.github.jdatasks.benchmarks.measure.Lateness;
import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One body that never returns, and how late the other tasks are for it. */
public final class Blocked implements Scenario {
    private static final int OTHERS = 10_000;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        Stuck stuck = new Stuck();
        try (Contender contender = entrant.create()) {
            Fires fires = new Fires();
            Steady.startAll(contender, fires, OTHERS, PERIOD);
            contender.awaitStarted();
            Thread.sleep(PERIOD.plus(effort.warmUp()).toMillis());
            Lateness without = window(fires, effort);
            contender.start(stuck, 1);
            stuck.awaitBegun();
            Lateness with = window(fires, effort);
            stuck.release(); // it only had to last as long as the window
            return Map.of(
                    "withoutMicrosP50", without.micros(50),
                    "withoutMicrosP99", without.micros(99),
                    "withMicrosP50", with.micros(50),
                    "withMicrosP99", with.micros(99));
        }
    }

    private static Lateness window(Fires fires, Effort effort) throws InterruptedException {
        fires.next();
        Thread.sleep(effort.window().toMillis());
        return fires.next();
    }

    private static final class Stuck implements Task {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        void awaitBegun() throws InterruptedException {
            begun.await();
        }

        void release() {
            end.countDown();
        }

        @Override
        public void run() {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public long period() {
            return Duration.ofHours(1).toNanos();
        }

        @Override
        public void plan(long first, boolean catchesUp) {
            // it has one run
        }

        @Override
        public long due() {
            return System.nanoTime() + period();
        }
    }
}
