package io.github.jdatasks.metrics;

import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;

/** The clock of a registry that lives in the time of the loops. */
record VirtualClock(VirtualLoopScheduler time) implements Clock {
    @Override
    public long wallTime() {
        return time.now().toEpochMilli();
    }

    @Override
    public long monotonicTime() {
        return Duration.between(RunNotes.MIDNIGHT, time.now()).toNanos();
    }
}
