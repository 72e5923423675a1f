package io.github.jdatasks.internal.durable;

import com.github.kagkarlsson.scheduler.Resolvable;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells db-scheduler's repository that every row may be read: loops come and go, and those of other processes are no
 * reason for a warning.
 */
@SuppressWarnings("rawtypes") // as in TaskResolver
final class LoopTasks extends TaskResolver {
    /** Stands for all loops, which only need to have the type of their data in common. */
    private static final Task<Long> ANY =
            Tasks.custom("any", Long.class).execute((row, context) -> new CompletionHandler.OnCompleteRemove<>());

    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    LoopTasks() {
        super(SchedulerListeners.NOOP, () -> Instant.EPOCH, List.of());
    }

    @Override
    public Optional<Task> resolve(Resolvable row, boolean excludeUnknown) {
        return Optional.of(ANY);
    }

    /** Leaves out the rows of another application in the same table, from the next query on. */
    void exclude(String foreignName) {
        foreign.add(foreignName);
    }

    @Override
    public List<UnresolvedTask> getUnresolved() {
        return foreign.stream()
                .map(name -> new UnresolvedTask(name, Instant.EPOCH))
                .toList();
    }
}
