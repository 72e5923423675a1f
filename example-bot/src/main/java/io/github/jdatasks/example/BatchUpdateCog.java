package io.github.jdatasks.example;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that updates rows of a database, and tries again when the database is busy. */
public final class BatchUpdateCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(BatchUpdateCog.class);

    private final Database database;

    public BatchUpdateCog(Database database) {
        this.database = database;
        // Network failures are retried anyway. What is worth a retry with a database, only the bot's author knows.
        // The same can be said in the annotation: @Loop(…, retryOn = SQLTransientException.class)
        loop("batchUpdate").addExceptionType(SQLTransientException.class);
    }

    @BeforeLoop("batchUpdate")
    void createTable() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS scores (player VARCHAR PRIMARY KEY, score BIGINT NOT NULL)");
            statement.execute("MERGE INTO scores KEY (player) VALUES ('alice', 0), ('bob', 0)");
        }
    }

    @Loop(seconds = 3)
    void batchUpdate() throws SQLException {
        try (Connection connection = database.connect()) {
            // One transaction: a run that fails or is interrupted has changed nothing and can be repeated.
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement("UPDATE scores SET score = score + 1")) {
                int rows = update.executeUpdate();
                connection.commit();
                LOG.info("{} scores updated, the sum is {}.", rows, sum(connection));
            }
        }
    }

    private static long sum(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT SUM(score) FROM scores")) {
            result.next();
            return result.getLong(1);
        }
    }
}
