package io.github.jdatasks.e2e.faults;

import io.github.jdatasks.e2e.EndToEnd;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bots that suffer random faults, and a look at all their loops during and after each. {@code -Dtests.faults.seed=…}
 * repeats a run, as far as the faults go.
 */
@EndToEnd
class FaultsTest {
    /** They cost JDA seconds. */
    private static final Set<Fault> LONG = EnumSet.of(
            Fault.OP9,
            Fault.OP9_STORM,
            Fault.RESUME_REFUSED_FOR_GOOD,
            Fault.SERVER_DOWN_AND_UP,
            Fault.FROZEN_PEER,
            Fault.REST_TIMEOUT,
            Fault.RATE_LIMIT,
            Fault.RESUME_REFUSED_IN_A_LOOP);

    @ParameterizedTest(name = "{0} shards, {1} threads of a pool")
    @CsvSource({"1, 0", "1, 1", "1, 4", "2, 0", "2, 1", "2, 4"})
    void loops_survive_faults(int shards, int poolThreads) {
        suffer(shards, poolThreads, 5, EnumSet.complementOf(EnumSet.copyOf(LONG)));
    }

    @ParameterizedTest(name = "{0} shards, {1} threads of a pool")
    @CsvSource({"1, 0", "1, 1", "1, 4", "2, 0", "2, 1", "2, 4"})
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void loops_survive_a_thousand_faults(int shards, int poolThreads) {
        // Rounded up: six times that are a thousand.
        suffer(shards, poolThreads, Integer.getInteger("tests.faults", 167), EnumSet.allOf(Fault.class));
    }

    private static void suffer(int shards, int poolThreads, int count, Set<Fault> kinds) {
        long seed = Long.getLong("tests.faults.seed", System.nanoTime());
        System.out.printf("%d shards, %d threads of a pool: tests.faults.seed=%d%n", shards, poolThreads, seed);
        Map<Fault, Integer> suffered = new EnumMap<>(Fault.class);
        long begin = System.nanoTime();
        try (Patient bot = new Patient(shards, poolThreads, new Random(seed))) {
            bot.awaitBack();
            Fault[] bag = bag(kinds, bot);
            for (int i = 0; i < count; i++) {
                Fault fault = bag[bot.random(bag.length)];
                suffered.merge(fault, 1, Integer::sum);
                try {
                    bot.suffer(fault);
                } catch (Throwable failed) {
                    throw new AssertionError("After fault " + (i + 1) + ", " + fault + ", of seed " + seed, failed);
                }
            }
            bot.end();
            System.out.printf(
                    "%d faults and %s in %d s; all of them: %s%n",
                    count, bot.fleet(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), suffered);
        }
    }

    private static Fault[] bag(Set<Fault> kinds, Patient bot) {
        return kinds.stream()
                .filter(kind -> kind.fits(bot))
                .flatMap(kind -> Arrays.stream(new Fault[kind.weight()]).map(empty -> kind))
                .toArray(Fault[]::new);
    }
}
