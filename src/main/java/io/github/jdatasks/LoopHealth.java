package io.github.jdatasks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the loops of a scheduler are, at the moment it is asked: for a health endpoint, or a line in the log.
 *
 * <pre>{@code
 * LoopHealth health = scheduler.health();            // kept since the start: shared() is another one after a close
 * int code = health.status() == LoopHealth.Status.DOWN ? 503 : 200;
 * }</pre>
 *
 * @param status all the rest in one word
 * @param loops how many live loops are in each state; every state is there, in its order
 * @param failing the loops whose last scheduled run has failed, and up to 100 named ones that were ended by a failure
 *     and have not been started since; without those of cogs that have been unloaded
 * @param gate by the id of each shard that loops depend on, whether it is connected; empty if no live loop has a gate
 * @param longestOverdue how long the run that has been due longest should have begun: because the one before it still
 *     goes on, because no thread has taken it up, or because the timer is late; zero if none is due. Loops that are
 *     paused or durable do not count
 */
public record LoopHealth(
        Status status,
        Map<LoopState, Integer> loops,
        List<LoopTask> failing,
        Map<Integer, Boolean> gate,
        Duration longestOverdue) {

    /** Whether to do something. */
    public enum Status {
        /** All is well. */
        UP,
        /** A loop is failing, a shard is not connected, or a run is overdue by more than a minute. */
        DEGRADED,
        /**
         * The scheduler is closed, its bots have shut down, or a run that nothing keeps from running has not begun for
         * a minute. A restart of the process helps.
         */
        DOWN
    }
}
