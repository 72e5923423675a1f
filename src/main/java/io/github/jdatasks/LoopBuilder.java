package io.github.jdatasks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Describes a loop and builds it; got from {@link Loops} or {@link LoopCog#newLoop}.
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
 * <p>A builder is for one thread at a time. Of two calls of the same method the last one counts.
 */
public final class LoopBuilder {
    private static final AtomicLong UNNAMED = new AtomicLong();
    private static final LoopSettings.Policies DEFAULTS = LoopSettings.Policies.DEFAULTS;

    private final Schedule schedule;
    private final @Nullable CogLife cog;
    private @Nullable String name;
    private @Nullable ConnectionGate gate;
    private @Nullable LoopScheduler scheduler;
    private RetryPolicy retry = DEFAULTS.retry();
    private boolean reconnect = true;
    private Missed missed = DEFAULTS.missed();
    private OnFailure onFailure = DEFAULTS.onFailure();
    private WhenDisconnected whenDisconnected = DEFAULTS.whenDisconnected();
    private ShardScope shards = ShardScope.ALL;
    private long count;
    private int maxFailures;
    private int overlap = DEFAULTS.overlap();
    private long initialDelayNanos;
    private long jitterNanos;
    private long timeoutNanos;
    private double slowRunWarning;
    private @Nullable LoopListener listener;
    private boolean autoStart = true;
    private @Nullable LoopHook before;
    private @Nullable LoopHook after;
    private @Nullable LoopErrorHandler onError;

    LoopBuilder(Schedule schedule, @Nullable CogLife cog) {
        this.schedule = Checks.notNull("the schedule of a loop", schedule);
        this.cog = cog;
        if (cog != null) {
            this.gate = cog.gate();
            this.scheduler = cog.scheduler();
        }
    }

    /**
     * Names the loop, for log lines, messages and {@link LoopCog#loop}. Default: "loop-" and a number.
     *
     * @param name not blank
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public LoopBuilder name(String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("name: a loop needs a name that is not blank");
        }
        this.name = name;
        return this;
    }

    /**
     * Ends the loop after so many scheduled runs, failed ones included. Default: 0, which is endless.
     *
     * @param count 1 or more, or 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder count(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be 1 or more, or 0 for an endless loop, but it is " + count);
        }
        this.count = count;
        return this;
    }

    /**
     * Sets whether transient errors are retried; {@code false} is {@link RetryPolicy#never()}. Default: true.
     *
     * @param reconnect false to make every error a failure
     * @return this builder
     */
    public LoopBuilder reconnect(boolean reconnect) {
        this.reconnect = reconnect;
        return this;
    }

    /**
     * Sets which errors are retried, how often and after how long; takes {@code reconnect(false)} back. Default:
     * {@link RetryPolicy#exponentialBackoff()}.
     *
     * @param policy the policy
     * @return this builder
     * @throws IllegalArgumentException if its initial delay is longer than its greatest
     */
    public LoopBuilder retry(RetryPolicy policy) {
        Checks.notNull("retry", policy).validate();
        this.retry = policy;
        this.reconnect = true;
        return this;
    }

    /**
     * Sets the gate that tells the loop when the bot is connected. Default: none, and the loop runs regardless; in a
     * cog, the cog's.
     *
     * @param gate registered with JDA as an event listener
     * @return this builder
     */
    public LoopBuilder gate(ConnectionGate gate) {
        this.gate = Checks.notNull("gate", gate);
        return this;
    }

    /**
     * Sets what the loop does while disconnected. Default: {@link WhenDisconnected#PAUSE}.
     *
     * @param policy the policy
     * @return this builder
     */
    public LoopBuilder whenDisconnected(WhenDisconnected policy) {
        this.whenDisconnected = Checks.notNull("whenDisconnected", policy);
        return this;
    }

    /**
     * Sets which shards must be connected for the loop to run. Default: {@link ShardScope#ALL}.
     *
     * <p>{@link ShardScope#EACH} builds a loop for each shard, for which it needs a {@link #gate}: without one it cannot be
     * built.
     *
     * @param scope the shards
     * @return this builder
     */
    public LoopBuilder shards(ShardScope scope) {
        this.shards = Checks.notNull("shards", scope);
        return this;
    }

    /**
     * Sets what the loop does about ticks it missed. Default: {@link Missed#RUN_ONCE}.
     *
     * @param policy the policy
     * @return this builder
     */
    public LoopBuilder missed(Missed policy) {
        this.missed = Checks.notNull("missed", policy);
        return this;
    }

    /**
     * Sets what the loop does when a run has failed for good. Default: {@link OnFailure#CONTINUE}.
     *
     * @param policy the policy
     * @return this builder
     */
    public LoopBuilder onFailure(OnFailure policy) {
        this.onFailure = Checks.notNull("onFailure", policy);
        return this;
    }

    /**
     * Ends the loop after so many failures in a row. Default: 0, no limit.
     *
     * @param failures 1 or more, or 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public LoopBuilder maxFailures(int failures) {
        if (failures < 0) {
            throw new IllegalArgumentException(
                    "maxFailures must be 1 or more, or 0 for no limit, but it is " + failures);
        }
        this.maxFailures = failures;
        return this;
    }

    /**
     * Delays the first run from when it would be possible; at times of day, the time from the start on that does not
     * count. Default: none.
     *
     * @param delay zero or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder initialDelay(Duration delay) {
        this.initialDelayNanos = zeroOrMore("initialDelay", delay);
        return this;
    }

    /**
     * Delays each run by a random part of a duration, so that loops that are due at the same instants do not all run at
     * once; the grid does not drift. A run that is late already is not delayed. Default: none.
     *
     * @param longest the greatest delay, zero or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder jitter(Duration longest) {
        this.jitterNanos = zeroOrMore("jitter", longest);
        return this;
    }

    /**
     * Interrupts a run, or cancels the future of an asynchronous one, that takes longer. It then fails with a {@link
     * java.util.concurrent.TimeoutException}, which is transient. Neither a retry nor the next run starts before the
     * body has really ended; one that does not is reported once a minute. Default: none.
     *
     * @param longest how long one attempt may take; zero for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 292 years
     */
    public LoopBuilder timeout(Duration longest) {
        this.timeoutNanos = zeroOrMore("timeout", longest);
        return this;
    }

    /**
     * Logs a warning, with the stack, when a run takes longer than a multiple of the time between two ticks. Default:
     * none.
     *
     * @param multiple of the interval, for example 2 for twice as long; zero for no warning
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public LoopBuilder slowRunWarning(double multiple) {
        if (!(multiple >= 0)) {
            throw new IllegalArgumentException("slowRunWarning must be a multiple of the interval above 0, such as 1.5,"
                    + " or 0 for no warning, but it is " + multiple);
        }
        this.slowRunWarning = multiple;
        return this;
    }

    /**
     * Lets runs overlap. A tick that finds so many runs in progress, those between two attempts included, is skipped and
     * counted. Every run has its own {@link LoopContext#iteration() number}; the loop ends when all its runs have.
     * Default: 1, no two runs at once.
     *
     * @param runs how many runs may be in progress at once, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public LoopBuilder overlap(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("overlap must be 1 or more runs at once, but it is " + runs);
        }
        this.overlap = runs;
        return this;
    }

    private static long zeroOrMore(String what, Duration duration) {
        return duration != null && duration.isZero() ? 0 : Durations.positiveNanos(what, duration);
    }

    /**
     * Sets the hook that runs before the first run of each life. Default: none.
     *
     * @param hook called on a worker thread after the first ready; it may block
     * @return this builder
     */
    public LoopBuilder beforeLoop(LoopHook hook) {
        this.before = Checks.notNull("beforeLoop", hook);
        return this;
    }

    /**
     * Sets the hook that runs at the end of each life, however it ends. Default: none.
     *
     * @param hook called on a worker thread; it may block
     * @return this builder
     */
    public LoopBuilder afterLoop(LoopHook hook) {
        this.after = Checks.notNull("afterLoop", hook);
        return this;
    }

    /**
     * Sets what is told of each failure, beside the log. Default: nothing.
     *
     * @param handler called on a worker thread; it may block
     * @return this builder
     */
    public LoopBuilder onError(LoopErrorHandler handler) {
        this.onError = Checks.notNull("onError", handler);
        return this;
    }

    /**
     * Has a listener told what the loop does.
     *
     * @param listener called on worker threads
     * @return this builder
     */
    public LoopBuilder listener(LoopListener listener) {
        this.listener = Checks.notNull("listener", listener);
        return this;
    }

    /** Sets all three hooks, each of which may be absent. */
    LoopBuilder withHooks(
            @Nullable LoopHook beforeHook, @Nullable LoopHook afterHook, @Nullable LoopErrorHandler handler) {
        this.before = beforeHook;
        this.after = afterHook;
        this.onError = handler;
        return this;
    }

    /**
     * Sets whether the cog that owns the loop starts it when the cog is loaded. Default: true. Loops without a cog are
     * always started by hand.
     *
     * @param autoStart false to start it by hand
     * @return this builder
     */
    public LoopBuilder autoStart(boolean autoStart) {
        this.autoStart = autoStart;
        return this;
    }

    /**
     * Sets the scheduler the loop runs on. Default: {@link LoopScheduler#shared()}; in a cog, the cog's.
     *
     * @param scheduler the scheduler
     * @return this builder
     */
    public LoopBuilder scheduler(LoopScheduler scheduler) {
        this.scheduler = Checks.notNull("scheduler", scheduler);
        return this;
    }

    /**
     * Builds a loop with a blocking body.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if the cog has a loop of this name already
     */
    public LoopTask build(LoopBody body) {
        return buildAny(Bodies.blocking(Checks.notNull("the body of a loop", body)));
    }

    /**
     * Builds a loop whose runs last until a future completes.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if the cog has a loop of this name already
     */
    public LoopTask buildAsync(AsyncLoopBody body) {
        return buildAny(Bodies.async(Checks.notNull("the body of a loop", body)));
    }

    /**
     * Builds a loop whose runs last until a JDA request has been executed.
     *
     * @param body called once per run on a worker thread
     * @return the loop, not started
     * @throws IllegalArgumentException if the cog has a loop of this name already
     */
    public LoopTask buildRest(RestLoopBody body) {
        return buildAny(Bodies.rest(Checks.notNull("the body of a loop", body)));
    }

    /**
     * Builds a loop with a blocking body and starts it.
     *
     * @param body called once per run on a worker thread
     * @return the loop, started
     * @throws IllegalArgumentException if the cog has a loop of this name already
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
     * @throws IllegalArgumentException if the cog has a loop of this name already
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
     * @throws IllegalArgumentException if the cog has a loop of this name already
     * @throws IllegalStateException if its bot or scheduler is closed
     */
    public LoopTask startRest(RestLoopBody body) {
        return started(buildRest(body));
    }

    /** Builds a loop with a body as {@link Bodies} know it. */
    LoopTask buildAny(Object body) {
        if (overlap > 1 && schedule instanceof FixedDelaySchedule) {
            throw new IllegalArgumentException(
                    "overlap = " + overlap + " needs a schedule that does not wait for the end"
                            + " of a run: a fixed delay does, an interval does not");
        }
        LoopScheduler owner = scheduler == null ? LoopScheduler.byDefault() : scheduler;
        String ownName = name == null ? "loop-" + UNNAMED.incrementAndGet() : name;
        if (shards == ShardScope.EACH && gate == null) {
            throw new IllegalArgumentException(
                    "The loop " + ownName + " cannot be one for each shard without a gate, which"
                            + " tells what shards there are; call gate(ConnectionGate), or leave ShardScope.EACH out");
        }
        LoopSettings.Hooks hooks = cog == null
                ? LoopSettings.Hooks.of(before, after, onError)
                : cog.hooks().completing(before, after, onError);
        LoopTask task = new LoopTask(
                ownName,
                body,
                new LoopSettings(
                                cog == null ? "" : cog.name(),
                                hooks,
                                policies(owner),
                                gate == null ? null : new GateView(gate, shards, GateView.WHOLE),
                                null)
                        .shared(),
                schedule,
                owner);
        if (cog != null) {
            cog.add(task, autoStart);
        }
        return task;
    }

    private static LoopTask started(LoopTask task) {
        task.startIfStopped(); // which makes no future that nobody asked for
        return task;
    }

    private LoopSettings.Policies policies(LoopScheduler loopScheduler) {
        LoopSettings.Policies policies = new LoopSettings.Policies(
                reconnect ? retry : RetryPolicy.never(),
                missed,
                onFailure,
                whenDisconnected,
                count,
                maxFailures,
                overlap,
                initialDelayNanos,
                jitterNanos,
                timeoutNanos,
                slowRunWarning,
                listener == null ? null : new ListenerCalls(listener, loopScheduler));
        return policies.equals(DEFAULTS) ? DEFAULTS : policies;
    }
}
