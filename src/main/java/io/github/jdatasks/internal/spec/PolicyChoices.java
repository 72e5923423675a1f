package io.github.jdatasks.internal.spec;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.loop.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The policies set on a {@code LoopBuilder} so far; values that can be wrong are checked here. */
public final class PolicyChoices {
    private static final LoopSettings.Policies DEFAULTS = LoopSettings.Policies.DEFAULTS;

    public boolean reconnect = true;
    public Missed missed = DEFAULTS.missed();
    public OnFailure onFailure = DEFAULTS.onFailure();

    public @Nullable WhenDisconnected whenDisconnected;

    public @Nullable LoopListener listener;

    private @Nullable RetrySettings retry;
    private long count;
    private int maxFailures;
    private int overlap = DEFAULTS.overlap();
    private long initialDelayNanos;
    private long jitterNanos;
    private long timeoutNanos;
    private double slowRunWarning = DEFAULTS.slowRunWarning();

    public void retry(RetrySettings settings) {
        settings.validate();
        retry = settings;
    }

    public void count(long runs) {
        if (runs < 0) {
            throw new IllegalArgumentException("count must be 1 or more, or 0 for an endless loop, but it is " + runs);
        }
        count = runs;
    }

    public void maxFailures(int failures) {
        if (failures < 0) {
            throw new IllegalArgumentException(
                    "maxFailures must be 1 or more, or 0 for no limit, but it is " + failures);
        }
        maxFailures = failures;
    }

    public void overlap(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("overlap must be 1 or more runs at once, but it is " + runs);
        }
        overlap = runs;
    }

    public void initialDelay(Duration delay) {
        initialDelayNanos = zeroOrMore("initialDelay", delay);
    }

    public void jitter(Duration longest) {
        jitterNanos = zeroOrMore("jitter", longest);
    }

    public void timeout(Duration longest) {
        timeoutNanos = zeroOrMore("timeout", longest);
    }

    private static long zeroOrMore(String what, Duration duration) {
        return duration != null && duration.isZero() ? 0 : Durations.positiveNanos(what, duration);
    }

    public void slowRunWarning(double multiple) {
        if (!(multiple >= 0)) {
            throw new IllegalArgumentException("slowRunWarning must be a multiple of the interval above 0, such as 1.5,"
                    + " or 0 for no warning, but it is " + multiple);
        }
        slowRunWarning = multiple;
    }

    /** Returns whether a loop ends at its first failure, however many it may have. */
    public static boolean stopsBefore(OnFailure onFailure, int maxFailures) {
        return onFailure == OnFailure.STOP && maxFailures > 1;
    }

    /** Returns what is said then. */
    public static String stopsBefore(int maxFailures) {
        return "maxFailures = " + maxFailures + " has no effect with onFailure = STOP, which ends the loop at its first"
                + " failure; leave one of them out";
    }

    /**
     * Returns the policies for a loop with a schedule.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    LoopSettings.Policies policies(Schedule schedule, LoopHost scheduler) {
        if (overlap > 1 && schedule instanceof FixedDelaySchedule) {
            throw new IllegalArgumentException(
                    "overlap = " + overlap + " needs a schedule that does not wait for the end"
                            + " of a run: a fixed delay does, an interval does not");
        }
        if (!reconnect && retry != null && retry.maxAttempts() > 1) {
            throw new IllegalArgumentException("reconnect(false) has no effect with retry(…), which is to make up to "
                    + retry.maxAttempts() + " attempts; leave one of them out");
        }
        if (stopsBefore(onFailure, maxFailures)) {
            throw new IllegalArgumentException(stopsBefore(maxFailures));
        }
        LoopSettings.Policies policies = new LoopSettings.Policies(
                !reconnect ? RetrySettings.NEVER : retry == null ? DEFAULTS.retry() : retry,
                missed,
                onFailure,
                whenDisconnected == null ? DEFAULTS.whenDisconnected() : whenDisconnected,
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
