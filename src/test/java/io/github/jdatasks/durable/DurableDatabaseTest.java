package io.github.jdatasks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.support.LogLines;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable loops on a real database, in real time. */
class DurableDatabaseTest {
    private static final Duration TICK = Duration.ofMillis(100);

    @TempDir
    private Path directory = Path.of("");

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Instant> ticks = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        database.setUrl("jdbc:h2:file:" + directory.resolve("bot") + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
    }

    private LoopScheduler process() {
        return LoopScheduler.builder()
                .durable(DurableLoops.on(database).createTable(true).build())
                .build();
    }

    private LoopTask start(LoopScheduler process) {
        return Loops.every(TICK)
                .name("ticking")
                .missed(Missed.CATCH_UP)
                .durable(true)
                .scheduler(process)
                .start(run -> ticks.add(run.scheduledAt()));
    }

    private void awaitTicks(int atLeast) {
        Await.until(atLeast + " ticks", () -> ticks.size() >= atLeast);
    }

    private List<Instant> grid(int size) {
        List<Instant> grid = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            grid.add(ticks.get(0).plus(TICK.multipliedBy(i)));
        }
        return grid;
    }

    @Test
    void a_restarted_process_goes_on_where_the_one_before_was() {
        try (LoopScheduler first = process()) {
            start(first);
            awaitTicks(3);
        }
        int before = ticks.size();
        try (LoopScheduler second = process()) {
            start(second);
            awaitTicks(before + 3);
        }
        assertThat(ticks).isEqualTo(grid(ticks.size()));
    }

    @Test
    void processes_share_the_ticks() {
        try (LoopScheduler one = process();
                LoopScheduler two = process()) {
            LoopTask first = start(one);
            LoopTask second = start(two);
            awaitTicks(20);
            Await.until(
                    "a run in each process",
                    () -> first.stats().runs() > 0 && second.stats().runs() > 0);
        }
        List<Instant> sorted = new ArrayList<>(ticks);
        Collections.sort(sorted);
        assertThat(sorted).isEqualTo(grid(sorted.size()));
    }

    @Test
    void a_tick_is_not_lost_between_its_pick_and_the_reading_of_the_picked_row() {
        AtomicBoolean refused = new AtomicBoolean();
        HikariDataSource breaking = new HikariDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                if (ticks.size() == 2 && isNextPicked(connection) && refused.compareAndSet(false, true)) {
                    connection.close();
                    throw new SQLException("refused");
                }
                return connection;
            }
        };
        breaking.setJdbcUrl(database.getUrl());
        try (breaking;
                LogLines log = LogLines.ofLibrary();
                LoopScheduler process = LoopScheduler.builder()
                        .durable(DurableLoops.on(breaking).createTable(true).build())
                        .build()) {
            start(process);
            awaitTicks(6);
            assertThat(log.with("refused")).hasSize(1);
            assertThat(log.with("repeated")).isEmpty();
        }
        assertThat(ticks).isEqualTo(grid(ticks.size()));
    }

    /** Returns whether a tick is picked that is not yet run. */
    private boolean isNextPicked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet picked = statement.executeQuery("select execution_time from scheduled_tasks where picked")) {
            return picked.next() && picked.getObject(1, Instant.class).isAfter(ticks.get(ticks.size() - 1));
        }
    }

    @Test
    void a_clock_that_is_ahead_moves_runs_and_doubles_none() {
        Duration ahead = Duration.ofSeconds(3);
        InstantSource clock = () -> Instant.now().plus(ahead);
        try (LoopScheduler right = process();
                LoopScheduler wrong = LoopScheduler.builder()
                        .clock(clock)
                        .durable(DurableLoops.on(database).createTable(true).build())
                        .build()) {
            LoopTask first = start(right);
            awaitTicks(1);
            LoopTask second = start(wrong);
            awaitTicks(20);
            assertThat(first.stats().runs() + second.stats().runs()).isGreaterThanOrEqualTo(20);
            Await.until("runs ahead of time", () -> second.stats().runs() > 10);
        }
        List<Instant> sorted = new ArrayList<>(ticks);
        Collections.sort(sorted);
        assertThat(sorted).isEqualTo(grid(sorted.size()));
    }

    @Test
    void the_log_of_a_life_has_no_warning_and_no_thread_is_left() throws SQLException {
        try (LogLines log = LogLines.of("com.github.kagkarlsson");
                LogLines own = LogLines.ofLibrary()) {
            LoopScheduler process = process();
            start(process);
            awaitTicks(2);
            process.close();
            assertThat(log.from(Level.WARN)).isEmpty();
            assertThat(own.from(Level.WARN)).isEmpty();
        }
        Await.until("the end of the threads", DurableDatabaseTest::hasNoThread);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select task_name, picked from scheduled_tasks")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("ticking");
            assertThat(row.getBoolean(2)).isFalse();
        }
    }

    @Test
    void a_missing_table_is_one_line_that_says_what_to_do() {
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops");
                LoopScheduler process = LoopScheduler.builder()
                        .durable(DurableLoops.on(database).build())
                        .build()) {
            start(process);
            Await.until("the line", () -> !log.from(Level.WARN).isEmpty());
            assertThat(log.from(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("There is no table scheduled_tasks in this database. Create it, or let DurableLoops do"
                            + " so: DurableLoops.on(dataSource).createTable(true).build()");
        }
    }

    @Test
    void a_loop_that_starts_after_the_end_of_the_durable_loops_has_no_tick_and_breaks_nothing() {
        List<String> runs = new CopyOnWriteArrayList<>();
        DurableLoops durable = DurableLoops.on(database).createTable(true).build();
        try (LogLines log = LogLines.ofLibrary();
                LoopScheduler scheduler =
                        LoopScheduler.builder().durable(durable).build()) {
            Loops.every(Duration.ofMillis(50))
                    .name("a")
                    .durable(true)
                    .scheduler(scheduler)
                    .start(run -> runs.add("a"));
            Await.until("a run", () -> !runs.isEmpty());
            durable.close();
            Await.until("the threads end", DurableDatabaseTest::hasNoThread);
            Loops.every(Duration.ofMillis(50))
                    .name("b")
                    .durable(true)
                    .scheduler(scheduler)
                    .start(run -> runs.add("b"));
            Loops.every(Duration.ofMillis(50)).name("c").scheduler(scheduler).start(run -> runs.add("c"));
            Await.until(
                    "the plain loop goes on",
                    () -> runs.stream().filter("c"::equals).count() > 10);
            assertThat(log.from(Level.WARN)).isEmpty();
        }
        assertThat(runs).doesNotContain("b");
    }

    @Test
    void a_run_in_progress_at_the_end_of_the_durable_loops_is_written() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        DurableLoops durable = DurableLoops.on(database).createTable(true).build();
        try (LoopScheduler process = LoopScheduler.builder().durable(durable).build()) {
            Loops.every(Duration.ofHours(1))
                    .name("long")
                    .durable(true)
                    .scheduler(process)
                    .start(run -> {
                        begun.countDown();
                        mayEnd.await();
                    });
            Await.until("the run", () -> begun.getCount() == 0);
            durable.close();
            durable.close(); // does nothing more
            mayEnd.countDown();
            Await.until("the end of the threads", DurableDatabaseTest::hasNoThread);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select picked, last_success from scheduled_tasks")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).isFalse();
                assertThat(row.getTimestamp(2)).as("when the run was over").isNotNull();
            }
        }
    }

    private static boolean hasNoThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("jda-tasks-durable"));
    }
}
