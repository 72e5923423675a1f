package io.github.jdatasks.durable;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.internal.durable.DurableConnection;
import io.github.jdatasks.internal.durable.DurableSettings;
import io.github.jdatasks.internal.util.Checks;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The database of durable loops, which keep their ticks over a restart and share them with other processes.
 *
 * <p>A loop becomes durable by {@code @Loop(durable = true)} or {@link LoopBuilder#durable}. Its next tick is then a row
 * in a table. Of all processes with a loop of that name, one picks the row when the tick is due, makes the run, and
 * writes the next tick. With a file database on one machine a loop survives restarts; with a server it runs once in a
 * whole cluster.
 *
 * <pre>{@code
 * DurableLoops durable = DurableLoops.on(dataSource).createTable(true).build();
 * LoopScheduler scheduler = LoopScheduler.builder().durable(durable).build();
 * JDABuilder.createLight(token).addEventListeners(new Announcer(scheduler)).build();
 *
 * final class Announcer extends LoopCog {
 *     Announcer(LoopScheduler scheduler) { super(scheduler); }
 *
 *     @Loop(time = "08:00", zone = "Europe/Berlin", durable = true)
 *     RestAction<?> digest(LoopContext run) { … }
 * }
 * }</pre>
 *
 * <p>A tick gets its run <em>at least once</em>. If a process dies in a run, another one repeats it; so a body that must
 * not do its work twice uses {@code run.scheduledAt()} as a key.
 *
 * <p>The table is that of db-scheduler, {@code com.github.kagkarlsson:db-scheduler} 16, which has to be on the class
 * path. The data source is yours: nothing here closes it. It is used by four threads at most, named
 * {@code jda-tasks-durable}, and not before the first durable loop starts. If the database cannot be reached, the ticks
 * of durable loops wait; other loops go on.
 */
public final class DurableLoops extends DurableConnection implements AutoCloseable {
    private DurableLoops(DataSource database, DurableSettings settings) {
        super(database, settings);
    }

    /**
     * {@return a builder for durable loops in a database}
     *
     * @param database where the table is; a connection pool is best
     * @throws IllegalArgumentException if it is null
     */
    public static Builder on(DataSource database) {
        return new Builder(Checks.notNull("database", database));
    }

    /**
     * Stops handing out ticks to this process, as the end of the scheduler does. Runs in progress are still written.
     */
    @Override
    public void close() {
        end();
    }

    /** Settings of {@link DurableLoops}; each has a default that suits most bots, and returns this builder. */
    public static final class Builder {
        private final DataSource database;
        private DurableSettings settings = DurableSettings.DEFAULTS;

        private Builder(DataSource database) {
            this.database = database;
        }

        /** Sets whether a missing table is created: for H2, PostgreSQL, MySQL, MariaDB and SQLite. Default: false. */
        public Builder createTable(boolean create) {
            settings = settings.withCreateTable(create);
            return this;
        }

        /**
         * Sets the table's name. Default: {@code scheduled_tasks}.
         *
         * @param name letters, digits and {@code _}, also with a schema before a dot
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder tableName(String name) {
            settings = settings.withTableName(name);
            return this;
        }

        /**
         * Sets how often a process tells the others that its runs go on. Default: 10 s.
         *
         * @throws IllegalArgumentException if it is shorter than 100 ms or longer than a day
         */
        public Builder heartbeatInterval(Duration interval) {
            settings = settings.withHeartbeatInterval(interval);
            return this;
        }

        /**
         * Sets after how many missing heartbeats a process counts as dead, so that others repeat its ticks. Default: 4.
         *
         * @throws IllegalArgumentException if it is less than 2, or more than 10,000
         */
        public Builder missedHeartbeats(int missed) {
            settings = settings.withMissedHeartbeats(missed);
            return this;
        }

        /**
         * Sets how often the table is read although no tick is expected: for what other processes have put back. Each
         * process wakes at the ticks it knows of anyway. Default: 10 s.
         *
         * @throws IllegalArgumentException if it is shorter than 100 ms or longer than a day
         */
        public Builder pollingInterval(Duration interval) {
            settings = settings.withPollingInterval(interval);
            return this;
        }

        /**
         * {@return durable loops with these settings; no connection is made yet}
         *
         * @throws IllegalStateException if db-scheduler is not on the class path
         */
        public DurableLoops build() {
            return new DurableLoops(database, settings);
        }
    }
}
