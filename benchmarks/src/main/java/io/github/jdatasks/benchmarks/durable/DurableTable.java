package io.github.jdatasks.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.durable.DurableLoops;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * How many ticks a second a database gives, and how late they are. All in this JVM, in rounds that have each contender
 * once; the median counts.
 */
public final class DurableTable {
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration FULL_SPEED = Duration.ofSeconds(5);
    private static final Duration ON_TIME = Duration.ofSeconds(15);
    private static final int LOOPS = 20;

    private DurableTable() {}

    private record Figures(double ticksPerSecond, double statementsPerTick, double p50, double p99) {}

    /** Returns the table; the quick form has one round. */
    public static String measure(boolean quick) throws Exception {
        StringBuilder table = new StringBuilder();
        table.append("| database | | ticks/s | statements per tick | 20 ticks/s: lateness p50 | p99 |\n");
        table.append("| --- | --- | --- | --- | --- | --- |\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            table.append(rows("PostgreSQL", pool(postgres.getPostgresDatabase()), quick));
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:file:" + Files.createTempDirectory("durable").resolve("bot") + ";DB_CLOSE_DELAY=-1");
        table.append(rows("H2 file", pool(h2), quick));
        return table.toString();
    }

    private static DataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    private static String rows(String name, DataSource database, boolean quick) throws Exception {
        createTable(database);
        Map<Contender, List<Figures>> figures = new EnumMap<>(Contender.class);
        for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
            List<Contender> order = new ArrayList<>(Arrays.asList(Contender.values()));
            Collections.shuffle(order);
            for (Contender contender : order) {
                figures.computeIfAbsent(contender, key -> new ArrayList<>()).add(measure(contender, database));
            }
        }
        StringBuilder rows = new StringBuilder();
        figures.forEach((contender, all) -> rows.append(String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.1f | %.1f ms | %.1f ms |%n",
                name,
                contender.label,
                median(all.stream().mapToDouble(Figures::ticksPerSecond).toArray()),
                median(all.stream().mapToDouble(Figures::statementsPerTick).toArray()),
                median(all.stream().mapToDouble(Figures::p50).toArray()),
                median(all.stream().mapToDouble(Figures::p99).toArray()))));
        return rows.toString();
    }

    @SuppressWarnings("try") // what is started need not be mentioned again
    private static Figures measure(Contender contender, DataSource database) throws Exception {
        Work work = new Work();
        CountedStatements statements = new CountedStatements();
        DataSource counted = statements.of(database);
        double ticks;
        double each;
        empty(database);
        try (AutoCloseable running = contender.start(counted, LOOPS, Duration.ofMillis(1), work)) {
            pass(WARM_UP);
            long runsBefore = work.runs();
            long before = statements.count();
            pass(FULL_SPEED);
            long runs = work.runs() - runsBefore;
            ticks = runs / (double) FULL_SPEED.toSeconds();
            each = (statements.count() - before) / (double) runs;
        }
        empty(database);
        work.reset();
        try (AutoCloseable running = contender.start(database, LOOPS, Duration.ofSeconds(1), work)) {
            pass(WARM_UP);
            work.reset();
            pass(ON_TIME);
        }
        return new Figures(ticks, each, work.lateMillis(0.5), work.lateMillis(0.99));
    }

    /** Lets the library make the table. */
    private static void createTable(DataSource database) throws InterruptedException {
        CountDownLatch run = new CountDownLatch(1);
        DurableLoops durable = DurableLoops.on(database).createTable(true).build();
        try (LoopScheduler scheduler = LoopScheduler.builder().durable(durable).build()) {
            Loops.every(Duration.ofHours(1))
                    .name("first")
                    .durable(true)
                    .scheduler(scheduler)
                    .start(context -> run.countDown());
            if (!run.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no run");
            }
        }
    }

    private static void empty(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from scheduled_tasks");
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }
}
