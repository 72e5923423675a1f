package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.benchmarks.contender.Entrant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How long the first cog of a process takes to be built, and the second one. */
public final class FirstCog implements Scenario {
    private static final double NANOS_PER_MILLI = 1_000_000;

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) {
        double first = build();
        return Map.of("firstCogMillis", first, "secondCogMillis", build());
    }

    private static double build() {
        long before = System.nanoTime();
        LoopCog cog = new Typical();
        double millis = (System.nanoTime() - before) / NANOS_PER_MILLI;
        cog.unload().join();
        return millis;
    }

    /** A cog with one of each that cogs have. */
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the library calls them
    private static final class Typical extends LoopCog {
        @Loop(minutes = 5)
        void status() {}

        @Loop(cron = "0 9 * * MON-FRI", zone = "Europe/Berlin")
        void digest(LoopContext run) {}

        @Loop(hours = 1, name = "backup")
        CompletionStage<Void> save() {
            return CompletableFuture.completedFuture(null);
        }

        @BeforeLoop("status")
        void prepare() {}
    }
}
