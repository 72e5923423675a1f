package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply.Tick;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import org.slf4j.Logger;

/** A tick that this process has picked. */
final class HeldTick implements Tick {
    /** Writes how a tick has ended. */
    interface Writer {
        void write(HeldTick tick, End end, long next);
    }

    private static final Logger LOG = Loggers.get(Outage.LOGGER);

    final Member member;
    final TickRow row;
    private final Writer writer;
    boolean beating; // whether a heartbeat is on its way; used in timer turns only

    HeldTick(Member member, TickRow row, Writer writer) {
        this.member = member;
        this.row = row;
        this.writer = writer;
    }

    @Override
    public long at() {
        return row.at();
    }

    @Override
    public boolean isRepeated() {
        return row.interrupted();
    }

    @Override
    public void done(long next) {
        writer.write(this, End.DONE, RowPlan.wholeMillis(next));
    }

    @Override
    public void putBack(boolean begun) {
        writer.write(this, begun ? End.INTERRUPTED : End.PUT_BACK, row.at());
    }

    void reportLost() {
        FailureLog.quietly(() -> LOG.warn(
                "Loop {}: the end of its tick of {} could not be written, since the row has changed: another process has"
                        + " repeated the tick because of missing heartbeats, or the end was written before the"
                        + " connection broke",
                row.name(),
                EpochNanos.toInstant(row.at())));
    }
}
