package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.Collection;
import java.util.List;

/** Where a panel has its loops from: cogs, or a scheduler. Any thread. */
public interface LoopSource {
    /** Returns the loops there are now, of a group those of its shards. */
    Collection<LoopTask> loops();

    /** Returns how the schedulers of the loops are. */
    default List<LoopHealth> health() {
        return loops().stream()
                .map(loop -> LoopControls.of(loop).scheduler())
                .distinct()
                .map(host -> ((Scheduler) host).health())
                .toList();
    }

    void addListener(LoopListener listener);
}
