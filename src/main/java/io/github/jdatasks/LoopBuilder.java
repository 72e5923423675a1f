package io.github.jdatasks;

import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.spec.LoopSpec;
import io.github.jdatasks.internal.util.Checks;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/**
 * Describes a loop and builds it; obtained from {@link Loops} or {@link LoopCog#newLoop}.
 *
 * <pre>{@code
 * LoopTask sync = Loops.every(Duration.ofMinutes(5))
 *         .name("batch-update")
 *         .gate(gate)                                  // a ConnectionGate registered with JDA as a listener
 *         .retry(RetryPolicy.exponentialBackoff().retryOn(SQLTransientException.class))
 *         .beforeLoop(run -> open())
 *         .afterLoop(run -> close())
 *         .onError((error, run) -> alert(error))
 *         .build(run -> update());
 * sync.start();
 * }</pre>
 *
 * <p>A builder is for one thread at a time. If a method is called twice, the last call counts. Null is rejected with an
 * {@link IllegalArgumentException}.
 */
public final class LoopBuilder {
    private final LoopSpec spec;

    LoopBuilder(Schedule schedule, LoopSpec.@Nullable Owner owner) {
        this.spec = new LoopSpec(schedule, owner, LoopTask::new);
    }

    /**
     * Names the loop, and so its logger. Default: "loop-" and a number; the logger of all loops without a name is
     * {@code io.github.jdatasks.loop.unnamed}.
     *
     * @param name not blank
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public LoopBuilder name(String name) {
        spec.name(name);
        return this;
    }

    /**
     * Ends the loop after this many scheduled runs, including failed ones. Default: 0, which is endless.
     *
     * @param count 1 or more, or 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder count(long count) {
        spec.count(count);
        return this;
    }

    /**
     * Sets whether transient errors are retried; {@code false} is {@link RetryPolicy#never()}. Default: true.
     *
     * @param reconnect false does not go with a {@link #retry} policy of more than one attempt
     * @return this builder
     */
    public LoopBuilder reconnect(boolean reconnect) {
        spec.reconnect = reconnect;
        return this;
    }

    /**
     * Sets which errors are retried, how often and after how long. Default: {@link RetryPolicy#exponentialBackoff()}.
     *
     * @param policy a policy of more than one attempt does not go with {@code reconnect(false)}
     * @return this builder
     * @throws IllegalArgumentException if its initial delay is longer than its greatest, or it says which errors to
     *     retry but makes one attempt only
     */
    public LoopBuilder retry(RetryPolicy policy) {
        spec.retry(Checks.notNull("retry", policy).settings());
        return this;
    }

    /**
     * Sets the gate that the loop follows. Default: the cog's; none outside of a cog, so the connection has no effect.
     *
     * @param gate registered with JDA as an event listener
     * @return this builder
     */
    public LoopBuilder gate(ConnectionGate gate) {
        spec.gate = Checks.notNull("gate", gate).gate();
        return this;
    }

    /**
     * Sets what the loop does while disconnected. Default: {@link WhenDisconnected#PAUSE}.
     *
     * @param policy needs a {@link #gate}
     * @return this builder
     */
    public LoopBuilder whenDisconnected(WhenDisconnected policy) {
        spec.whenDisconnected = Checks.notNull("whenDisconnected", policy);
        return this;
    }

    /**
     * Sets which shards must be connected for the loop to run. Default: {@link ShardScope#ALL}.
     *
     * @param scope needs a {@link #gate}; {@link ShardScope#EACH} builds a loop for each shard
     * @return this builder
     */
    public LoopBuilder shards(ShardScope scope) {
        spec.shards = Checks.notNull("shards", scope);
        return this;
    }

    /**
     * Sets what the loop does about ticks it missed. Default: {@link Missed#RUN_ONCE}.
     *
     * @param policy what to do
     * @return this builder
     */
    public LoopBuilder missed(Missed policy) {
        spec.missed = Checks.notNull("missed", policy);
        return this;
    }

    /**
     * Sets what the loop does when a run has failed for good. Default: {@link OnFailure#CONTINUE}.
     *
     * @param policy what to do
     * @return this builder
     */
    public LoopBuilder onFailure(OnFailure policy) {
        spec.onFailure = Checks.notNull("onFailure", policy);
        return this;
    }

    /**
     * Ends the loop after this many consecutive failures. Default: 0, no limit.
     *
     * @param failures 1 or more, or 0; more than 1 does not go with {@link OnFailure#STOP}
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder maxFailures(int failures) {
        spec.maxFailures(failures);
        return this;
    }

    /**
     * Delays the first run from when it would be possible. Default: none.
     *
     * @param delay zero or more; times of day that pass before its end do not count
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder initialDelay(Duration delay) {
        spec.initialDelayNanos = Durations.zeroOrMoreNanos("initialDelay", delay);
        return this;
    }

    /**
     * Delays each run that is not late already by a random part of a duration, so that loops due at the same instant do
     * not all run at once. The planned instants stay the same. Default: none. With a jitter longer than the interval, a
     * run may come after the next ticks, which are then missed.
     *
     * @param longest the greatest delay, zero or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder jitter(Duration longest) {
        spec.jitterNanos = Durations.zeroOrMoreNanos("jitter", longest);
        return this;
    }

    /**
     * Interrupts a run, or cancels its future, if it takes longer. The run fails with a
     * {@link java.util.concurrent.TimeoutException}, which is transient. Neither a retry nor the next run starts before
     * the body has really ended; a body that does not end is reported once a minute. Default: none.
     *
     * @param longest how long one attempt may take; zero for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder timeout(Duration longest) {
        spec.timeoutNanos = Durations.zeroOrMoreNanos("timeout", longest);
        return this;
    }

    /**
     * Logs a warning, with the stack, when a run takes longer than a multiple of the interval, and again each time its
     * duration has doubled. A loop is reported once a minute at most. Default: a run is reported after 5 minutes if
     * that is longer than the time between two ticks, else after that time; a hook after 5 minutes.
     *
     * @param multiple of the time between two ticks, such as 2; zero for no warning, not even for hooks
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public LoopBuilder slowRunWarning(double multiple) {
        spec.slowRunWarning(multiple);
        return this;
    }

    /**
     * Lets runs overlap; the loop ends when all its runs have. Default: 1, no two runs at once.
     *
     * @param runs 1 or more; a tick is skipped and counted while this many are in progress or between two attempts
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public LoopBuilder overlap(int runs) {
        spec.overlap(runs);
        return this;
    }

    /**
     * Sets the hook that runs before the first run of each life, see {@link BeforeLoop}. Default: none.
     *
     * @param hook called on a worker thread after the first ready; it may block
     * @return this builder
     */
    public LoopBuilder beforeLoop(LoopHook hook) {
        spec.before = Checks.notNull("beforeLoop", hook);
        return this;
    }

    /**
     * Sets the hook that runs at the end of each life, see {@link AfterLoop}. Default: none.
     *
     * @param hook called on a worker thread; it may block
     * @return this builder
     */
    public LoopBuilder afterLoop(LoopHook hook) {
        spec.after = Checks.notNull("afterLoop", hook);
        return this;
    }

    /**
     * Sets a handler for failures, called in addition to the log line. Default: none.
     *
     * @param handler called on a worker thread; it may block
     * @return this builder
     */
    public LoopBuilder onError(LoopErrorHandler handler) {
        spec.onError = Checks.notNull("onError", handler);
        return this;
    }

    /**
     * Sets a listener for the events of this loop. Default: none.
     *
     * @param listener called on worker threads
     * @return this builder
     */
    public LoopBuilder listener(LoopListener listener) {
        spec.listener = Checks.notNull("listener", listener);
        return this;
    }

    /**
     * Sets whether the cog that owns the loop starts it when the cog is loaded. Default: true.
     *
     * @param autoStart true needs a cog; a loop that is not started by its cog needs {@link LoopTask#start()}
     * @return this builder
     */
    public LoopBuilder autoStart(boolean autoStart) {
        spec.autoStart = autoStart;
        return this;
    }

    /**
     * Sets the scheduler the loop runs on. Default: {@link LoopScheduler#shared()}; in a cog, the cog's.
     *
     * @param scheduler the scheduler
     * @return this builder
     */
    public LoopBuilder scheduler(LoopScheduler scheduler) {
        spec.scheduler = Checks.notNull("scheduler", scheduler).scheduler();
        return this;
    }

    /**
     * Builds a loop with a blocking body.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     */
    public LoopTask build(LoopBody body) {
        LoopBody given = checked(body);
        return buildAny(run -> {
            given.run(run);
            return null;
        });
    }

    /**
     * Builds a loop whose runs last until a future completes.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     */
    public LoopTask buildAsync(AsyncLoopBody body) {
        return buildAny(checked(body));
    }

    /**
     * Builds a loop whose runs last until a JDA request has been executed.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     */
    public LoopTask buildRest(RestLoopBody body) {
        RestLoopBody given = checked(body);
        return buildAny(run -> {
            RestAction<?> action = given.run(run);
            return action == null ? null : action.submit();
        });
    }

    /**
     * Builds a loop with a blocking body and starts it.
     *
     * @param body called once per run on a worker thread
     * @return the loop, started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask start(LoopBody body) {
        return started(build(body));
    }

    /**
     * Builds a loop whose runs last until a future completes, and starts it.
     *
     * @param body called once per run on a worker thread
     * @return the loop, started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask startAsync(AsyncLoopBody body) {
        return started(buildAsync(body));
    }

    /**
     * Builds a loop whose runs last until a JDA request has been executed, and starts it.
     *
     * @param body called once per run on a worker thread
     * @return the loop, started
     * @throws IllegalArgumentException if settings contradict each other, or the cog has a loop of this name already
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask startRest(RestLoopBody body) {
        return started(buildRest(body));
    }

    private static <T> T checked(T body) {
        return Checks.notNull("the body of a loop", body);
    }

    private LoopTask buildAny(AsyncLoopBody body) {
        Scheduler scheduler = spec.scheduler;
        return spec.build(body, scheduler == null ? LoopScheduler.byDefault().scheduler() : scheduler)
                .task();
    }

    private static LoopTask started(LoopTask task) {
        task.startIfStopped(); // unlike start(), creates no future
        return task;
    }
}
