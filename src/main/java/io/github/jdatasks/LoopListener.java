package io.github.jdatasks;

import java.time.Duration;

/**
 * Receives events of loops, for metrics and dashboards. Give one to {@link LoopScheduler.Builder#listener} for all
 * loops of a scheduler, or to {@link LoopBuilder#listener} for one loop.
 *
 * <pre>{@code
 * Loops.every(Duration.ofMinutes(5))
 *         .listener(new LoopListener() {
 *             @Override
 *             public void onIterationFinished(LoopContext run, Duration took) {
 *                 metrics.timer(run.task().name()).record(took);
 *             }
 *         })
 *         .start(run -> update());
 * }</pre>
 *
 * <p>The calls come on worker threads, one at a time and in the order things happened, some time after they did: a slow
 * listener delays no loop. One that was given to several loops, or to a loop and its scheduler, is called by each of
 * them on its own, perhaps at the same time. One that is more than 10,000 calls behind loses the newest; that is
 * logged, and so is what a listener throws, which has no other effect.
 */
public interface LoopListener {
    /**
     * A loop has been started.
     *
     * @param task the loop
     */
    default void onStarted(LoopTask task) {}

    /**
     * A loop has been paused, by {@link LoopTask#pause()} or because its gate has closed.
     *
     * @param task the loop
     */
    default void onPaused(LoopTask task) {}

    /**
     * A loop has resumed: it is no longer paused by {@link LoopTask#pause()} or by its gate.
     *
     * @param task the loop
     */
    default void onResumed(LoopTask task) {}

    /**
     * A run has succeeded.
     *
     * @param run the run
     * @param took how long its last attempt lasted
     */
    default void onIterationFinished(LoopContext run, Duration took) {}

    /**
     * A run, a before-hook or a schedule has failed for good.
     *
     * @param run the run, or the call of the hook
     * @param error what it failed with
     */
    default void onFailed(LoopContext run, Throwable error) {}

    /**
     * An attempt has failed and another will be made.
     *
     * @param run the attempt
     * @param error what it failed with
     * @param delay how long it is until the next attempt
     */
    default void onRetried(LoopContext run, Throwable error, Duration delay) {}

    /**
     * Ticks have passed while the loop could not run.
     *
     * @param task the loop
     * @param ticks how many, 1 or more
     */
    default void onMissed(LoopTask task, long ticks) {}

    /**
     * Ticks will not be made up for: they were missed, or the limit of overlapping runs had been reached.
     *
     * @param task the loop
     * @param ticks how many, 1 or more
     */
    default void onSkipped(LoopTask task, long ticks) {}

    /**
     * A loop has ended, its after-hook included.
     *
     * @param task the loop
     * @param outcome how it ended
     */
    default void onEnded(LoopTask task, LoopOutcome outcome) {}
}
