package io.github.jdatasks.example;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** An embedded H2 database in a file. */
public final class Database {
    /*
     * async: cancel() interrupts a loop's body, and an interrupt closes the FileChannel that H2 uses by default, and so
     *     the database for everybody. This file system of H2's has no such channel.
     * DB_CLOSE_ON_EXIT=FALSE: else H2 closes the database in a shutdown hook of its own, while after-hooks still save.
     * DB_CLOSE_DELAY=-1: never closed, which would be as little safe against interrupts; it is opened again as it is.
     * WRITE_DELAY=0: therefore, what is committed is in the file at once, instead of half a second later.
     * LOCK_TIMEOUT=500: what is locked for longer than half a second is an SQLTransientException, to be retried.
     * TRACE_LEVEL_FILE=0: no file beside the database that repeats in part what is in the log.
     */
    private static final String SETTINGS =
            ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;LOCK_TIMEOUT=500;TRACE_LEVEL_FILE=0";

    private final JdbcDataSource source = new JdbcDataSource();

    public Database(Path directory) {
        source.setURL("jdbc:h2:async:" + directory.toAbsolutePath().resolve("bot") + SETTINGS);
    }

    /** Opens a connection; a loop takes a new one for each run, so that a broken one cannot spoil the next. */
    public Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** Without a pool: a connection to a database in the same process costs next to nothing. */
    public DataSource source() {
        return source;
    }
}
