package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.e2e.durable.TickRuns.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Durable loops in a file, and a process that is killed at random moments and started again. Each tick has its run; one
 * more only if the process that was killed had it in hand.
 *
 * <p>{@code -Dtests.restart.seed=…} takes the same moments again, {@code -Dtests.restart.rounds=…} more of them.
 */
@Tag("posix")
@EndToEnd
class RestartTest {
    /** Some are killed while they start, one in so many. */
    private static final int EARLY = 5;

    private static final int START_MILLIS = 1_200;
    private static final int FLOW_MILLIS = 2_000;

    @TempDir
    private Path directory = Path.of("");

    private final List<NodeProcess> lives = new ArrayList<>();

    @AfterEach
    void close() {
        lives.forEach(NodeProcess::close);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES) // it starts five JVMs, one after the other
    void no_tick_is_lost_if_the_process_is_killed() throws Exception {
        killTimes(4);
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void no_tick_is_lost_if_the_process_is_killed_fifty_times() throws Exception {
        killTimes(Integer.getInteger("tests.restart.rounds", 50));
    }

    private void killTimes(int times) throws Exception {
        long seed = Long.getLong("tests.restart.seed", System.nanoTime());
        System.out.printf("tests.restart.seed=%d%n", seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            NodeProcess process = start();
            boolean early = i > 0 && random.nextInt(EARLY) == 0;
            if (!early) {
                process.awaitLine(TickJournal.BEGIN);
            }
            process.letRunFor(TimeUnit.MILLISECONDS.toNanos(random.nextInt(early ? START_MILLIS : FLOW_MILLIS)));
            process.kill();
        }
        NodeProcess last = start();
        last.awaitLine(TickJournal.BEGIN);
        Instant cutOff = Instant.now();
        Await.until("all ticks", () -> TickRuns.of(lives).haveReached(RestartNode.LOOPS, cutOff), last::output);
        last.terminate();
        check(times, cutOff);
    }

    private NodeProcess start() {
        NodeProcess process = NodeProcess.start("life-" + lives.size(), directory, RestartNode.class, directory);
        lives.add(process);
        return process;
    }

    private void check(int kills, Instant cutOff) {
        TickRuns runs = TickRuns.of(lives);
        runs.assertEachTickHasARun(RestartNode.LOOPS, RestartNode.STEP, cutOff);
        Map<Tick, Integer> held = new HashMap<>();
        for (NodeProcess life : lives) {
            life.lines().stream()
                    .map(line -> line.split(" ", 4))
                    .filter(words -> words[0].equals(TickJournal.HELD))
                    .forEach(words -> held.merge(Tick.parse(words[1], words[2]), 1, Integer::sum));
            assertThat(life.lines())
                    .as("log of %s", life)
                    .filteredOn(line -> line.startsWith(TickJournal.LOG) && !line.startsWith(TickJournal.LOG + " INFO"))
                    .allMatch(line -> line.contains(" has not been heard of for "));
        }
        List<List<Run>> repeated = runs.repeated(tick -> held.getOrDefault(tick, 0));
        long cutShort = runs.all().stream().filter(run -> run.end() == null).count();
        System.out.printf(
                "%d kills, %d ticks of %d loops, each with a completed run; %d runs cut short, %d times a tick in"
                        + " hand of a killed process, %d ticks run more than once%n",
                kills,
                runs.ticks(),
                RestartNode.LOOPS,
                cutShort,
                held.values().stream().mapToInt(Integer::intValue).sum(),
                repeated.size());
    }
}
