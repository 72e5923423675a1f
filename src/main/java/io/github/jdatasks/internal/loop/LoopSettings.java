package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a loop was built with, except its name and body; immutable. Loops with the same settings share them.
 *
 * @param isNamed whether the user has given the loop a name
 * @param view what the loop sees of its gate, if it has one
 * @param group the group, if this is the loop of one shard
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

    /** The state of a {@code LoopCog}. */
    public enum CogState {
        /** It has not met a bot yet, or the last one has shut down. */
        OUT,
        /** {@code cogLoad} is about to be called, or runs. */
        LOADING,
        /** {@code cogLoad} has ended: bodies and hooks may begin. */
        IN,
        /** Its loops end, then {@code cogUnload} runs. */
        UNLOADING
    }

    /** What a loop knows of its cog. Called under the loop's lock, so the cog takes no lock. */
    public interface Cog {
        String name();

        CogState state();

        /** Returns why its loops must not be started now; null if they may. */
        @Nullable String refusal();

        List<ListenerCalls> listeners();

        /** Returns the name of the life-cycle method, such as cogLoad, that a thread is in; null if it is in none. */
        @Nullable String callOn(Thread thread);
    }

    /** What the loop of one shard knows of its group. */
    public interface ShardFamily {
        String ownName();

        /** Returns whether a thread is in user code of any loop of the group; not under the lock of a loop. */
        boolean isInUserCode(Thread thread);

        /** As {@link LoopFields#isInStoppedRun}, for all loops of the group; not under the lock of a loop. */
        boolean isInStoppedRun(Thread thread);

        /**
         * Returns whether a loop that is made or begins a life now is to be paused; also under the lock of the loop.
         */
        boolean pausesShards();

        /** A life of one of the loops has ended. */
        void partEnded();
    }

    public record Hooks(
            @Nullable LoopHook before,
            @Nullable LoopHook after,
            @Nullable LoopErrorHandler onError) {
        public static final Hooks NONE = new Hooks(null, null, null);

        /** Returns the given hooks, with these in place of absent ones. */
        public Hooks completing(
                @Nullable LoopHook own, @Nullable LoopHook ownAfter, @Nullable LoopErrorHandler ownOnError) {
            return own == null && ownAfter == null && ownOnError == null
                    ? this
                    : new Hooks(
                            own == null ? before : own,
                            ownAfter == null ? after : ownAfter,
                            ownOnError == null ? onError : ownOnError);
        }

        public boolean isSameAs(Hooks other) {
            return before == other.before && after == other.after && onError == other.onError;
        }
    }

    /**
     * How a loop behaves.
     *
     * @param count scheduled runs in a life; 0 for endless
     * @param maxFailures consecutive failures that end the loop; 0 for no limit
     * @param initialDelayNanos from the moment the first run is possible
     * @param maxLatenessNanos after the tick and its jitter; 0 for no limit
     * @param slowRunWarning the multiple of the interval after which a run is reported as slow; 0 for never
     * @param durable whether its ticks come from a table
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
            long maxLatenessNanos,
            long timeoutNanos,
            double slowRunWarning,
            boolean durable,
            @Nullable ListenerCalls listener) {

        /** The default of slowRunWarning: runs are reported that take 5 minutes and longer than their interval. */
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
                0,
                USUAL,
                false,
                null);

        /** Returns how long after its tick a run may begin, in nanoseconds; the greatest long if there is no limit. */
        long longestLateness() {
            return maxLatenessNanos == 0 ? Long.MAX_VALUE : EpochNanos.plus(maxLatenessNanos, jitterNanos);
        }

        /** Returns whether every run has a deadline of its own in the timer. */
        boolean watchesRuns() {
            return timeoutNanos > 0 || slowRunWarning > 0;
        }

        @SuppressWarnings("ReferenceEquality") // equals of RetrySettings would call that of the user's tests
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
                    && maxLatenessNanos == other.maxLatenessNanos
                    && timeoutNanos == other.timeoutNanos
                    && slowRunWarning == other.slowRunWarning
                    && durable == other.durable
                    && listener == other.listener;
        }
    }

    /** Returns the listeners of all loops, of the cog and of the loop. */
    List<ListenerCalls> listeners(LoopHost scheduler) {
        List<ListenerCalls> ofAll = scheduler.listeners();
        List<ListenerCalls> ofCog = cog == null ? List.of() : cog.listeners();
        ListenerCalls own = policies.listener();
        if (own == null && ofCog.isEmpty()) { // the usual case, once in each run
            return ofAll;
        }
        Stream<ListenerCalls> shared = Stream.concat(ofAll.stream(), ofCog.stream());
        return Stream.concat(shared, Stream.ofNullable(own)).toList();
    }

    public LoopSettings ofShard(GateView shard, ShardFamily itsGroup) {
        return new LoopSettings(cog, isNamed, hooks, policies, shard, itsGroup);
    }

    /** Returns the only shard that the loop is for; {@link GateView#WHOLE} if there is no such. */
    public int shard() {
        return view == null ? GateView.WHOLE : view.shard();
    }

    public @Nullable Gate gate() {
        return view == null ? null : view.gate();
    }

    /** Returns these settings, or an equal object that other loops use already. */
    public LoopSettings shared() {
        if (view != null) {
            return view.gate().shared(this, LoopSettings::isSameAs);
        }
        LoopSettings defaults = isNamed ? DEFAULTS : UNNAMED;
        return isSameAs(defaults) ? defaults : this;
    }

    /**
     * Returns whether a loop may use the others in place of these. A record's own {@code equals} would call that of
     * hooks and listeners. Two of those may be equal and still do different things.
     */
    public boolean isSameAs(LoopSettings other) {
        return cog == other.cog
                && isNamed == other.isNamed
                && hooks.isSameAs(other.hooks)
                && policies.isSameAs(other.policies)
                && (view == null ? other.view == null : view.isSameAs(other.view))
                && group == other.group;
    }

    /** Returns whether the connection has been ready once, also that of a restarted shard, so that the life may begin. */
    boolean mayBegin() {
        return view == null
                || policies.whenDisconnected() == WhenDisconnected.IGNORE
                || (view.hasBeenReady() && view.has(GateState.UP));
    }

    /** Returns whether the connection lets a run start now. */
    public boolean mayRun() {
        return view == null
                || switch (policies.whenDisconnected()) {
                    case IGNORE -> true;
                    case KEEP_RUNNING -> view.hasBeenReady() && view.has(GateState.ALIVE); // REST needs an instance
                    case PAUSE, CANCEL -> view.isOpen();
                };
    }

    /** Returns whether the bot, or the loop's shard, has shut down for good. */
    public boolean isBotGone() {
        return view != null && view.has(GateState.CLOSED);
    }

    public boolean isCogOut() {
        return cog != null && cog.state() == CogState.OUT;
    }

    /** Returns whether cogLoad has ended, so that bodies and hooks may begin. */
    public boolean isCogLoaded() {
        return cog == null || cog.state() == CogState.IN;
    }

    public @Nullable String cogRefusal() {
        return cog == null ? null : cog.refusal();
    }

    /**
     * Returns whether all shards, or the loop's own, are down, and runs wait until one comes back or the bot has shut
     * down.
     */
    boolean isBotLeaving() {
        return view != null
                && view.has(GateState.CLOSING | GateState.QUEUED | GateState.CLOSED)
                && !view.has(GateState.ALIVE)
                && !mayRun();
    }

    /** Returns the name of a loop for log lines and messages, with that of its cog. */
    public String qualifiedName(String name) {
        return cog == null ? name : cog.name() + "." + name;
    }
}
