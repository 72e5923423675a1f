package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.EndToEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three bots with the same durable loops on one PostgreSQL. One is killed, one is terminated, one loses Discord, and all
 * lose the database for a while. Each tick has its run, none has two but those that the killed process had in hand, and
 * none begins behind a closed gate.
 *
 * <p>{@code -Dtests.cluster.rounds=…} repeats the long form, {@code -Dtests.cluster.seed=…} takes the same moments again.
 */
@Tag("posix")
@EndToEnd
class ClusterTest {
    @TempDir
    private Path directory = Path.of("");

    /**
     * When what happens, in milliseconds since all take part.
     *
     * @param calm when lateness begins to count; it ends with the first fault
     * @param gatewayFor how long one has no gateway, at most
     * @param spread each moment is up to so much later
     * @param missedHeartbeats far more than the outage takes, to which the pool adds seconds before it tries again
     */
    private record Timetable(
            int calm,
            int gateway,
            int kill,
            int gatewayFor,
            int terminate,
            int database,
            int databaseFor,
            int end,
            int spread,
            int heartbeat,
            int missedHeartbeats) {}

    private static final Timetable SHORT =
            new Timetable(1_000, 3_000, 3_500, 2_500, 6_000, 8_000, 1_500, 10_500, 200, 500, 14);

    private static final Timetable LONG =
            new Timetable(5_000, 20_000, 23_000, 10_000, 33_000, 43_000, 5_000, 60_000, 2_000, 1_000, 16);

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES) // it starts a database and several JVMs
    void each_tick_has_one_run_whatever_ends_or_goes_away() throws Exception {
        long p99 = round(SHORT, Long.getLong("tests.cluster.seed", System.nanoTime()));
        assertThat(p99).isLessThan(1_000);
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void each_tick_of_a_minute_has_one_run() throws Exception {
        long seed = Long.getLong("tests.cluster.seed", System.nanoTime());
        int rounds = Integer.getInteger("tests.cluster.rounds", 1);
        for (int i = 0; i < rounds; i++) {
            assertThat(round(LONG, seed + i)).isLessThanOrEqualTo(50);
        }
    }

    /** Returns the 99th percentile of the lateness of ticks while nothing was wrong, in milliseconds. */
    private long round(Timetable plan, long seed) throws Exception {
        System.out.println("tests.cluster.seed=" + seed);
        Path own = Files.createTempDirectory(directory, "cluster");
        try (Cluster cluster = new Cluster(own, seed, plan.spread, plan.heartbeat, plan.missedHeartbeats)) {
            cluster.startAll();
            cluster.at(plan.calm).beginCalm();
            cluster.at(plan.gateway).endCalm();
            cluster.gatewayDown(0);
            cluster.at(plan.kill).kill(1);
            cluster.at(plan.gateway + plan.gatewayFor).gatewayUp(0);
            cluster.at(plan.terminate).terminate(2);
            cluster.at(plan.database).databaseAwayFor(plan.databaseFor);
            cluster.at(plan.end).awaitAll();
            cluster.endAll();
            return cluster.check();
        }
    }
}
