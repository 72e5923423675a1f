package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.util.Checks;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a process takes part in a table; each value is checked.
 *
 * @param pollEvery how often the table is asked even if no tick is expected
 * @param heartbeatEvery how often a process tells the others that a run goes on
 * @param missedHeartbeats after how many missing heartbeats a process counts as dead
 */
public record DurableSettings(
        boolean createTable, String tableName, Duration pollEvery, Duration heartbeatEvery, int missedHeartbeats) {
    public static final DurableSettings DEFAULTS =
            new DurableSettings(false, "scheduled_tasks", Duration.ofSeconds(10), Duration.ofSeconds(10), 4);

    private static final int MOST_MISSED = 10_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

    public DurableSettings withCreateTable(boolean create) {
        return new DurableSettings(create, tableName, pollEvery, heartbeatEvery, missedHeartbeats);
    }

    public DurableSettings withTableName(String name) {
        Checks.check(
                name != null && NAME.matcher(name).matches(),
                "tableName must be a name of letters, digits and _, also with a schema, such as scheduled_tasks or"
                        + " bot.scheduled_tasks, but it is " + name);
        return new DurableSettings(createTable, name, pollEvery, heartbeatEvery, missedHeartbeats);
    }

    public DurableSettings withPollingInterval(Duration interval) {
        return new DurableSettings(
                createTable, tableName, between("pollingInterval", interval), heartbeatEvery, missedHeartbeats);
    }

    public DurableSettings withHeartbeatInterval(Duration interval) {
        return new DurableSettings(
                createTable, tableName, pollEvery, between("heartbeatInterval", interval), missedHeartbeats);
    }

    public DurableSettings withMissedHeartbeats(int missing) {
        Checks.check(
                missing >= 2 && missing <= MOST_MISSED,
                "missedHeartbeats must be between 2 and " + MOST_MISSED + ", but it is " + missing);
        return new DurableSettings(createTable, tableName, pollEvery, heartbeatEvery, missing);
    }

    private static Duration between(String what, Duration given) {
        Checks.notNull(what, given);
        Checks.check(
                given.compareTo(Duration.ofMillis(100)) >= 0 && given.compareTo(Duration.ofDays(1)) <= 0,
                what + " must be between 100 ms and a day, but it is " + given);
        return given;
    }
}
