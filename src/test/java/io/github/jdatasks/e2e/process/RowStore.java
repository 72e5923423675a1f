package io.github.jdatasks.e2e.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An H2 database in a file, and beside it a file that names each row which was accepted to be saved, written before the
 * row is anywhere else.
 */
final class RowStore {
    /*
     * As in the example bot, which says why: a file system without interruptible channels, no shutdown hook of H2's own,
     * and what is committed is in the file at once.
     */
    private static final String SETTINGS =
            ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;LOCK_TIMEOUT=500;TRACE_LEVEL_FILE=0";

    private final Path directory;

    RowStore(Path directory) {
        this.directory = directory;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:async:" + directory.toAbsolutePath().resolve("rows") + SETTINGS);
    }

    private Path journal() {
        return directory.resolve("accepted");
    }

    /** Opens the file that names the accepted rows; every write goes to the operating system at once. */
    OutputStream openJournal() {
        try {
            return new FileOutputStream(journal().toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void accept(OutputStream journal, long id) {
        try {
            journal.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<Long> accepted() {
        return SmallBot.read(journal()).lines().map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean hasAccepted() {
        try {
            return Files.exists(journal()) && Files.size(journal()) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void create() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS messages (id BIGINT PRIMARY KEY)");
        }
    }

    /** Saves all rows or, if it throws, none or all; again if need be. */
    void save(Collection<Long> rows) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement merge = connection.prepareStatement("MERGE INTO messages KEY (id) VALUES (?)")) {
            connection.setAutoCommit(false);
            for (long row : rows) {
                merge.setLong(1, row);
                merge.addBatch();
            }
            merge.executeBatch();
            connection.commit();
        }
    }

    Set<Long> saved() throws SQLException {
        Set<Long> rows = new TreeSet<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getTables(null, null, "MESSAGES", null).next()) {
                ResultSet ids = statement.executeQuery("SELECT id FROM messages");
                while (ids.next()) {
                    rows.add(ids.getLong(1));
                }
            }
            statement.execute("SHUTDOWN"); // or this JVM would keep it open
        }
        return rows;
    }
}
