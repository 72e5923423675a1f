package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.LoopContext;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** An attempt at a run. Guarded by its monitor, since a run may be given up while it ends. */
@Name("io.github.jdatasks.Run")
@Label("Run")
@Description("One call of a loop's body, from its begin to the completion of its future if it returns one")
final class RunEvent extends LoopEvent implements LoopEvents.Attempt {
    @Label("Iteration")
    @Description("The number of the run in the life of the loop, from 0")
    long iteration;

    @Label("Attempt")
    @Description("1, or more after retries")
    int attempt;

    @Label("Run Now")
    @Description("Whether runNow() has requested it")
    boolean runNow;

    @Label("Scheduled At")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long scheduledAt;

    @Label("Lateness")
    @Description("From the scheduled time to the start")
    @Timespan(Timespan.NANOSECONDS)
    long lateness;

    @Label("Outcome")
    @Description("SUCCEEDED, FAILED, RETRIED (failed, and another attempt follows), REPEATED (cut short because the"
            + " connection was lost), CANCELLED, or GIVEN_UP (outlived its shutdown)")
    @Nullable String outcome;

    @Label("Error Class")
    @Nullable Class<?> errorClass;

    private transient boolean ended;
    private transient boolean over;

    RunEvent(boolean runNow) {
        this.runNow = runNow;
    }

    @Override
    public synchronized void bodyEnded() {
        if (!ended) {
            ended = true;
            end();
        }
    }

    @Override
    public synchronized void over(
            LoopEvents.Subject subject, LoopContext run, LoopEvents.Outcome how, @Nullable Throwable error) {
        bodyEnded();
        if (!over && shouldCommit()) {
            about(subject);
            iteration = run.iteration();
            attempt = run.attempt();
            scheduledAt = run.scheduledAt().toEpochMilli();
            lateness = run.lateness().toNanos();
            outcome = how.name();
            errorClass = error == null ? null : error.getClass();
            commit();
        }
        over = true;
    }
}
