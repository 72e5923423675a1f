package io.github.jdatasks.internal.durable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** The statements that create db-scheduler's table, for the databases that a bot may have. */
final class TableDdl {
    private static final int SECONDS = 5; // for a connection to prove that it is in order

    private TableDdl() {}

    /** Checks that the table is there, and creates it if it may. */
    static void check(Connection connection, String product, DurableSettings settings) throws SQLException {
        if (exists(connection, settings.tableName())) {
            return;
        }
        if (!settings.createTable()) {
            throw new SQLException("There is no table " + settings.tableName()
                    + " in this database. Create it, or let DurableLoops do so:"
                    + " DurableLoops.on(dataSource).createTable(true).build()");
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(product, settings.tableName())) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            rollBack(connection);
            if (!exists(connection, settings.tableName())) { // else another process was quicker
                throw e;
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from " + table + " where 1 = 0");
            return true;
        } catch (SQLException absent) {
            rollBack(connection);
            if (!connection.isValid(SECONDS)) {
                throw absent;
            }
            return false; // the connection is in order, so it is the table
        }
    }

    private static void rollBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    static List<String> statements(String product, String table) {
        String name = product.toLowerCase(Locale.ROOT);
        boolean mysql = name.contains("mysql") || name.contains("mariadb");
        boolean sqlite = name.contains("sqlite");
        String time = mysql ? "datetime(6)" : sqlite ? "timestamp" : "timestamp with time zone";
        String bytes = name.contains("postgres") ? "bytea" : "blob";
        String plain = table.substring(table.lastIndexOf('.') + 1);
        String create = "create table " + table + " ("
                + "task_name varchar(100) " + (mysql ? "character set utf8mb4 collate utf8mb4_bin " : "") + "not null, "
                + "task_instance varchar(100) not null, "
                + "task_data " + bytes + ", "
                + "execution_time " + time + " not null, "
                + "picked boolean not null, "
                + "picked_by varchar(50), "
                + "last_success " + time + (mysql ? " null, " : ", ")
                + "last_failure " + time + (mysql ? " null, " : ", ")
                + "consecutive_failures int, "
                + "last_heartbeat " + time + (mysql ? " null, " : ", ")
                + "version bigint not null, "
                + "priority smallint, "
                + "primary key (task_name, task_instance))";
        return List.of(
                create,
                "create index " + plain + "_due on " + table + " (execution_time)",
                "create index " + plain + "_alive on " + table + " (last_heartbeat)");
    }
}
