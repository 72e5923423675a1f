package io.github.jdatasks.internal.spec;

import static io.github.jdatasks.internal.util.Checks.check;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.group.LoopGroup;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.util.Blanks;
import io.github.jdatasks.internal.util.Checks;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a loop that is about to be built, from a {@code LoopBuilder} or an annotation. Values that can be
 * wrong are checked when they are set, combinations when the loop is built.
 */
public final class LoopSpec {
    /** The cog that a loop is built for. */
    public interface Owner extends LoopSettings.Cog {
        Gate gate();

        Scheduler scheduler();

        /** Returns the hooks of loops that have none of their own. */
        LoopSettings.Hooks hooks();

        void add(LoopControl loop, boolean autoStart);
    }

    private static final AtomicLong UNNAMED = new AtomicLong();
    private static final LoopSettings.Policies DEFAULTS = LoopSettings.Policies.DEFAULTS;

    final Schedule schedule;
    private final @Nullable Owner owner;
    private final Function<LoopControl, LoopTask> tasks;
    private @Nullable String name;
    private @Nullable RetrySettings retry;
    long count;
    private int maxFailures;
    int overlap = DEFAULTS.overlap();
    private double slowRunWarning = DEFAULTS.slowRunWarning();

    public @Nullable Gate gate;
    public @Nullable Scheduler scheduler;
    public @Nullable ShardScope shards;
    public @Nullable Boolean autoStart;
    public @Nullable LoopHook before;
    public @Nullable LoopHook after;
    public @Nullable LoopErrorHandler onError;
    public @Nullable LoopListener listener;
    public @Nullable WhenDisconnected whenDisconnected;
    public long initialDelayNanos;
    public long jitterNanos;
    public long maxLatenessNanos;
    public long timeoutNanos;
    public boolean reconnect = true;
    public boolean durable;
    public Missed missed = DEFAULTS.missed();
    public OnFailure onFailure = DEFAULTS.onFailure();

    /**
     * Begins with the gate and the scheduler of an owner, if there is one.
     *
     * @param tasks makes the public handle of the loop
     */
    public LoopSpec(Schedule schedule, @Nullable Owner owner, Function<LoopControl, LoopTask> tasks) {
        this.schedule = Checks.notNull("the schedule of a loop", schedule);
        this.owner = owner;
        this.tasks = tasks;
        if (owner != null) {
            this.gate = owner.gate();
            this.scheduler = owner.scheduler();
        }
    }

    public void name(String newName) {
        check(newName != null && !Blanks.isBlank(newName), "name: a loop needs a name that is not blank");
        name = newName;
    }

    public void retry(RetrySettings settings) {
        settings.validate();
        retry = settings;
    }

    public void count(long runs) {
        check(runs >= 0, "count must be 1 or more, or 0 for an endless loop, but it is " + runs);
        count = runs;
    }

    public void maxFailures(int failures) {
        check(failures >= 0, "maxFailures must be 1 or more, or 0 for no limit, but it is " + failures);
        maxFailures = failures;
    }

    public void overlap(int runs) {
        check(runs >= 1, "overlap must be 1 or more runs at once, but it is " + runs);
        overlap = runs;
    }

    public void slowRunWarning(double multiple) {
        check(
                multiple >= 0,
                "slowRunWarning must be a multiple of the interval above 0, such as 1.5, or 0 for no warning, but it"
                        + " is " + multiple);
        slowRunWarning = multiple;
    }

    /**
     * Builds the loop.
     *
     * @param body returns null if a run is over when it returns
     * @throws IllegalArgumentException if settings contradict each other, or the owner has a loop of this name already
     */
    public LoopControl build(AsyncLoopBody body, Scheduler on) {
        String ownName = name == null ? "loop-" + UNNAMED.incrementAndGet() : name;
        LoopSettings.Hooks inherited = owner == null ? LoopSettings.Hooks.NONE : owner.hooks();
        LoopSettings.Hooks hooks = inherited.completing(before, after, onError);
        checkHasEffect(ownName);
        checkDurable(on);
        GateView view = gate == null ? null : GateView.of(gate, shards == null ? ShardScope.ALL : shards);
        LoopSettings settings =
                new LoopSettings(owner, name != null, hooks, policies(on, ownName), view, null).shared();
        LoopControl loop = view != null && view.scope() == ShardScope.EACH
                ? new LoopGroup(tasks, ownName, body, settings, schedule, on)
                : new LoopMachine(tasks, ownName, body, settings, schedule, on);
        if (owner != null) {
            owner.add(loop, !Boolean.FALSE.equals(autoStart));
        }
        return loop;
    }

    /** Refuses what does not go with a durable loop. */
    public void checkDurable(LoopHost on) {
        if (durable) {
            DurableRules.check(this, name == null || owner == null ? name : owner.name() + "." + name, on);
        }
    }

    /** Refuses settings that need a gate or a cog where there is none. */
    private void checkHasEffect(String ownName) {
        if (gate == null && (shards != null || whenDisconnected != null)) {
            throw new IllegalArgumentException((shards != null ? "shards" : "whenDisconnected")
                    + " has no effect on the loop " + ownName
                    + ", which has no gate to tell it whether the bot is connected; call gate(ConnectionGate), or"
                    + " leave it out");
        }
        if (owner == null && Boolean.TRUE.equals(autoStart)) {
            throw new IllegalArgumentException("autoStart(true) has no effect on the loop " + ownName
                    + ", which belongs to no cog; call start() on the loop, or build it with newLoop(…) in a LoopCog");
        }
    }

    private LoopSettings.Policies policies(LoopHost host, String ownName) {
        String loop = "The loop " + ownName + ": ";
        if (overlap > 1 && Planner.isFixedDelay(schedule)) {
            throw new IllegalArgumentException(
                    loop + "overlap = " + overlap + " needs a schedule that does not wait for the"
                            + " end of a run: a fixed delay does, an interval does not");
        }
        if (maxLatenessNanos > 0 && Planner.isFixedDelay(schedule)) {
            throw new IllegalArgumentException(
                    loop + "maxLateness has no effect with a fixed delay, which has no instants to be"
                            + " late for: it counts from the end of a run; leave it out, or use an interval");
        }
        RetrySettings wanted = retry == null ? DEFAULTS.retry() : retry;
        if (!reconnect && retry != null && retry.maxAttempts() > 1) {
            throw new IllegalArgumentException(
                    loop + "reconnect(false) has no effect with retry(…), which is to make up to " + retry.maxAttempts()
                            + " attempts; leave one of them out");
        }
        checkMaxFailures(loop, onFailure, maxFailures);
        LoopSettings.Policies policies = new LoopSettings.Policies(
                reconnect ? wanted : RetrySettings.NEVER,
                missed,
                onFailure,
                whenDisconnected == null ? DEFAULTS.whenDisconnected() : whenDisconnected,
                count,
                maxFailures,
                overlap,
                initialDelayNanos,
                jitterNanos,
                maxLatenessNanos,
                timeoutNanos,
                slowRunWarning,
                durable,
                listener == null ? null : new ListenerCalls(listener, host.timer(), host::onWorker));
        return policies.isSameAs(DEFAULTS) ? DEFAULTS : policies;
    }

    /** Refuses a limit of failures for a loop that ends at its first; {@code loop} is what the message begins with. */
    public static void checkMaxFailures(String loop, OnFailure onFailure, int maxFailures) {
        if (onFailure == OnFailure.STOP && maxFailures > 1) {
            throw new IllegalArgumentException(
                    loop + "maxFailures = " + maxFailures + " has no effect with onFailure = STOP,"
                            + " which ends the loop at its first failure; leave one of them out");
        }
    }
}
