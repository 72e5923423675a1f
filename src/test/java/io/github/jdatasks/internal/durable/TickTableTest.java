package io.github.jdatasks.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.durable.TickTable.Lost;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/** The table, on each database there is a server or a file for; and the one in memory, which must be the same. */
class TickTableTest {
    private static final long NOW = nanos("2026-03-01T08:00:00Z");
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private static final AtomicInteger TABLES = new AtomicInteger();

    @TempDir
    static Path directory = Path.of("");

    /** A kind of table, and how two processes see it. */
    private record Kind(String name, TickTable mine, TickTable others, String table, DataSource database) {
        boolean isDatabase() {
            return !table.isEmpty();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        MemoryTickTable memory = new MemoryTickTable();
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:file:" + directory.resolve("h2") + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + directory.resolve("sqlite.db"));
        List<Kind> kinds = new ArrayList<>(List.of(
                new Kind("memory", memory.of("me"), memory.of("other"), "", h2),
                of("H2", h2),
                of("SQLite", sqlite),
                of("PostgreSQL", Postgres.newDatabase())));
        String server = System.getProperty("tests.mariadb"); // a JDBC URL; see the profile mariadb
        if (server != null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(server);
            kinds.add(of("MariaDB", new HikariDataSource(config)));
        }
        return kinds.stream();
    }

    private static Kind of(String name, DataSource database) {
        String table = "ticks_" + ProcessHandle.current().pid() + "_" + TABLES.incrementAndGet();
        DurableSettings settings =
                DurableSettings.DEFAULTS.withCreateTable(true).withTableName(table);
        return new Kind(
                name, new DbTickTable(database, settings), new DbTickTable(database, settings), table, database);
    }

    private static long nanos(String instant) {
        return TimeUnit.MILLISECONDS.toNanos(Instant.parse(instant).toEpochMilli());
    }

    private static TickRow found(TickTable table, String name) {
        return Objects.requireNonNull(table.find(name));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_row_goes_from_tick_to_tick(Kind kind) throws Exception {
        TickTable table = kind.mine;
        assertThat(table.find("Cog.loop")).isNull();
        table.create("Cog.loop", NOW, 60_000);
        table.create("Cog.loop", NOW + MINUTE, 30_000); // there is one already
        TickRow row = found(kind.others, "Cog.loop");
        assertThat(row.at()).isEqualTo(NOW);
        assertThat(row.step()).isEqualTo(60_000);
        assertThat(row.picked()).isFalse();
        assertThat(row.hasRun()).isFalse();

        assertThat(table.due(NOW - 1_000_000, 10)).isEmpty();
        assertThat(table.due(NOW, 10)).extracting(TickRow::name).containsExactly("Cog.loop");
        TickRow mine = Objects.requireNonNull(table.pick(row, NOW));
        assertThat(kind.others.pick(row, NOW)).as("picked once").isNull();
        assertThat(table.due(NOW, 10)).isEmpty();
        assertThat(Objects.requireNonNull(table.pickedHere("Cog.loop")).version())
                .isEqualTo(mine.version());
        assertThat(kind.others.pickedHere("Cog.loop")).isNull();

        table.move(mine, NOW + MINUTE, 0, End.DONE, NOW);
        TickRow next = found(table, "Cog.loop");
        assertThat(next.at()).isEqualTo(NOW + MINUTE);
        assertThat(next.step()).isZero();
        assertThat(next.picked()).isFalse();
        assertThat(table.pickedHere("Cog.loop")).isNull();
        assertThat(next.hasRun()).isTrue();
        assertThatThrownBy(() -> table.move(mine, NOW, 0, End.DONE, NOW)).isInstanceOf(Lost.class);
        table.remove(next);
        assertThat(table.find("Cog.loop")).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_interrupted_tick_stays_one_to_be_repeated_until_it_is_done(Kind kind) throws Exception {
        TickTable table = kind.mine;
        table.create("interrupted", NOW, 0);
        TickRow first = Objects.requireNonNull(table.pick(found(table, "interrupted"), NOW));
        assertThat(first.interrupted()).isFalse();
        table.move(first, first.at(), 0, End.INTERRUPTED, NOW);
        TickRow second = Objects.requireNonNull(table.pick(found(table, "interrupted"), NOW));
        assertThat(second.interrupted()).isTrue();
        assertThat(second.at()).isEqualTo(NOW);
        table.move(second, second.at(), 0, End.PUT_BACK, NOW);
        TickRow third = Objects.requireNonNull(kind.others.pick(found(kind.others, "interrupted"), NOW));
        assertThat(third.interrupted()).isTrue();
        kind.others.move(third, NOW + MINUTE, 0, End.DONE, NOW);
        assertThat(found(table, "interrupted").interrupted()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_picked_row_without_heartbeats_is_found(Kind kind) throws Exception {
        TickTable table = kind.mine;
        table.create("alive", NOW, 0);
        table.create("silent", NOW, 0);
        TickRow alive = Objects.requireNonNull(table.pick(found(table, "alive"), NOW));
        TickRow silent = Objects.requireNonNull(table.pick(found(table, "silent"), NOW));
        table.heartbeat(alive, NOW + MINUTE);
        assertThat(kind.others.silentSince(NOW + MINUTE / 2))
                .extracting(TickRow::name)
                .containsExactly("silent");
        TickRow dead = kind.others.silentSince(NOW).get(0);
        kind.others.move(dead, dead.at(), dead.step(), End.INTERRUPTED, NOW);
        assertThatThrownBy(() -> table.heartbeat(silent, NOW)).isInstanceOf(Lost.class);
        assertThatThrownBy(() -> table.move(silent, NOW + MINUTE, 0, End.DONE, NOW))
                .isInstanceOf(Lost.class);
        table.move(alive, NOW + 2 * MINUTE, 0, End.DONE, NOW);
    }

    @Test
    void a_pick_is_none_if_another_process_has_taken_it_over_before_its_row_is_read() {
        String url = "jdbc:h2:file:" + directory.resolve("taken-over") + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";
        JdbcDataSource plain = new JdbcDataSource();
        plain.setUrl(url);
        DurableSettings settings = DurableSettings.DEFAULTS.withCreateTable(true);
        TickTable other = new DbTickTable(plain, settings);
        other.create("loop", NOW, 0);
        AtomicInteger connections = new AtomicInteger(Integer.MIN_VALUE);
        try (HikariDataSource slow = new HikariDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (connections.incrementAndGet() == 2) { // the first has picked the row, the second reads it
                    takeOver(other);
                }
                return super.getConnection();
            }
        }) {
            slow.setJdbcUrl(url);
            TickTable mine = new DbTickTable(slow, settings);
            TickRow row = found(mine, "loop");
            connections.set(0);
            assertThat(mine.pick(row, NOW)).isNull();
            assertThat(mine.pickedHere("loop")).isNull();
            assertThat(other.pickedHere("loop")).isNotNull();
        }
    }

    private static void takeOver(TickTable other) {
        try {
            TickRow silent = found(other, "loop");
            assertThat(silent.picked()).isTrue();
            other.move(silent, silent.at(), 0, End.INTERRUPTED, NOW);
            assertThat(other.pick(found(other, "loop"), NOW)).isNotNull();
        } catch (Lost lost) {
            throw new AssertionError(lost);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rows_of_another_application_do_not_get_in_the_way(Kind kind) throws Exception {
        if (!kind.isDatabase()) {
            assertThat(kind.mine.due(NOW, 1)).isEmpty(); // there is no other application in memory
            return;
        }
        kind.mine.create("ours", NOW, 0);
        try (Connection connection = kind.database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into " + kind.table + " (task_name, task_instance, execution_time, picked, version)"
                            + " select 'foreign', 'recurring', execution_time, picked, version from " + kind.table
                            + " where task_name = 'ours'");
        }
        kind.mine.due(NOW, 10); // learns the name
        assertThat(kind.mine.due(NOW, 1)).extracting(TickRow::name).containsExactly("ours");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_missing_table_is_an_error_that_says_what_to_do(Kind kind) {
        if (!kind.isDatabase()) {
            assertThat(kind.mine.find("absent")).isNull(); // memory is always there
            return;
        }
        TickTable table = new DbTickTable(kind.database, DurableSettings.DEFAULTS.withTableName("absent"));
        assertThatThrownBy(() -> table.find("loop"))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .hasMessage("There is no table absent in this database. Create it, or let DurableLoops do so:"
                        + " DurableLoops.on(dataSource).createTable(true).build()");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_instant_keeps_its_milliseconds(Kind kind) {
        long at = NOW + 123_000_000;
        kind.mine.create("milli", at, 0);
        assertThat(found(kind.mine, "milli").at()).isEqualTo(at);
        assertThat(RowPlan.wholeMillis(at + 1)).isEqualTo(at + 1_000_000);
        assertThat(RowPlan.wholeMillis(at)).isEqualTo(at);
        assertThat(RowPlan.wholeMillis(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }
}
