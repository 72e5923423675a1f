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
 * <p>Each setting returns this builder; if it is made twice, the last call counts. Null is rejected with an
 * {@link IllegalArgumentException}. A builder is for one thread at a time. Bodies, hooks, handlers and listeners are
 * called on worker threads and may block.
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
     * @throws IllegalArgumentException if it is blank
     */
    public LoopBuilder name(String name) {
        spec.name(name);
        return this;
    }

    /**
     * Ends the loop after this many scheduled runs, including failed ones. Default: 0, which is endless.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder count(long count) {
        spec.count(count);
        return this;
    }

    /**
     * Sets whether transient errors are retried. Default: true; {@code false} is {@link RetryPolicy#never()} and does
     * not go with a {@link #retry} policy of more than one attempt.
     */
    public LoopBuilder reconnect(boolean reconnect) {
        spec.reconnect = reconnect;
        return this;
    }

    /**
     * Sets which errors are retried, how often and after how long. Default: {@link RetryPolicy#exponentialBackoff()}.
     *
     * @throws IllegalArgumentException if its initial delay is longer than its greatest, or it says which errors to
     *     retry but makes one attempt only
     */
    public LoopBuilder retry(RetryPolicy policy) {
        spec.retry(Checks.notNull("retry", policy).settings());
        return this;
    }

    /**
     * Sets the gate that the loop follows, registered with JDA as an event listener. Default: the cog's; none outside
     * of a cog, so the connection has no effect.
     */
    public LoopBuilder gate(ConnectionGate gate) {
        spec.gate = Checks.notNull("gate", gate).gate();
        return this;
    }

    /** Sets what the loop does while disconnected; needs a {@link #gate}. Default: {@link WhenDisconnected#PAUSE}. */
    public LoopBuilder whenDisconnected(WhenDisconnected policy) {
        spec.whenDisconnected = Checks.notNull("whenDisconnected", policy);
        return this;
    }

    /**
     * Sets which shards must be connected for the loop to run; {@link ShardScope#EACH} builds a loop for each shard.
     * Needs a {@link #gate}. Default: {@link ShardScope#ALL}.
     */
    public LoopBuilder shards(ShardScope scope) {
        spec.shards = Checks.notNull("shards", scope);
        return this;
    }

    /**
     * Sets whether the loop's ticks are kept in the scheduler's {@linkplain LoopScheduler.Builder#durable database}, so
     * that they outlive the process and each is run by one process only. Needs a name. Does not go with {@link #count},
     * {@link #overlap}, {@link ShardScope#EACH}, or a schedule with parts of a millisecond. Default: false.
     */
    public LoopBuilder durable(boolean durable) {
        spec.durable = durable;
        return this;
    }

    /** Sets what the loop does about ticks it missed. Default: {@link Missed#RUN_ONCE}. */
    public LoopBuilder missed(Missed policy) {
        spec.missed = Checks.notNull("missed", policy);
        return this;
    }

    /** Sets what the loop does when a run has failed for good. Default: {@link OnFailure#CONTINUE}. */
    public LoopBuilder onFailure(OnFailure policy) {
        spec.onFailure = Checks.notNull("onFailure", policy);
        return this;
    }

    /**
     * Ends the loop after this many consecutive failures; more than 1 does not go with {@link OnFailure#STOP}. Default:
     * 0, no limit.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder maxFailures(int failures) {
        spec.maxFailures(failures);
        return this;
    }

    /**
     * Delays the first run from when it would be possible; times of day that pass before the end of the delay do not
     * count. A change of the schedule before the first run ends the delay, unless only the interval changes. Default:
     * none.
     *
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder initialDelay(Duration delay) {
        spec.initialDelayNanos = Durations.zeroOrMoreNanos("initialDelay", delay);
        return this;
    }

    /**
     * Delays each run that is not late already by a random part of a duration, so that loops due at the same instant do
     * not all run at once. The planned instants stay the same. With a jitter longer than the interval, a run may come
     * after the next ticks, which are then missed. Default: none.
     *
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder jitter(Duration longest) {
        spec.jitterNanos = Durations.zeroOrMoreNanos("jitter", longest);
        return this;
    }

    /**
     * Skips a run that would begin later than this after its tick, and counts the tick as missed and skipped: a good morning
     * is not sent in the evening because the bot was offline. Whatever the {@link Missed} policy, no older tick is made up
     * for. A {@link #jitter} is no lateness: the limit counts from its longest. A run that has begun in time is not limited:
     * retries, and the repetition of a run that was cut short, may come later; neither is {@link LoopTask#runNow()}.
     * Skipped runs do not count for {@link #count}.
     *
     * <p>Does not go with a fixed delay, which has no instants to be late for. Less than a second also skips runs of a busy
     * machine. Default: zero, no limit.
     *
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder maxLateness(Duration longest) {
        spec.maxLatenessNanos = Durations.zeroOrMoreNanos("maxLateness", longest);
        return this;
    }

    /**
     * Interrupts a run, or cancels its future, if one attempt takes longer. It fails with a
     * {@link java.util.concurrent.TimeoutException}, which is transient. Neither a retry nor the next run starts before
     * the body has really ended; a body that does not end is reported once a minute. Default: zero, no limit.
     *
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder timeout(Duration longest) {
        spec.timeoutNanos = Durations.zeroOrMoreNanos("timeout", longest);
        return this;
    }

    /**
     * Logs a warning, with the stack, when a run takes longer than a multiple of the time between two ticks, such as 2,
     * and again each time its duration has doubled; zero for no warning, not even for hooks. A loop is reported once a
     * minute at most. Default: a run is reported after 5 minutes if that is longer than the time between two ticks,
     * else after that time; a hook after 5 minutes.
     *
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public LoopBuilder slowRunWarning(double multiple) {
        spec.slowRunWarning(multiple);
        return this;
    }

    /**
     * Lets up to so many runs overlap; the loop ends when all its runs have. A tick is skipped and counted while this
     * many are in progress or between two attempts. Default: 1, no two runs at once.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public LoopBuilder overlap(int runs) {
        spec.overlap(runs);
        return this;
    }

    /**
     * Sets the hook that runs after the first ready and before the first run of each life, see {@link BeforeLoop}.
     * Default: none.
     */
    public LoopBuilder beforeLoop(LoopHook hook) {
        spec.before = Checks.notNull("beforeLoop", hook);
        return this;
    }

    /** Sets the hook that runs at the end of each life, see {@link AfterLoop}. Default: none. */
    public LoopBuilder afterLoop(LoopHook hook) {
        spec.after = Checks.notNull("afterLoop", hook);
        return this;
    }

    /** Sets a handler for failures, called in addition to the log line. Default: none. */
    public LoopBuilder onError(LoopErrorHandler handler) {
        spec.onError = Checks.notNull("onError", handler);
        return this;
    }

    /** Sets a listener for the events of this loop. Default: none. */
    public LoopBuilder listener(LoopListener listener) {
        spec.listener = Checks.notNull("listener", listener);
        return this;
    }

    /**
     * Sets whether the cog that owns the loop starts it when the cog is loaded. Default: true, which needs a cog; a
     * loop that is not started by its cog needs {@link LoopTask#start()}.
     */
    public LoopBuilder autoStart(boolean autoStart) {
        spec.autoStart = autoStart;
        return this;
    }

    /** Sets the scheduler the loop runs on. Default: {@link LoopScheduler#shared()}; in a cog, the cog's. */
    public LoopBuilder scheduler(LoopScheduler scheduler) {
        spec.scheduler = Checks.notNull("scheduler", scheduler).scheduler();
        return this;
    }

    /**
     * Builds a loop with a blocking body, called once per run. It is not started.
     *
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
     * As {@link #build}, for runs that last until a future completes.
     *
     * @throws IllegalArgumentException as {@link #build}
     */
    public LoopTask buildAsync(AsyncLoopBody body) {
        return buildAny(checked(body));
    }

    /**
     * As {@link #build}, for runs that last until a JDA request has been executed.
     *
     * @throws IllegalArgumentException as {@link #build}
     */
    public LoopTask buildRest(RestLoopBody body) {
        RestLoopBody given = checked(body);
        return buildAny(run -> {
            RestAction<?> action = given.run(run);
            return action == null ? null : action.submit();
        });
    }

    /**
     * As {@link #build}, and starts the loop.
     *
     * @throws IllegalArgumentException as {@link #build}
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask start(LoopBody body) {
        return started(build(body));
    }

    /**
     * As {@link #buildAsync}, and starts the loop.
     *
     * @throws IllegalArgumentException as {@link #build}
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask startAsync(AsyncLoopBody body) {
        return started(buildAsync(body));
    }

    /**
     * As {@link #buildRest}, and starts the loop.
     *
     * @throws IllegalArgumentException as {@link #build}
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
