package io.github.jdatasks.example;

import io.github.jdatasks.example.Intake.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The table of the rows that the bulker collects. */
public final class MessageTable {
    private static final String CREATE =
            "CREATE TABLE IF NOT EXISTS messages (id BIGINT PRIMARY KEY, channel BIGINT, author BIGINT)";
    // MERGE, not INSERT: when a commit is interrupted nobody knows whether it was made, and it can simply be repeated.
    private static final String SAVE = "MERGE INTO messages KEY (id) VALUES (?, ?, ?)";

    private final Database database;

    public MessageTable(Database database) {
        this.database = database;
    }

    public void create() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** Saves all rows or, if it throws, none or all. */
    void save(List<Row> rows) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement merge = connection.prepareStatement(SAVE)) {
            connection.setAutoCommit(false);
            for (Row row : rows) {
                merge.setLong(1, row.messageId());
                merge.setLong(2, row.channelId());
                merge.setLong(3, row.authorId());
                merge.addBatch();
            }
            merge.executeBatch();
            connection.commit();
        }
    }

    public long count() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM messages")) {
            count.next();
            return count.getLong(1);
        }
    }
}
