package io.github.jdatasks.e2e.durable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.e2e.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL that can be stopped, and started again with the same data on the same port. */
final class PostgresServer implements AutoCloseable {
    /** Below the ports that systems hand out: none of these is taken by chance while the server is away. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;

    private final Path directory;
    private final int port;
    private @Nullable EmbeddedPostgres running; // used by the test's thread only

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts a new server with its data in a directory. */
    static PostgresServer startIn(Path directory) throws IOException {
        PostgresServer server = new PostgresServer(directory, freePort());
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }

    void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** Has the server away for so long, at least. */
    void beAwayFor(long millis) throws IOException {
        long begin = System.nanoTime();
        close();
        Await.until("the end of the outage", () -> System.nanoTime() - begin >= millis * 1_000_000);
        start();
    }

    /**
     * Returns the URL of the database.
     *
     * @param application what the server calls those who connect
     */
    String url(String application) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&ApplicationName=" + application;
    }

    /** Returns the database without a pool. */
    DataSource database(String application) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url(application));
        return database;
    }

    /** Returns a pool of connections, which may be created while the database is away. */
    static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(5);
        pool.setConnectionTimeout(1_000);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** Stops the server, which ends all connections. */
    @Override
    public void close() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
