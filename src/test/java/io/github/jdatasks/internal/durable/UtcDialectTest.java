package io.github.jdatasks.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UtcDialectTest {
    private static final Instant EARLY = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-01T09:00:00Z");

    private final UtcDialect dialect = new UtcDialect();
    private final List<Instant> meanwhile = new ArrayList<>();

    @Test
    void two_threads_that_read_at_once_do_not_get_each_others_times() throws SQLException {
        ResultSet other = row(LATE, () -> {});
        ResultSet row = row(EARLY, () -> meanwhile.add(read(other)));
        assertThat(read(row)).isEqualTo(EARLY);
        assertThat(meanwhile).containsExactly(LATE);
    }

    private Instant read(ResultSet row) {
        try {
            return Objects.requireNonNull(dialect.getInstant(row, "execution_time"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a row that reads as that of SQLite's driver, which keeps the time in the calendar for a moment. */
    private static ResultSet row(Instant time, Runnable inThatMoment) throws SQLException {
        ResultSet row = mock(ResultSet.class);
        when(row.getTimestamp(eq("execution_time"), any(Calendar.class))).thenAnswer(call -> {
            Calendar calendar = call.getArgument(1);
            calendar.setTimeInMillis(time.toEpochMilli());
            inThatMoment.run();
            return new Timestamp(calendar.getTimeInMillis());
        });
        return row;
    }
}
