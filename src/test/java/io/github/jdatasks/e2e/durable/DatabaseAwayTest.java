package io.github.jdatasks.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.support.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that goes away under durable loops and comes back. */
@EndToEnd
class DatabaseAwayTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int AWAY_MILLIS = 2_000;

    @TempDir
    private Path directory = Path.of("");

    private final List<Instant> ticks = new CopyOnWriteArrayList<>();
    private final List<Long> local = new CopyOnWriteArrayList<>(); // when it ran, in nanoseconds
    private final AtomicInteger longRuns = new AtomicInteger();
    private final CountDownLatch longEnd = new CountDownLatch(1);

    @Test
    void loops_on_a_pool_wait_for_the_database_and_make_up_for_it() throws Exception {
        try (PostgresServer server = PostgresServer.startIn(directory);
                HikariDataSource pool = PostgresServer.pool(server.url("pool"))) {
            loseDatabase(server, pool);
        }
    }

    @Test
    void loops_without_a_pool_do_too() throws Exception {
        try (PostgresServer server = PostgresServer.startIn(directory)) {
            loseDatabase(server, server.database("plain"));
        }
    }

    private void loseDatabase(PostgresServer server, DataSource database) throws IOException {
        DurableLoops durable = DurableLoops.on(database)
                .createTable(true)
                .pollingInterval(Duration.ofSeconds(1))
                .build();
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops");
                LogLines engine = LogLines.of("com.github.kagkarlsson");
                LoopScheduler scheduler =
                        LoopScheduler.builder().durable(durable).build()) {
            LoopTask longLoop = startLoops(scheduler);
            Await.until("ticks", () -> ticks.size() >= 5);
            Await.until("the long run", () -> longRuns.get() == 1);
            CompletableFuture<Void> longEnded = CompletableFuture.runAsync(() -> endLongRunInOutage(log));
            long begin = System.nanoTime();
            int before = local.size();
            server.beAwayFor(AWAY_MILLIS);
            longEnded.join();
            Await.until("the line", () -> !log.with("answers again").isEmpty(), () -> log.from(Level.DEBUG));
            Instant back = Instant.now();
            Await.until(
                    "what was missed",
                    () -> ticks.stream().anyMatch(tick -> tick.isAfter(back)),
                    () -> log.from(Level.DEBUG));
            Await.until("the end of the long tick in the table", () -> isOver(server, longLoop));

            assertThat(log.from(Level.INFO))
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("INFO Durable loops use the table scheduled_tasks in "),
                            gone -> assertThat(gone)
                                    .startsWith("WARN The database of the durable loops cannot be used: ")
                                    .doesNotContain("[stack of"),
                            again -> assertThat(again)
                                    .startsWith("INFO The database of the durable loops answers again, after "));
            assertThat(engine.events()).as("lines with a stack").allMatch(event -> event.getThrowableProxy() == null);
            assertThat(engine.from(Level.WARN)).isEmpty();
            assertThat(ticks.stream().sorted().toList()).as("each tick once").isEqualTo(grid(ticks.size()));
            assertThat(longRuns)
                    .as("runs of the tick that was run in the outage")
                    .hasValue(1);
            List<Long> runs = List.copyOf(local); // it goes on
            assertKeptPace(runs.subList(before, runs.size()), begin);
        }
    }

    /** Starts a durable loop, one with a run that is long, and one that is not durable; returns the second. */
    private LoopTask startLoops(LoopScheduler scheduler) {
        Loops.every(TICK)
                .name("ticking")
                .durable(true)
                .missed(Missed.CATCH_UP)
                .scheduler(scheduler)
                .start(run -> ticks.add(run.scheduledAt()));
        Loops.every(Duration.ofMillis(20))
                .name("local")
                .scheduler(scheduler)
                .start(run -> local.add(System.nanoTime()));
        return Loops.every(LONG).name("long").durable(true).scheduler(scheduler).start(run -> {
            longRuns.incrementAndGet();
            longEnd.await();
        });
    }

    private void endLongRunInOutage(LogLines log) {
        Await.until("the outage", () -> !log.with("cannot be used").isEmpty());
        longEnd.countDown();
    }

    /** Returns so many ticks from the first one. */
    private List<Instant> grid(int size) {
        List<Instant> grid = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            grid.add(ticks.get(0).plus(TICK.multipliedBy(i)));
        }
        return grid;
    }

    /** Returns whether the row of a loop waits for its second tick. */
    private static boolean isOver(PostgresServer server, LoopTask loop) {
        try (Connection connection = server.database("test").getConnection();
                PreparedStatement query = connection.prepareStatement("select execution_time from scheduled_tasks"
                        + " where task_name = ? and not picked and last_success is not null")) {
            query.setString(1, loop.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        && row.getTimestamp(1).toInstant().isAfter(Instant.now().plus(LONG.dividedBy(2)));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Sees that a loop went on as ever. */
    private static void assertKeptPace(List<Long> runs, long begin) {
        assertThat(runs.size()).isGreaterThan(AWAY_MILLIS / 20 / 2);
        long before = begin;
        for (long run : runs) {
            assertThat(run - before)
                    .as("a gap in ns")
                    .isLessThan(Duration.ofSeconds(1).toNanos());
            before = run;
        }
    }
}
