package io.github.jdatasks.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Ticks without a run of their own. Filled and written by one thread only. */
@Name("io.github.jdatasks.Missed")
@Label("Missed Ticks")
@Description("Ticks of a loop have passed without a run")
final class MissedEvent extends LoopEvent {
    @Label("Missed")
    @Description("Ticks that have passed while the loop could not run")
    long missed;

    @Label("Skipped")
    @Description("Ticks that will not be made up for")
    long skipped;

    void write(LoopEvents.Subject subject, long ticksMissed, long ticksSkipped) {
        about(subject);
        missed = ticksMissed;
        skipped = ticksSkipped;
        commit();
    }
}
