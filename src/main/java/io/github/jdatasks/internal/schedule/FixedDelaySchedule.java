package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;

/** A delay that counts from the end of each run, not from its planned start. */
public final class FixedDelaySchedule extends OwnSchedule.Grid {
    public FixedDelaySchedule(long nanos) {
        super(nanos);
    }

    @Override
    public String describe() {
        return DurationWords.of(nanos()) + " after each run";
    }
}
