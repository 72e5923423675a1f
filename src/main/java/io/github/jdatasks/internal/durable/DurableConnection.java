package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What {@code DurableLoops} stands for: a database, and the supplies of the schedulers that use it. */
public abstract class DurableConnection {
    private static final String ENGINE = "com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository";

    /** So many rows can be picked or written at once. */
    private static final int THREADS = 4;

    private final DataSource database;
    private final DurableSettings settings;
    private final List<TickSupply> supplies = new CopyOnWriteArrayList<>();

    /**
     * Creates a connection, which is not opened yet.
     *
     * @throws IllegalStateException if db-scheduler is missing
     */
    protected DurableConnection(DataSource database, DurableSettings settings) {
        try {
            Class.forName(ENGINE, false, DurableConnection.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(
                    "Durable loops need db-scheduler on the class path; add"
                            + " com.github.kagkarlsson:db-scheduler:16.12.0 to the dependencies of the bot",
                    missing);
        }
        this.database = database;
        this.settings = settings;
    }

    /** Returns the supply of one scheduler; it does not touch the database before a loop joins. */
    public final TickSupply supply(LoopTimer timer) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> NeutralThreads.newThread(work, "jda-tasks-durable"));
        threads.allowCoreThreadTimeOut(true);
        TickTable table = new DbTickTable(database, settings);
        TickSupply supply = new DurableTicker(timer, table, settings, threads, threads::shutdown);
        supplies.add(supply);
        return supply;
    }

    /** Lets no loop have another tick; those in progress are still written. */
    protected final void end() {
        for (TickSupply supply : supplies) {
            var unused = supply.close();
        }
    }
}
