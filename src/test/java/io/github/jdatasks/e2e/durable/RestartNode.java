package io.github.jdatasks.e2e.durable;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.durable.DurableLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/**
 * The program of {@link RestartTest}: durable loops in a file of SQLite, which is made for a process that is killed. One of
 * H2's could not be used any more after one of more than a thousand kills: an index lacked a row. The settings are those
 * that the docs advise; with SQLite's own, a connection on a slow disk may fail, for others had the file for 3 seconds.
 */
final class RestartNode {
    static final Duration STEP = Duration.ofMillis(200);
    static final int LOOPS = 4;

    private static final int LONGEST_RUN_MILLIS = 80;

    private RestartNode() {}

    /** Runs until the process is ended. The arguments: journal, directory of the database. */
    public static void main(String[] args) throws IOException {
        TickJournal journal = new TickJournal(Path.of(args[0]));
        NodeLog.writeTo(journal);
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + Path.of(args[1]).toAbsolutePath().resolve("ticks.db"));
        database.setJournalMode("WAL");
        database.setSynchronous("NORMAL");
        database.setBusyTimeout(30_000);
        writeHeld(journal, database);
        DurableLoops durable = DurableLoops.on(database)
                .createTable(true)
                .heartbeatInterval(Duration.ofMillis(200))
                .missedHeartbeats(4)
                .pollingInterval(Duration.ofMillis(500))
                .build();
        LoopScheduler scheduler = LoopScheduler.builder().durable(durable).build();
        for (int i = 0; i < LOOPS; i++) {
            Loops.on(i % 2 == 0 ? Schedule.every(STEP) : Schedule.alignedTo(STEP, ZoneOffset.UTC))
                    .name("loop-" + i)
                    .durable(true)
                    .missed(Missed.CATCH_UP)
                    .scheduler(scheduler)
                    .start(journal.body(() -> true, LONGEST_RUN_MILLIS));
        }
        while (System.in.read() != -1) {
            // Nothing is told.
        }
        Runtime.getRuntime().halt(1); // the test is gone
    }

    /** Writes down which ticks the process before had in hand when it was killed. */
    private static void writeHeld(TickJournal journal, DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(connection)) {
                return;
            }
            ResultSet rows =
                    statement.executeQuery("select task_name, execution_time from scheduled_tasks where picked");
            while (rows.next()) {
                Tick tick = new Tick(rows.getString(1), rows.getTimestamp(2).toInstant());
                journal.write(TickJournal.HELD, tick);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME").equalsIgnoreCase("scheduled_tasks")) {
                    return true;
                }
            }
            return false;
        }
    }
}
