package io.github.jdatasks.internal.durable;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ScheduledTaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.Loggers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The table of db-scheduler: its repository makes all statements, and keeps processes apart by the version of a row.
 */
final class DbTickTable implements TickTable {
    /** The instance of a task, of which there is one for each loop. */
    private static final String INSTANCE = "loop";

    private static final Logger LOG = Loggers.get(Outage.LOGGER);

    private final DataSource database;
    private final DurableSettings settings;
    private final ReentrantLock opening = new ReentrantLock();
    private final LoopTasks tasks = new LoopTasks();
    private String process = ""; // guarded by opening, and read after it has been opened
    private volatile @Nullable JdbcTaskRepository opened;

    DbTickTable(DataSource database, DurableSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Returns the repository; the first call looks which database it is, and creates the table if that is wanted. */
    private JdbcTaskRepository repository() {
        JdbcTaskRepository ready = opened;
        if (ready != null) {
            return ready;
        }
        opening.lock();
        try {
            ready = opened;
            if (ready == null) {
                ready = open();
                opened = ready;
            }
            return ready;
        } finally {
            opening.unlock();
        }
    }

    private JdbcTaskRepository open() {
        String product;
        try (Connection connection = database.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
            TableDdl.check(connection, product, settings);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        process = processName();
        LOG.info(
                "Durable loops use the table {} in {}; this process is {} there",
                settings.tableName(),
                product,
                process);
        return new JdbcTaskRepository(
                database,
                true,
                dialect(product),
                settings.tableName(),
                tasks,
                new SchedulerName.Fixed(process),
                new StepText(),
                false,
                () -> Instant.EPOCH); // used by methods only that are not called here
    }

    /** Returns a name for this process that no other has, and a person can make use of; at most 50 characters. */
    private static String processName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        String own = ProcessHandle.current().pid() + "-"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 32), Character.MAX_RADIX);
        return host.substring(0, Math.min(host.length(), 25)) + "-" + own;
    }

    /** Returns how to speak to a database; db-scheduler knows H2 and HSQLDB by no name. */
    private JdbcCustomization dialect(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("sqlite") || name.contains("mysql") || name.contains("mariadb")) {
            return new UtcDialect();
        }
        return name.equals("h2") || name.contains("hsql")
                ? new DefaultJdbcCustomization(false)
                : new AutodetectJdbcCustomization(database);
    }

    @Override
    public @Nullable TickRow find(String name) {
        return repository().getExecution(name, INSTANCE).map(DbTickTable::row).orElse(null);
    }

    @Override
    public void create(String name, long at, long step) {
        TaskInstance<Long> loop = new TaskInstance<>(name, INSTANCE, step);
        repository().createIfNotExists(new ScheduledTaskInstance(loop, EpochNanos.toInstant(at)));
    }

    @Override
    public List<TickRow> due(long now, int atMost) {
        List<TickRow> due = new ArrayList<>(loops(repository().getDue(EpochNanos.toInstant(now), atMost)));
        Collections.shuffle(due); // so that processes that ask at the same time do not all begin with the same row
        return due;
    }

    @Override
    public @Nullable TickRow pick(TickRow row, long now) {
        return repository()
                .pick(execution(row), EpochNanos.toInstant(now))
                .map(DbTickTable::row)
                .filter(this::isMine) // another process may have taken it for dead before the row was read
                .orElse(null);
    }

    @Override
    public @Nullable TickRow pickedHere(String name) {
        TickRow row = find(name);
        return row != null && isMine(row) ? row : null;
    }

    private boolean isMine(TickRow row) {
        return process.equals(row.pickedBy());
    }

    @Override
    public void move(TickRow row, long at, long step, End end, long now) throws Lost {
        Execution execution = execution(row);
        Instant present = EpochNanos.toInstant(now);
        boolean done = end == End.DONE;
        boolean interrupted = end == End.INTERRUPTED;
        try {
            repository()
                    .reschedule(
                            execution,
                            EpochNanos.toInstant(at),
                            step,
                            done ? present : execution.lastSuccess,
                            interrupted ? present : execution.lastFailure,
                            done ? 0 : execution.consecutiveFailures + (interrupted ? 1 : 0));
        } catch (ExecutionException changed) {
            throw new Lost(row);
        }
    }

    @Override
    public void remove(TickRow row) throws Lost {
        try {
            repository().remove(execution(row));
        } catch (ExecutionException changed) {
            throw new Lost(row);
        }
    }

    @Override
    public void heartbeat(TickRow row, long now) throws Lost {
        if (!repository().updateHeartbeat(execution(row), EpochNanos.toInstant(now))) {
            throw new Lost(row);
        }
    }

    @Override
    public List<TickRow> silentSince(long instant) {
        return loops(repository().getDeadExecutions(EpochNanos.toInstant(instant)));
    }

    private List<TickRow> loops(List<Execution> executions) {
        List<TickRow> rows = new ArrayList<>();
        for (Execution execution : executions) {
            if (execution.getId().equals(INSTANCE)) {
                rows.add(row(execution));
            } else {
                tasks.exclude(execution.getTaskName());
            }
        }
        return rows;
    }

    private static TickRow row(Execution execution) {
        return new TickRow(
                execution.getTaskName(),
                EpochNanos.of(execution.executionTime),
                execution.picked,
                execution.pickedBy,
                execution.consecutiveFailures > 0,
                execution.lastSuccess == null ? TickRow.NEVER : EpochNanos.of(execution.lastSuccess),
                execution.taskInstance.getData() instanceof Long step ? step : 0,
                execution);
    }

    private static Execution execution(TickRow row) {
        return (Execution) row.version();
    }
}
