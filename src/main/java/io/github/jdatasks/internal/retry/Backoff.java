package io.github.jdatasks.internal.retry;

import static io.github.jdatasks.internal.util.Checks.check;

import io.github.jdatasks.internal.util.DurationWords;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each retry.
 *
 * @param initial upper bound for the first retry, in nanoseconds
 * @param max upper bound for any retry, in nanoseconds
 * @param exponential whether the bound doubles and the delay is random below it; else every delay is {@code initial}
 */
public record Backoff(long initial, long max, boolean exponential) {
    static final Backoff DEFAULT = new Backoff(1_000_000_000L, 120_000_000_000L, true);

    public Backoff withInitial(long nanos) {
        return new Backoff(nanos, checkExponential("initialDelay").max, true);
    }

    public Backoff withMax(long nanos) {
        return new Backoff(checkExponential("maxDelay").initial, nanos, true);
    }

    private Backoff checkExponential(String what) {
        if (!exponential) {
            throw new IllegalStateException(what + ": this policy waits " + this + "; "
                    + "initialDelay and maxDelay belong to RetryPolicy.exponentialBackoff()");
        }
        return this;
    }

    void validate() {
        check(
                initial <= max,
                "RetryPolicy: initialDelay must be at most maxDelay (" + DurationWords.of(max) + "), but it is "
                        + DurationWords.of(initial));
    }

    long delay(int failedAttempt, long cap, RandomGenerator random) {
        if (!exponential) {
            return Math.min(initial, cap);
        }
        long bound = Math.min(bound(failedAttempt), cap);
        return bound == Long.MAX_VALUE ? random.nextLong(bound) : random.nextLong(bound + 1);
    }

    private long bound(int failedAttempt) {
        int doublings = failedAttempt - 1;
        boolean beyond = doublings >= Long.numberOfLeadingZeros(initial) || initial << doublings > max;
        return beyond ? max : initial << doublings;
    }

    @Override
    public String toString() {
        return exponential
                ? "exponential back-off from " + DurationWords.of(initial) + " to " + DurationWords.of(max)
                : DurationWords.of(initial) + " before each retry";
    }
}
