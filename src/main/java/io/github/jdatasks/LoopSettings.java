package io.github.jdatasks;

import org.jspecify.annotations.Nullable;

/**
 * What a loop was built with, but for its name and body; immutable. It and its policies are shared by all loops that leave them at their defaults.
 */
record LoopSettings(
        String cog,
        Hooks hooks,
        Policies policies,
        @Nullable ConnectionGate gate) {
    private static final LoopSettings DEFAULTS = new LoopSettings("", Hooks.NONE, Policies.DEFAULTS, null);

    /** The three hooks, each of which may be absent. */
    record Hooks(
            @Nullable LoopHook before,
            @Nullable LoopHook after,
            @Nullable LoopErrorHandler onError) {
        static final Hooks NONE = new Hooks(null, null, null);

        static Hooks of(@Nullable LoopHook before, @Nullable LoopHook after, @Nullable LoopErrorHandler onError) {
            return before == null && after == null && onError == null ? NONE : new Hooks(before, after, onError);
        }

        /** Returns the given hooks, and these in place of absent ones. */
        Hooks completing(@Nullable LoopHook own, @Nullable LoopHook ownAfter, @Nullable LoopErrorHandler ownOnError) {
            return of(
                    own == null ? before : own,
                    ownAfter == null ? after : ownAfter,
                    ownOnError == null ? onError : ownOnError);
        }
    }

    /**
     * The policies of a loop.
     *
     * @param count scheduled runs in a life; 0 for endless
     * @param maxFailures consecutive failures that end the loop; 0 for no limit
     * @param initialDelayNanos from the moment the first run is possible
     */
    record Policies(
            RetryPolicy retry,
            Missed missed,
            OnFailure onFailure,
            WhenDisconnected whenDisconnected,
            ShardScope shards,
            long count,
            int maxFailures,
            int overlap,
            long initialDelayNanos,
            long jitterNanos,
            long timeoutNanos,
            double slowRunWarning,
            @Nullable ListenerCalls listener) {

        static final Policies DEFAULTS = new Policies(
                RetryPolicy.exponentialBackoff(),
                Missed.RUN_ONCE,
                OnFailure.CONTINUE,
                WhenDisconnected.PAUSE,
                ShardScope.ALL,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                null);

        /** Returns whether the timer has to look at runs in progress. */
        boolean watchesRuns() {
            return timeoutNanos > 0 || slowRunWarning > 0;
        }
    }

    /** Returns these settings, or an equal object that another loop without a gate, or with the same one, has. */
    LoopSettings shared() {
        return gate == null ? (equals(DEFAULTS) ? DEFAULTS : this) : gate.shared(this);
    }

    /** Returns whether the connection lets the life begin: it has been ready once. */
    boolean mayBegin() {
        return gate == null
                || policies.whenDisconnected() == WhenDisconnected.IGNORE
                || gate.seesReady(policies.shards());
    }

    /** Returns whether the connection lets a run start now. */
    boolean mayRun() {
        return gate == null
                || switch (policies.whenDisconnected()) {
                    case IGNORE -> true;
                    case KEEP_RUNNING -> gate.seesReady(policies.shards());
                    case PAUSE, CANCEL -> gate.seesOpen(policies.shards());
                };
    }

    /** Returns whether the bot has been shut down for good. */
    boolean isBotGone() {
        return gate != null && gate.isClosedForGood();
    }

    /** Returns whether all shards are down, and runs wait for whether one comes back. */
    boolean isBotLeaving() {
        return gate != null && gate.isClosing() && !mayRun();
    }

    /** Returns the name of a loop for log lines and messages: the cog's and its own. */
    String qualifiedName(String name) {
        return cog.isEmpty() ? name : cog + "." + name;
    }
}
