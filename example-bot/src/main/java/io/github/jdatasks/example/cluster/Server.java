package io.github.jdatasks.example.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of its own, whose data is gone with it. */
final class Server implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final long processId;

    Server() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setRegisterShutdownHook(false) // it is needed until the last process has ended
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet file = statement.executeQuery("SELECT pg_read_file('postmaster.pid')")) {
            file.next();
            processId = Long.parseLong(file.getString(1).lines().findFirst().orElseThrow());
        }
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    long processId() {
        return processId;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
