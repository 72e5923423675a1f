package io.github.jdatasks.internal.durable;

import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.durable.TickTable.Lost;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** When the next tick of a row is due when a loop meets its row again. Asks schedules, so never under a lock. */
final class RowPlan {
    private static final Logger LOG = Loggers.get(Outage.LOGGER);
    private static final long MILLI = 1_000_000;

    /** A clock that is so far behind the last run is taken for right, and that of the run for wrong. */
    private static final long WRONG_CLOCK = Duration.ofDays(1).toNanos();

    private final TickTable table;
    private final LoopTimer timer;
    private final long silence;
    private final String name;
    private final Schedule schedule;

    /**
     * Creates a plan.
     *
     * @param silence after how many nanoseconds without a heartbeat a process counts as dead
     */
    RowPlan(TickTable table, LoopTimer timer, long silence, String name, Schedule schedule) {
        this.table = table;
        this.timer = timer;
        this.silence = silence;
        this.name = name;
        this.schedule = schedule;
    }

    /**
     * Finds or creates the row of a loop, and moves its next tick if the schedule is another one than before.
     *
     * @param first when the first tick is due if there is no row
     * @return when the next tick is due; {@link Planner#EXHAUSTED} if there is none
     */
    long join(long first) {
        TickRow row = table.find(name);
        if (row == null && first == Planner.EXHAUSTED) {
            return Planner.EXHAUSTED;
        }
        if (row == null) {
            table.create(name, wholeMillis(first), step(schedule));
            row = table.find(name);
        }
        if (row == null) { // another process has run its only tick meanwhile
            return Planner.EXHAUSTED;
        }
        if (!row.name().equals(name)) {
            reportSameName(row);
            return row.at();
        }
        if (row.picked()) {
            reportInProgress(row);
        }
        long now = notBeforeRun(row, timer.wallNow());
        long at = row.picked() || row.at() <= now ? row.at() : wholeMillis(planned(row, now));
        boolean changed = at != row.at() || (step(schedule) != row.step() && !row.picked());
        return changed ? move(row, at) : at;
    }

    private void reportInProgress(TickRow row) {
        FailureLog.quietly(() -> LOG.info(
                "Loop {}: its tick of {} is in progress in the process {}. Should that have died, the tick is repeated"
                        + " when {} s have passed without a heartbeat",
                name,
                EpochNanos.toInstant(row.at()),
                row.pickedBy(),
                TimeUnit.NANOSECONDS.toSeconds(silence)));
    }

    private void reportSameName(TickRow row) {
        FailureLog.quietly(() -> LOG.error(
                "Loop {}: the database takes its name for that of the row {}, so it gets no ticks. Let the column"
                        + " task_name tell capitals from small letters, such as with collate utf8mb4_bin",
                name,
                row.name()));
    }

    private long move(TickRow row, long at) {
        try {
            if (at == Planner.EXHAUSTED) {
                table.remove(row);
            } else {
                table.move(row, at, step(schedule), End.PUT_BACK, timer.wallNow());
            }
            return at;
        } catch (Lost lost) { // another process with the same schedule was quicker
            TickRow present = table.find(name);
            return present == null ? Planner.EXHAUSTED : present.at();
        }
    }

    /** Returns the present, but not an instant before the last run: this clock may be behind the one of that process. */
    private static long notBeforeRun(TickRow row, long now) {
        boolean behind = row.hasRun() && row.ranAt() > now && EpochNanos.minus(row.ranAt(), now) < WRONG_CLOCK;
        return behind ? row.ranAt() : now;
    }

    /** Returns when the tick of a row that is not due yet is due by the schedule in code. */
    private long planned(TickRow row, long now) {
        long step = step(schedule);
        if (step > 0) {
            return plannedOnGrid(row, step, now);
        }
        long next = tickAfter(schedule, now, now, row.at());
        long before = row.at() - MILLI;
        boolean isFirst = !row.hasRun() && row.at() > next;
        boolean delayed = isFirst && tickAfter(schedule, before, before, row.at()) == row.at();
        return delayed ? row.at() : next; // the first tick may be a later one, because of the initial delay
    }

    private long plannedOnGrid(TickRow row, long step, long now) {
        if (Planner.isPlainGrid(schedule) && step == row.step()) {
            return row.at();
        }
        long tick = now;
        if (row.step() > 0 && !row.hasRun()) {
            tick = row.at(); // that of the first start, with its initial delay
        } else if (step == row.step()) {
            // Its limits may be others than before, and leave it an earlier tick.
            long length = step * MILLI;
            tick = row.at() - (row.at() - now) / length * length;
        } else if (row.step() > 0) {
            long last = EpochNanos.minus(row.at(), row.step() * MILLI);
            tick = Math.max(now, EpochNanos.plus(last, step * MILLI));
        }
        try {
            return Planner.onGrid(schedule, tick);
        } catch (Throwable t) { // the user's filter: its failure is reported when the loop plans its next run
            return row.at();
        }
    }

    /** Returns the first tick after both an instant and now, as far as this process can tell. */
    static long following(Schedule schedule, long at, long now) {
        return tickAfter(schedule, at, now, Planner.EXHAUSTED);
    }

    private static long tickAfter(Schedule schedule, long at, long now, long otherwise) {
        try {
            return wholeMillis(
                    Planner.next(schedule, at, now, Missed.SKIP, Planner.NONE).at());
        } catch (Throwable t) { // the user's schedule: its failure is reported when the loop plans its next run
            return otherwise;
        }
    }

    /** Returns the interval of a schedule in milliseconds; 0 if it has none. */
    static long step(Schedule schedule) {
        return Planner.interval(schedule) / MILLI;
    }

    /** Rounds up to whole milliseconds, which is what all databases keep; so no tick comes twice. */
    static long wholeMillis(long at) {
        return at >= EpochNanos.FAR ? at : Math.floorDiv(EpochNanos.plus(at, MILLI - 1), MILLI) * MILLI;
    }
}
