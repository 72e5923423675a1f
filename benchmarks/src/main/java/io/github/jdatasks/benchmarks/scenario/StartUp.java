package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Counter;
import io.github.jdatasks.benchmarks.measure.Fires;
import io.github.jdatasks.benchmarks.measure.Rounds;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToIntFunction;

/** How long it takes to make and start many tasks, until all of them are waiting for their first run. */
public final class StartUp implements Scenario {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ToIntFunction<Effort> tasks;

    public StartUp(ToIntFunction<Effort> tasks) {
        this.tasks = tasks;
    }

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) {
        Counter counter = new Counter(new Fires(), HOUR);
        int count = tasks.applyAsInt(effort);
        Rounds calls = new Rounds();
        Rounds started = new Rounds();
        // A million is started less often: it takes as many seconds as the smaller ones take tenths of one.
        int rounds = count > 100_000 ? Math.max(2, effort.rounds() / 3) : effort.rounds();
        for (int round = 0; round < rounds; round++) {
            System.gc(); // which else would come at some moment of the next round
            try (Contender contender = entrant.create()) {
                long before = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    contender.start(counter, HOUR);
                }
                calls.add(System.nanoTime() - before);
                contender.awaitStarted();
                started.add(System.nanoTime() - before);
            }
        }
        return Map.of(
                "callsMillis", calls.warmMillis(),
                "startedMillis", started.warmMillis(),
                "firstRoundMillis", started.firstMillis());
    }
}
