package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * What a loop was built with, but for its name and body; immutable. It and its policies are shared by all loops that leave them at their defaults.
 *
 * @param cog the cog that it belongs to, if any
 * @param isNamed whether its user has given the loop a name
 * @param view what it sees of its gate, if it has one
 * @param group the loops for other shards that it was built with, if any
 */
public record LoopSettings(
        @Nullable Cog cog,
        boolean isNamed,
        Hooks hooks,
        Policies policies,
        @Nullable GateView view,
        @Nullable ShardFamily group) {
    private static final LoopSettings DEFAULTS =
            new LoopSettings(null, true, Hooks.NONE, Policies.DEFAULTS, null, null);
    private static final LoopSettings UNNAMED =
            new LoopSettings(null, false, Hooks.NONE, Policies.DEFAULTS, null, null);

    /** Where a {@code LoopCog} stands in its life. */
    public enum CogState {
        /** It has not met a bot yet, or the last one has gone. */
        OUT,
        /** {@code cogLoad} is about to be called, or runs. */
        LOADING,
        /** {@code cogLoad} has ended: bodies and hooks may begin. */
        IN,
        /** Its loops end, then {@code cogUnload} runs. */
        UNLOADING
    }

    /** What a loop knows of its cog; asked with the loop locked, and answered without a lock. */
    public interface Cog {
        String name();

        CogState state();

        /** Returns why none of its loops may be started now; null if they may. */
        @Nullable String refusal();

        /** Returns the name of the method of the cog's life that a thread is in; null if it is in none. */
        @Nullable String callOn(Thread thread);
    }

    /** What the loop of one shard knows of the loops of all. */
    public interface ShardFamily {
        String ownName();

        /** Returns whether a thread is in a body, hook or handler of any of them; not under the lock of one. */
        boolean isInUserCode(Thread thread);

        /** Returns whether a thread is in a run of any of them that was in progress at a stop; not under the lock of one. */
        boolean isAskedByStopped(Thread thread);

        /** Returns whether one that is made, or begins again, is to be paused; also under its lock. */
        boolean holdsParts();

        /** Takes note that a life of one of them has ended. */
        void partEnded();
    }

    /** The three hooks, each of which may be absent. */
    public record Hooks(
            @Nullable LoopHook before,
            @Nullable LoopHook after,
            @Nullable LoopErrorHandler onError) {
        public static final Hooks NONE = new Hooks(null, null, null);

        public static Hooks of(
                @Nullable LoopHook before, @Nullable LoopHook after, @Nullable LoopErrorHandler onError) {
            return before == null && after == null && onError == null ? NONE : new Hooks(before, after, onError);
        }

        /** Returns the given hooks, and these in place of absent ones. */
        public Hooks completing(
                @Nullable LoopHook own, @Nullable LoopHook ownAfter, @Nullable LoopErrorHandler ownOnError) {
            return of(
                    own == null ? before : own,
                    ownAfter == null ? after : ownAfter,
                    ownOnError == null ? onError : ownOnError);
        }

        public boolean isSameAs(Hooks other) {
            return before == other.before && after == other.after && onError == other.onError;
        }
    }

    /**
     * The policies of a loop.
     *
     * @param count scheduled runs in a life; 0 for endless
     * @param maxFailures consecutive failures that end the loop; 0 for no limit
     * @param initialDelayNanos from the moment the first run is possible
     * @param slowRunWarning the multiple of the interval after which a run is reported; 0 for never, {@link #USUAL}
     */
    public record Policies(
            RetrySettings retry,
            Missed missed,
            OnFailure onFailure,
            WhenDisconnected whenDisconnected,
            long count,
            int maxFailures,
            int overlap,
            long initialDelayNanos,
            long jitterNanos,
            long timeoutNanos,
            double slowRunWarning,
            @Nullable ListenerCalls listener) {

        /** Stands for the report of runs that take 5 minutes and longer than their interval. */
        public static final double USUAL = -1;

        public static final Policies DEFAULTS = new Policies(
                RetrySettings.DEFAULT,
                Missed.RUN_ONCE,
                OnFailure.CONTINUE,
                WhenDisconnected.PAUSE,
                0,
                0,
                1,
                0,
                0,
                0,
                USUAL,
                null);

        /** Returns whether the timer has to know of every run as it begins. */
        boolean watchesRuns() {
            return timeoutNanos > 0 || slowRunWarning > 0;
        }

        public boolean isSameAs(Policies other) {
            return retry == other.retry
                    && missed == other.missed
                    && onFailure == other.onFailure
                    && whenDisconnected == other.whenDisconnected
                    && count == other.count
                    && maxFailures == other.maxFailures
                    && overlap == other.overlap
                    && initialDelayNanos == other.initialDelayNanos
                    && jitterNanos == other.jitterNanos
                    && timeoutNanos == other.timeoutNanos
                    && slowRunWarning == other.slowRunWarning
                    && listener == other.listener;
        }
    }

    /** Returns the settings of a group's loop for one shard. */
    public LoopSettings ofShard(GateView shard, ShardFamily itsGroup) {
        return new LoopSettings(cog, isNamed, hooks, policies, shard, itsGroup);
    }

    /** Returns the id of the loop's shard. */
    String shard() {
        return view == null ? "" : String.valueOf(view.shard());
    }

    public @Nullable Gate gate() {
        return view == null ? null : view.gate();
    }

    /** Returns these settings, or the same ones that another loop without a gate, or with the same one, has. */
    public LoopSettings shared() {
        if (view != null) {
            return view.gate().shared(this, LoopSettings::isSameAs);
        }
        LoopSettings defaults = isNamed ? DEFAULTS : UNNAMED;
        return isSameAs(defaults) ? defaults : this;
    }

    /**
     * Returns whether a loop may have the others in place of these. A record's own {@code equals} would ask hooks and
     * listeners, which are objects of the user's: two that are equal may still do different things.
     */
    public boolean isSameAs(LoopSettings other) {
        return cog == other.cog
                && isNamed == other.isNamed
                && hooks.isSameAs(other.hooks)
                && policies.isSameAs(other.policies)
                && (view == null ? other.view == null : view.isSameAs(other.view))
                && group == other.group;
    }

    /** Returns whether the connection lets the life begin: it has been ready once. */
    boolean mayBegin() {
        return view == null || policies.whenDisconnected() == WhenDisconnected.IGNORE || view.hasBeenReady();
    }

    /** Returns whether the connection lets a run start now. */
    public boolean mayRun() {
        return view == null
                || switch (policies.whenDisconnected()) {
                    case IGNORE -> true;
                    case KEEP_RUNNING -> view.hasBeenReady();
                    case PAUSE, CANCEL -> view.isOpen();
                };
    }

    /** Returns whether the bot, or the loop's shard, has been shut down for good. */
    public boolean isBotGone() {
        return view != null && view.isGone();
    }

    /** Returns whether the loop's cog is registered with no bot that has logged in. */
    public boolean isCogOut() {
        return cog != null && cog.state() == CogState.OUT;
    }

    /** Returns whether the loop's cog lets bodies and hooks begin: its cogLoad has ended. */
    boolean isCogLoaded() {
        return cog == null || cog.state() == CogState.IN;
    }

    /** Returns why the loop's cog lets none of its loops be started; null if it does. */
    public @Nullable String cogRefusal() {
        return cog == null ? null : cog.refusal();
    }

    /** Returns the cog's name; empty without one. */
    String cogName() {
        return cog == null ? "" : cog.name();
    }

    /** Returns whether all shards, or the loop's own, are down, and runs wait for whether one comes back. */
    boolean isBotLeaving() {
        return view != null && view.isClosing() && !mayRun();
    }

    /** Returns the name of a loop for log lines and messages: the cog's and its own. */
    public String qualifiedName(String name) {
        return cog == null ? name : cog.name() + "." + name;
    }
}
