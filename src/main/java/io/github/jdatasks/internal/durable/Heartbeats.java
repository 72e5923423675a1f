package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.durable.TickTable.Lost;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;

/** Tells other processes that this one is alive, and finds those that have died. */
final class Heartbeats {
    private static final Logger LOG = Loggers.get(Outage.LOGGER);

    private final TickTable table;
    private final long silence;

    /**
     * Creates heartbeats.
     *
     * @param silence after how many nanoseconds without a heartbeat a process counts as dead
     */
    Heartbeats(TickTable table, long silence) {
        this.table = table;
        this.silence = silence;
    }

    /** Returns whether the row still belongs to this process. */
    boolean beat(TickRow row, long now) {
        try {
            table.heartbeat(row, now);
            return true;
        } catch (Lost lost) {
            // Written meanwhile, or told when it is to be written.
            FailureLog.quietly(() -> LOG.debug("No heartbeat: {}", lost.getMessage()));
            return false;
        }
    }

    /**
     * Puts back the ticks of dead processes, to be repeated.
     *
     * @param loops those that take part here
     * @param isHeld whether this process itself has the tick of a loop
     * @return whether there were any
     */
    boolean revive(Set<String> loops, Predicate<String> isHeld, long now) {
        boolean found = false;
        for (TickRow row : table.silentSince(EpochNanos.minus(now, silence))) {
            if (loops.contains(row.name()) && !isHeld.test(row.name())) {
                found |= revive(row, now);
            }
        }
        return found;
    }

    private boolean revive(TickRow row, long now) {
        try {
            table.move(row, row.at(), row.step(), End.INTERRUPTED, now);
        } catch (Lost lost) {
            return false; // another process was quicker
        }
        FailureLog.quietly(() -> LOG.warn(
                "Loop {}: the process {} has not been heard of for {} s, so its tick of {} is repeated",
                row.name(),
                row.pickedBy(),
                TimeUnit.NANOSECONDS.toSeconds(silence),
                EpochNanos.toInstant(row.at())));
        return true;
    }
}
