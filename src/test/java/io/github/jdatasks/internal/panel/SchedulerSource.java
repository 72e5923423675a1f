package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import java.util.Collection;
import java.util.List;

/** The loops of a scheduler. */
record SchedulerSource(LoopScheduler scheduler) implements LoopSource {
    @Override
    public Collection<LoopTask> loops() {
        return scheduler.loops();
    }

    @Override
    public List<LoopHealth> health() {
        return List.of(scheduler.health());
    }

    @Override
    public void addListener(LoopListener listener) {
        scheduler.addListener(listener);
    }
}
