package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.contender.JdaTasks;
import io.github.jdatasks.benchmarks.measure.Rounds;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** From {@code stop()} of an idle loop to the completion of its future. */
public final class Stop implements Scenario {
    private static final int LOOPS = 2_000;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) {
        Rounds completed = new Rounds();
        Rounds noticed = new Rounds();
        try (JdaTasks loops = (JdaTasks) entrant.create()) {
            for (int round = 0; round < effort.rounds(); round++) {
                completed = new Rounds();
                noticed = new Rounds();
                LoopTask[] idle = new LoopTask[LOOPS];
                for (int i = 0; i < LOOPS; i++) {
                    idle[i] = loops.build(HOUR, HOUR, run -> {});
                    var unused = idle[i].start();
                }
                loops.awaitStarted();
                for (LoopTask loop : idle) {
                    stop(loop, completed, noticed);
                }
            }
        }
        return Map.of(
                "completedMicrosP50", completed.micros(50),
                "completedMicrosP99", completed.micros(99),
                "joinedMicrosP50", noticed.micros(50),
                "joinedMicrosP99", noticed.micros(99));
    }

    private static void stop(LoopTask loop, Rounds completed, Rounds noticed) {
        LockSupport.parkNanos(PAUSE); // so that each stop finds the threads of the library asleep
        AtomicLong completedAt = new AtomicLong();
        CompletableFuture<Void> ended = loop.completion().thenRun(() -> completedAt.set(System.nanoTime()));
        long before = System.nanoTime();
        var unused = loop.stop();
        ended.join();
        noticed.add(System.nanoTime() - before);
        completed.add(completedAt.get() - before);
    }
}
