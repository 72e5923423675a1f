package io.github.jdatasks;

import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.Checks;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The handle of one loop: starts it, stops it, reports its state.
 *
 * <p>A loop lives from {@link #start()} until its {@code count} is reached, it is stopped or cancelled, it fails, or
 * its bot shuts down; then it is {@link LoopState#FINISHED} and may be started again. In a life
 * <ol>
 *   <li>the before-hook runs once, before the first body (again only after a transient error), and the after-hook once,
 *     after the last;
 *   <li>the body never runs twice at once, unless its runs may {@linkplain LoopBuilder#overlap overlap}, and never after
 *     the future of {@link #stop()} has completed, unless it ignored the interrupt at a shutdown and was given up;
 *   <li>each run sees what the hooks and runs before it wrote;
 *   <li>an exception that ends the loop is in the log.
 * </ol>
 *
 * <pre>{@code
 * LoopTask sync = Loops.every(Duration.ofMinutes(5)).name("sync").gate(gate).build(run -> sync());
 * sync.start();
 * …
 * sync.changeInterval(Duration.ofMinutes(1));
 * sync.stop().join();                              // the after-hook has run
 * }</pre>
 *
 * <p>With {@link ShardScope#EACH} one task stands for the loops of all shards, and each of these has its own as well.
 *
 * <p>All methods may be called from any thread, also from inside the body and the hooks, and do not block. The futures
 * are completed on worker threads, and only by the loop: completing or cancelling them changes nothing.
 */
public final class LoopTask {
    static {
        LoopControls.setAccess(LoopTask::control);
    }

    private final LoopControl control;

    LoopTask(LoopControl control) {
        this.control = control;
    }

    LoopControl control() {
        return control;
    }

    /** {@return the name given to the loop, by default that of its method} */
    public String name() {
        return control.ownName();
    }

    /** {@return where the loop is in its life} */
    public LoopState state() {
        return control.state();
    }

    /** {@return when the loop runs} */
    public Schedule schedule() {
        return control.schedule();
    }

    /**
     * Starts the loop; of a cog, it begins when the cog has been loaded: before that, do not wait for the future.
     *
     * @return completed when this life has ended and the after-hook has run; always normally
     * @throws IllegalStateException if the loop has been started and has not ended, its bot or scheduler is closed, or
     *     its cog is being unloaded, has failed to load, or is on a closed scheduler
     */
    public CompletableFuture<LoopOutcome> start() {
        return control.start();
    }

    /**
     * Starts the loop unless it has been started and has not ended.
     *
     * @return whether it was started by this call
     * @throws IllegalStateException as {@link #start()}, except that the loop may be running
     */
    public boolean startIfStopped() {
        return control.startIfStopped();
    }

    /**
     * Ends the loop after the run in progress, or now if none is. A loop that has not been started is left as it is: it
     * can still be started, and its cog still starts it.
     *
     * @return completed when the after-hook has run; stopping twice, or a loop that is not running, is harmless
     */
    public CompletableFuture<LoopOutcome> stop() {
        return control.stop(LoopOutcome.STOPPED);
    }

    /**
     * Ends the loop now: a blocking body or before-hook is interrupted, the future of an asynchronous one cancelled.
     * What the body then ends with is not a failure. A body that ignores the interrupt is waited for; JDA's
     * {@code complete()} is one that does, {@code submit().get()} is not.
     *
     * @return completed when the after-hook has run; cancelling after a stop upgrades it
     */
    public CompletableFuture<LoopOutcome> cancel() {
        return control.stop(LoopOutcome.CANCELLED);
    }

    /**
     * Cancels the loop if it is running, which interrupts its body, and starts it afresh, after-hook and before-hook
     * included. It keeps its schedule, also one that was {@linkplain #changeSchedule changed}.
     *
     * @return completed at the end of the new life; further calls before it has begun return the same future
     * @throws IllegalStateException as {@link #start()}, except that the loop may be running
     */
    public CompletableFuture<LoopOutcome> restart() {
        return control.restart();
    }

    /** {@return the future of the present or last life; before the first start, of the first} */
    public CompletableFuture<LoopOutcome> completion() {
        return control.completion();
    }

    /**
     * Starts no more runs until {@link #resume()}. A run in progress ends normally, but its retries wait. A pause ends
     * with the loop's life. Before the first start, it is for the first life: only the before-hook runs. It has no
     * effect on a loop that is {@link LoopState#FINISHED} or paused already.
     */
    public void pause() {
        control.pause(true);
    }

    /** Undoes {@link #pause()}. The {@link Missed} policy decides about the ticks missed meanwhile. */
    public void resume() {
        control.pause(false);
    }

    /**
     * Runs the body once now, outside the schedule and the count. It waits for a run in progress and for the gate,
     * ignores {@link #pause()}, works without a start (then without hooks), and is not retried. While one call waits,
     * further ones join it. What depends on the result runs beside whatever the loop does next.
     *
     * @return completed when the run has ended, exceptionally if it failed or was dropped by a stop
     * @throws IllegalStateException as {@link #start()}, except that the loop may be running
     */
    public CompletableFuture<@Nullable Void> runNow() {
        return control.runNow();
    }

    /**
     * Makes the loop run at another interval, from the last planned run on: {@link #changeSchedule} with
     * {@link Schedule#every}.
     *
     * @throws IllegalArgumentException if it is null, zero, negative or longer than 292 years
     * @throws IllegalStateException if the loop is durable
     */
    public void changeInterval(Duration interval) {
        changeSchedule(new IntervalSchedule(Durations.positiveNanos("changeInterval", interval)));
    }

    /**
     * Makes the loop run on another schedule, at once and in every state. An interval counts from the last planned run;
     * if that is past already there is one run at once. During a run the change takes effect at its end; a retry that
     * is waited for keeps its instant. Times of day that equal the present ones change nothing.
     *
     * @throws IllegalArgumentException if it is null, or a fixed delay for a loop whose runs may overlap or have a
     *     {@linkplain LoopBuilder#maxLateness limit} of how late they may be
     * @throws IllegalStateException if the loop is {@linkplain #isDurable durable}
     */
    public void changeSchedule(Schedule schedule) {
        Checks.notNull("changeSchedule", schedule);
        if (isDurable()) {
            throw new IllegalStateException("The loop " + control.name() + " is durable: other processes have its"
                    + " schedule too, so it cannot be changed in this one; deploy the change, or if the schedule comes from"
                    + " a configuration, build the loop with it: newLoop(schedule).name(…).durable(true)");
        }
        if (control.settings().policies().overlap() > 1 && Planner.isFixedDelay(schedule)) {
            throw new IllegalArgumentException("The runs of the loop " + control.name()
                    + " may overlap, so it cannot wait for the end of a run as a fixed delay does; use an interval");
        }
        if (control.settings().policies().maxLatenessNanos() > 0 && Planner.isFixedDelay(schedule)) {
            throw new IllegalArgumentException("The loop " + control.name()
                    + " has a maxLateness, but a fixed delay has no instants to be late for; use an interval");
        }
        control.changeSchedule(schedule);
    }

    /**
     * Puts the next run off: it comes this long from now, or at its planned instant if that is later. For a reminder that
     * is snoozed, or for something that is to happen after a time of silence:
     *
     * <pre>{@code
     * LoopTask closing = Loops.every(Duration.ofMinutes(10))
     *         .initialDelay(Duration.ofMinutes(10))
     *         .count(1)
     *         .start(run -> close(ticket));
     * …
     * closing.postpone(Duration.ofMinutes(10));        // with each message: it costs next to nothing
     * }</pre>
     *
     * <p>Of several calls the last one counts. The run after it is at the next instant of the schedule, or with a fixed
     * delay, that long after its end. Ticks that are passed over get no run, and do not count as missed. During a run, or
     * while a retry is waited for, the run after that one is meant. {@link #nextIteration()} has the new instant, which
     * is also the {@link LoopContext#scheduledAt()} of the run. Has no effect on a loop that has not been started, is ending
     * or has ended.
     *
     * @throws IllegalArgumentException if it is null, zero, negative or longer than 292 years
     * @throws IllegalStateException if the loop is {@linkplain #isDurable durable}
     */
    public void postpone(Duration delay) {
        long nanos = Durations.positiveNanos("postpone", delay);
        if (isDurable()) {
            throw new IllegalStateException(
                    "The loop " + control.name() + " is durable: its next run is a row that other"
                            + " processes go by, so it cannot be postponed in this one; let its body return while it is too early, or"
                            + " make the later run with a durable loop of its own, on Schedule.once(Instant)");
        }
        control.postpone(nanos);
    }

    /** {@return whether the loop has been started and has not ended} */
    public boolean isRunning() {
        return control.isLive();
    }

    /** {@return whether the loop's ticks are kept in a database, and shared with other processes} */
    public boolean isDurable() {
        return control.settings().policies().durable();
    }

    /** {@return whether {@link #pause()} is in force, or will be at the first start; a closed gate is not meant} */
    public boolean isPaused() {
        return control.isPaused();
    }

    /** {@return whether this life is ending by {@link #cancel()}, an unload or a shutdown; for after-hooks} */
    public boolean isBeingCancelled() {
        return control.isBeingCancelled();
    }

    /** {@return whether the present or last life was ended by a failure} */
    public boolean hasFailed() {
        return control.failure() != null;
    }

    /** {@return the failure that ended the present or last life, if one did} */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(control.failure());
    }

    /** {@return how many runs of this life have ended: n - 1 in the n-th body; 0 when the loop is not running} */
    public long currentLoop() {
        return control.iteration();
    }

    /** {@return how many runs a life has; empty if it is endless} */
    public OptionalLong count() {
        long count = control.settings().policies().count();
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /**
     * {@return when the next run is planned: during a run, the one after it, whether or not retries are pending; empty
     * if the loop is not running, is ending, is waiting for its first ready, or cannot know before its run ends}
     */
    public Optional<Instant> nextIteration() {
        return control.nextIteration();
    }

    /** {@return how long it is until {@link #nextIteration()}; zero if its instant has passed} */
    public Optional<Duration> timeUntilNextIteration() {
        Instant now = control.scheduler().timer().instant();
        return nextIteration().map(next -> next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO);
    }

    /**
     * Adds exceptions to those that count as transient and are retried, their subclasses included; at once.
     *
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final void addExceptionType(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> added = ExceptionTypes.checked("addExceptionType", types);
        var unused = control.changeExceptionTypes(present -> present.plus(added));
    }

    /**
     * Removes exceptions that were added, by {@link #addExceptionType} or the retry policy; exactly these classes.
     *
     * @return whether all of them had been added
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final boolean removeExceptionType(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> removed = ExceptionTypes.checked("removeExceptionType", types);
        return control.changeExceptionTypes(present -> present.minus(removed)).hasAll(removed);
    }

    /**
     * Makes no class of exceptions transient, not even the defaults. A test given to {@link RetryPolicy#retryIf} still
     * applies.
     */
    public void clearExceptionTypes() {
        var unused = control.changeExceptionTypes(present -> ExceptionTypes.NONE);
    }

    /** {@return what the loop has done since it was built} */
    public LoopStats stats() {
        return control.stats();
    }

    @Override
    public String toString() {
        return "loop " + control.name() + " (" + LoopLog.inWords(schedule()) + ", " + state() + ")";
    }
}
