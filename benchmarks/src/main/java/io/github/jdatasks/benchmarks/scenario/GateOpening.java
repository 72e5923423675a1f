package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.contender.JdaTasks;
import io.github.jdatasks.benchmarks.measure.Rounds;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The gate opens for loops all of which missed a run while it was closed. */
public final class GateOpening implements Scenario {
    private static final int LOOPS = 100_000;
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration CLOSED = PERIOD.plusMillis(200);
    private static final Duration SETTLING = Duration.ofMillis(300);
    private static final int TOGGLES = 2_000;
    private static final long BETWEEN_TOGGLES = TimeUnit.MICROSECONDS.toNanos(300);

    private final AtomicInteger begun = new AtomicInteger();
    private volatile int opening;
    private volatile long lastBegun;

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        Rounds all = new Rounds();
        Rounds held = new Rounds();
        try (JdaTasks contender = (JdaTasks) entrant.create()) {
            start(contender);
            Thread.sleep(PERIOD.multipliedBy(2).toMillis());
            for (int round = 1; round <= effort.rounds(); round++) {
                open(contender, round, all, held);
            }
        }
        Rounds toggles = toggle(entrant);
        return Map.of(
                "allBegunMillis", all.warmMillis(),
                "jdaThreadMicrosAfterSilence", held.micros(50),
                "jdaThreadMicrosP50", toggles.micros(50),
                "jdaThreadMicrosP99", toggles.micros(99));
    }

    private void start(JdaTasks contender) {
        for (int i = 0; i < LOOPS; i++) {
            long phase = PERIOD.toNanos() * i / LOOPS;
            int[] seen = new int[1];
            LoopTask loop = contender.build(PERIOD.toNanos(), phase, run -> begin(seen));
            var unused = loop.start();
        }
    }

    private void begin(int[] seen) {
        if (seen[0] != opening) {
            seen[0] = opening;
            if (begun.incrementAndGet() == LOOPS) {
                lastBegun = System.nanoTime();
            }
        }
    }

    private void open(JdaTasks contender, int round, Rounds all, Rounds held) throws InterruptedException {
        contender.bot().disconnect();
        Thread.sleep(CLOSED.toMillis());
        begun.set(0);
        opening = round;
        long before = System.nanoTime();
        contender.bot().connect();
        held.add(System.nanoTime() - before);
        while (begun.get() < LOOPS) {
            LockSupport.parkNanos(BETWEEN_TOGGLES);
        }
        all.add(lastBegun - before);
        Thread.sleep(SETTLING.toMillis());
    }

    /** How long the thread that brings the event is held, again and again, with loops that are not due. */
    private static Rounds toggle(Entrant entrant) {
        Rounds held = new Rounds();
        try (JdaTasks contender = (JdaTasks) entrant.create()) {
            long hour = Duration.ofHours(1).toNanos();
            for (int i = 0; i < LOOPS / 10; i++) {
                var unused = contender.build(hour, hour, run -> {}).start();
            }
            contender.awaitStarted();
            for (int i = 0; i < 2 * TOGGLES; i++) {
                contender.bot().disconnect();
                LockSupport.parkNanos(BETWEEN_TOGGLES);
                long before = System.nanoTime();
                contender.bot().connect();
                if (i >= TOGGLES) {
                    held.add(System.nanoTime() - before);
                }
                LockSupport.parkNanos(BETWEEN_TOGGLES);
            }
        }
        return held;
    }
}
