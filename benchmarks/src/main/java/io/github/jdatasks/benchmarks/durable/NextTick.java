package io.github.jdatasks.benchmarks.durable;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;

/** The tick after the one that was run, even if it has passed. */
record NextTick(Duration every) implements Schedule {
    @Override
    public Instant getNextExecutionTime(ExecutionComplete complete) {
        return complete.getExecution().executionTime.plus(every);
    }

    @Override
    public Instant getInitialExecutionTime(Instant now) {
        return now;
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }
}
