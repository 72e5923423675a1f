package io.github.jdatasks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The policies a {@link LoopBuilder} has been told so far; those with a value that can be wrong are checked here. */
final class PolicyChoices {
    private static final LoopSettings.Policies DEFAULTS = LoopSettings.Policies.DEFAULTS;

    boolean reconnect = true;
    Missed missed = DEFAULTS.missed();
    OnFailure onFailure = DEFAULTS.onFailure();
    WhenDisconnected whenDisconnected = DEFAULTS.whenDisconnected();

    @Nullable LoopListener listener;

    private RetryPolicy retry = DEFAULTS.retry();
    private long count;
    private int maxFailures;
    private int overlap = DEFAULTS.overlap();
    private long initialDelayNanos;
    private long jitterNanos;
    private long timeoutNanos;
    private double slowRunWarning;

    void retry(RetryPolicy policy) {
        Checks.notNull("retry", policy).validate();
        retry = policy;
        reconnect = true;
    }

    void count(long runs) {
        if (runs < 0) {
            throw new IllegalArgumentException("count must be 1 or more, or 0 for an endless loop, but it is " + runs);
        }
        count = runs;
    }

    void maxFailures(int failures) {
        if (failures < 0) {
            throw new IllegalArgumentException(
                    "maxFailures must be 1 or more, or 0 for no limit, but it is " + failures);
        }
        maxFailures = failures;
    }

    void overlap(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("overlap must be 1 or more runs at once, but it is " + runs);
        }
        overlap = runs;
    }

    void initialDelay(Duration delay) {
        initialDelayNanos = zeroOrMore("initialDelay", delay);
    }

    void jitter(Duration longest) {
        jitterNanos = zeroOrMore("jitter", longest);
    }

    void timeout(Duration longest) {
        timeoutNanos = zeroOrMore("timeout", longest);
    }

    private static long zeroOrMore(String what, Duration duration) {
        return duration != null && duration.isZero() ? 0 : Durations.positiveNanos(what, duration);
    }

    void slowRunWarning(double multiple) {
        if (!(multiple >= 0)) {
            throw new IllegalArgumentException("slowRunWarning must be a multiple of the interval above 0, such as 1.5,"
                    + " or 0 for no warning, but it is " + multiple);
        }
        slowRunWarning = multiple;
    }

    /**
     * Returns the policies for a loop with a schedule.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    LoopSettings.Policies policies(Schedule schedule, LoopScheduler scheduler) {
        if (overlap > 1 && schedule instanceof FixedDelaySchedule) {
            throw new IllegalArgumentException(
                    "overlap = " + overlap + " needs a schedule that does not wait for the end"
                            + " of a run: a fixed delay does, an interval does not");
        }
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
                listener == null ? null : new ListenerCalls(listener, scheduler));
        return policies.isSameAs(DEFAULTS) ? DEFAULTS : policies;
    }
}
