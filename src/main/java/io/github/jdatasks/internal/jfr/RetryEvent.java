package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.LoopContext;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An attempt has failed, and another one follows. Filled and written by one thread only. */
@Name("io.github.jdatasks.Retry")
@Label("Retry")
@Description("An attempt at a run has failed, and another one is made after a delay")
final class RetryEvent extends LoopEvent {
    @Label("Iteration")
    @Description("The number of the run in the life of the loop, from 0")
    long iteration;

    @Label("Attempt")
    @Description("The one that has failed, from 1")
    int attempt;

    @Label("Error Class")
    @Nullable Class<?> errorClass;

    @Label("Delay")
    @Description("Until the next attempt")
    @Timespan(Timespan.NANOSECONDS)
    long delay;

    void write(LoopEvents.Subject subject, LoopContext run, Throwable error, long delayNanos) {
        about(subject);
        iteration = run.iteration();
        attempt = run.attempt();
        errorClass = error.getClass();
        delay = delayNanos;
        commit();
    }
}
