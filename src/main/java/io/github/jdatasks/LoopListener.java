package io.github.jdatasks;

import java.time.Duration;

/**
 * Receives events of loops, for metrics and dashboards. Give one to {@link LoopScheduler#addListener} for all loops of a
 * scheduler, to {@link LoopCog#addListener} for those of a cog, or to {@link LoopBuilder#listener} for one loop.
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
 * listener delays no loop. One that was given to several loops or cogs, or to a loop and its scheduler, is called by each
 * of them on its own, perhaps at the same time. One that is more than 10,000 calls behind loses the newest; that is
 * logged, and so is what a listener throws, which has no other effect.
 */
public interface LoopListener {
    /** A loop has been started. */
    default void onStarted(LoopTask task) {}

    /** A loop has been paused, by {@link LoopTask#pause()} or because its gate has closed. */
    default void onPaused(LoopTask task) {}

    /** A loop has resumed: it is no longer paused by {@link LoopTask#pause()} or by its gate. */
    default void onResumed(LoopTask task) {}

    /** A run has succeeded; its last attempt took so long. */
    default void onIterationFinished(LoopContext run, Duration took) {}

    /** A run, a before-hook or a schedule has failed for good. */
    default void onFailed(LoopContext run, Throwable error) {}

    /**
     * As {@link #onFailed(LoopContext, Throwable)}, which this method calls unless it is overridden.
     *
     * @param took how long the last attempt took
     */
    default void onFailed(LoopContext run, Throwable error, Duration took) {
        onFailed(run, error);
    }

    /** An attempt has failed and another will be made after the delay. */
    default void onRetried(LoopContext run, Throwable error, Duration delay) {}

    /** Ticks, 1 or more, have passed while the loop could not run. */
    default void onMissed(LoopTask task, long ticks) {}

    /**
     * Ticks, 1 or more, will not be made up for: they were missed, or the limit of overlapping runs had been reached.
     */
    default void onSkipped(LoopTask task, long ticks) {}

    /**
     * Someone has given a loop a command outside the code of the bot, with a {@code LoopPanel} for example.
     *
     * @param command what was asked for, such as {@code pause}
     * @param by who it was, such as {@code Ada (id 80351110224678912)}
     */
    default void onCommand(LoopTask task, String command, String by) {}

    /** A loop has ended, its after-hook included. */
    default void onEnded(LoopTask task, LoopOutcome outcome) {}
}
