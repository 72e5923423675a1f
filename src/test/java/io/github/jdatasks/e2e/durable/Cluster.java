package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.durable.TickRuns.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Three processes, their database, and what is done to them. Used by one thread. */
final class Cluster implements AutoCloseable {
    private static final int PROCESSES = 3;
    private static final int LOOPS = 20;

    private static final String GONE = " cannot be used: ";

    /** What the library may say while processes and the database come and go. */
    private static final Pattern EXPECTED = Pattern.compile("WARN io.github.jdatasks.DurableLoops line "
            + "(The database of the durable loops" + GONE + ".*"
            + "|Loop \\S+: the process \\S+ has not been heard of for \\d+ s, so its tick of \\S+ is repeated)");

    /** What may lie between the claim of a run and the begin of its body. */
    private static final Duration CLAIMED = Duration.ofMillis(100);

    private final Path directory;
    private final Random random;
    private final int spread;
    private final int heartbeat;
    private final int missedHeartbeats;
    private final PostgresServer server;
    private final List<NodeProcess> lives = new ArrayList<>();
    private final NodeProcess[] now = new NodeProcess[PROCESSES];
    private final Set<Tick> heldByKilled = new HashSet<>();
    private final List<NodeProcess> sawOutage = new ArrayList<>();
    private long start; // when all took part
    private Instant calmFrom = Instant.MAX;
    private Instant calmTo = Instant.MAX;
    private Instant cutOff = Instant.MAX;

    Cluster(Path directory, long seed, int spread, int heartbeat, int missedHeartbeats) throws IOException {
        this.directory = directory;
        this.random = new Random(seed);
        this.spread = spread;
        this.heartbeat = heartbeat;
        this.missedHeartbeats = missedHeartbeats;
        this.server = PostgresServer.startIn(directory.resolve("data"));
    }

    void startAll() {
        for (int i = 0; i < PROCESSES; i++) {
            start(i);
        }
        for (NodeProcess process : now) {
            process.awaitLine(TickJournal.BEGIN);
        }
        start = System.nanoTime();
    }

    private void start(int number) {
        String name = "abc".charAt(number) + "-" + lives.size();
        now[number] = NodeProcess.start(
                name, directory, ClusterNode.class, server.url(name), LOOPS, heartbeat, missedHeartbeats);
        lives.add(now[number]);
    }

    /** Waits until a moment, or up to the spread later. */
    Cluster at(int millis) {
        long moment = start + (millis + random.nextInt(spread)) * 1_000_000L;
        Await.until("the next fault", () -> System.nanoTime() - moment >= 0);
        return this;
    }

    void beginCalm() {
        calmFrom = Instant.now();
    }

    void endCalm() {
        calmTo = Instant.now();
    }

    void gatewayDown(int number) {
        now[number].tell(ClusterNode.GATEWAY_DOWN);
        now[number].awaitLine(TickJournal.CLOSED);
    }

    void gatewayUp(int number) {
        now[number].tell(ClusterNode.GATEWAY_UP);
    }

    /** Kills a process while it has a run in progress, and starts the next one in its place. */
    void kill(int number) throws SQLException {
        NodeProcess victim = now[number];
        Await.until("a run in progress in " + victim, () -> hasRunInProgress(victim));
        victim.kill();
        heldByKilled.addAll(heldBy(victim));

        start(number);
    }

    private static boolean hasRunInProgress(NodeProcess process) {
        return TickRuns.of(List.of(process)).all().stream().anyMatch(run -> run.end() == null);
    }

    /** Returns the ticks that a process had in hand when it died, as the table says when it has got all from it. */
    private Set<Tick> heldBy(NodeProcess dead) throws SQLException {
        Set<Tick> held = new HashSet<>();
        try (Connection connection = server.database("test").getConnection();
                PreparedStatement theirs =
                        connection.prepareStatement("select 1 from pg_stat_activity where application_name = ?");
                PreparedStatement picked = connection.prepareStatement("select task_name, execution_time"
                        + " from scheduled_tasks where picked and picked_by like '%-' || ? || '-%'")) {
            theirs.setString(1, dead.name());
            Await.until("the end of the connections of " + dead, () -> isEmpty(theirs));
            picked.setString(1, Long.toString(dead.pid()));
            try (ResultSet rows = picked.executeQuery()) {
                while (rows.next()) {
                    String loop = rows.getString(1).replaceFirst(".*\\.", ""); // without the name of its cog
                    held.add(new Tick(loop, rows.getTimestamp(2).toInstant()));
                }
            }
        }
        return held;
    }

    private static boolean isEmpty(PreparedStatement query) {
        try (ResultSet rows = query.executeQuery()) {
            return !rows.next();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Terminates a process, which has to put back or complete what it has in hand, and starts the next one. */
    void terminate(int number) throws SQLException {
        NodeProcess ended = now[number];
        ended.terminate();
        assertThat(heldBy(ended)).as("ticks that %s has left picked", ended).isEmpty();
        start(number);
    }

    void databaseAwayFor(int millis) throws IOException {
        for (NodeProcess process : now) {
            process.awaitLine(TickJournal.BEGIN); // one that has just started may not have met the database yet
            sawOutage.add(process);
        }
        server.beAwayFor(millis);
    }

    /** Waits until all ticks up to now have been run, and each process has taken part after the faults. */
    void awaitAll() {
        cutOff = Instant.now();
        Await.until("all ticks", () -> TickRuns.of(lives).haveReached(LOOPS, cutOff));
        Set<String> names = new HashSet<>();
        for (NodeProcess process : now) {
            names.add(process.name());
        }
        Await.until(
                "runs in each process",
                () -> TickRuns.of(List.of(now)).all().stream()
                        .filter(run -> run.begin().isAfter(cutOff))
                        .map(Run::process)
                        .collect(Collectors.toSet())
                        .equals(names));
    }

    void endAll() {
        for (NodeProcess process : now) {
            process.terminate();
        }
    }

    /** Looks at all that was written down; returns the lateness that one tick in a hundred exceeded in calm, in ms. */
    long check() {
        assertLog();
        assertGates();
        TickRuns runs = TickRuns.of(lives);
        assertRuns(runs);
        return lateness(runs);
    }

    /**
     * Sees that nothing but what is documented was logged, and one line when the database goes and one when it is back.
     * A pool that gets no connection in time while its process starts counts as a database that is away, too.
     */
    private void assertLog() {
        for (NodeProcess process : lives) {
            List<String> lines = process.lines().stream()
                    .filter(line -> line.startsWith(TickJournal.LOG + " "))
                    .map(line -> line.substring(TickJournal.LOG.length() + 1))
                    .toList();
            assertThat(lines)
                    .as("log of %s", process)
                    .allMatch(line ->
                            line.startsWith("INFO ") || EXPECTED.matcher(line).matches());
            List<Boolean> turns = lines.stream()
                    .filter(line -> line.contains(GONE) || line.contains(" answers again"))
                    .map(line -> line.contains(GONE))
                    .toList();
            assertThat(turns.size())
                    .as("turns of the database in %s", lines)
                    .isGreaterThanOrEqualTo(sawOutage.contains(process) ? 2 : 0);
            for (int i = 0; i < turns.size(); i++) {
                assertThat(turns.get(i))
                        .as("away and back by turns in %s", lines)
                        .isEqualTo(i % 2 == 0);
            }
            assertThat(process.output()).as("output of %s", process).doesNotContain("Exception in thread");
        }
    }

    /** Sees that no run has begun while the gate of its process was closed, unless it was claimed just before. */
    private void assertGates() {
        int closings = 0;
        for (NodeProcess process : lives) {
            List<Instant> closed = process.lines().stream()
                    .filter(line -> line.startsWith(TickJournal.CLOSED + " "))
                    .map(line -> Instant.parse(line.substring(TickJournal.CLOSED.length() + 1)))
                    .toList();
            closings += closed.size();
            assertThat(TickRuns.of(List.of(process)).all())
                    .as("runs of %s, whose gate closed at %s", process, closed)
                    .allMatch(run -> run.isOpen()
                            || closed.stream()
                                    .anyMatch(at -> !run.begin().isAfter(at.plus(CLAIMED))
                                            && !run.begin().isBefore(at.minus(CLAIMED))));
        }
        assertThat(closings).isPositive();
    }

    /** Sees that each tick had its run, and no other than those that the killed process had in hand had two. */
    private void assertRuns(TickRuns runs) {
        runs.assertEachTickHasARun(LOOPS, ClusterNode.STEP, cutOff);
        List<List<Run>> repeated = runs.repeated(tick -> heldByKilled.contains(tick) ? 1 : 0);
        Map<String, Long> share =
                runs.all().stream().collect(Collectors.groupingBy(Run::process, TreeMap::new, Collectors.counting()));
        assertThat(share).as("each process takes part").hasSize(lives.size());
        System.out.printf(
                "%d ticks of %d loops, each with a completed run; runs by process: %s; the killed one had %d ticks in"
                        + " hand, and %d were run twice: %s%n",
                runs.ticks(),
                LOOPS,
                share,
                heldByKilled.size(),
                repeated.size(),
                repeated.stream().map(all -> all.get(0).tick()).toList());
    }

    private long lateness(TickRuns runs) {
        Map<Tick, Long> firstRuns = new HashMap<>(); // a tick that was due in calm may be repeated after it
        runs.all().stream()
                .filter(run ->
                        !run.tick().at().isBefore(calmFrom) && run.tick().at().isBefore(calmTo))
                .forEach(run -> firstRuns.merge(run.tick(), run.lateness().toNanos() / 1_000, Math::min));
        List<Long> micros = firstRuns.values().stream().sorted().toList();
        assertThat(micros).isNotEmpty();
        long p99 = micros.get((int) Math.ceil(0.99 * micros.size()) - 1);
        System.out.printf(
                "lateness of %d ticks without a fault: median %.1f ms, p99 %.1f ms, greatest %.1f ms%n",
                micros.size(), micros.get(micros.size() / 2) / 1e3, p99 / 1e3, micros.get(micros.size() - 1) / 1e3);
        return TimeUnit.MICROSECONDS.toMillis(p99);
    }

    @Override
    public void close() throws IOException {
        lives.forEach(NodeProcess::close);
        server.close();
    }
}
