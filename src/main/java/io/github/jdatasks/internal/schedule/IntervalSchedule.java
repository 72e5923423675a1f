package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.internal.util.DurationWords;

/** A fixed rate. */
public final class IntervalSchedule extends OwnSchedule.Grid {
    public IntervalSchedule(long nanos) {
        super(nanos);
    }

    @Override
    public String describe() {
        return "every " + DurationWords.afterEvery(nanos());
    }
}
