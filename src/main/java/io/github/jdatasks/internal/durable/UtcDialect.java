package io.github.jdatasks.internal.durable;

import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, MySQL and MariaDB, whose times have no zone, so that they are kept in UTC. As db-scheduler speaks to them, but
 * with a calendar for each value: db-scheduler hands one calendar to all threads, and a driver may keep a time there
 * while it reads it. With SQLite a row was read with the time of another row.
 */
final class UtcDialect extends SqliteJdbcCustomization {
    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setTimestamp(index, null); // with a calendar, MariaDB's driver does not take it
        } else {
            statement.setTimestamp(index, Timestamp.from(instant), calendar());
        }
    }

    @Override
    public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column, calendar());
        return time == null ? null : time.toInstant();
    }

    private static Calendar calendar() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    }
}
