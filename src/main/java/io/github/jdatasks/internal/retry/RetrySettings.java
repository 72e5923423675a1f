package io.github.jdatasks.internal.retry;

import static io.github.jdatasks.internal.util.Checks.check;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The content of a {@code RetryPolicy}. Compared by identity only: {@code equals} would call that of the user's tests.
 *
 * @param maxAttempts of one run, the first attempt included
 * @param retryOn what is retried in addition to the defaults
 */
public record RetrySettings(
        Backoff backoff,
        int maxAttempts,
        List<Class<? extends Throwable>> retryOn,
        List<Predicate<Throwable>> retryIf,
        List<Class<? extends Throwable>> abortOn) {
    /**
     * How long to wait before each retry.
     *
     * @param initial upper bound for the first retry, in nanoseconds
     * @param max upper bound for any retry, in nanoseconds
     * @param exponential whether the bound doubles and the delay is random below it; else every delay is {@code initial}
     */
    public record Backoff(long initial, long max, boolean exponential) {
        public Backoff withInitial(long nanos) {
            checkExponential("initialDelay");
            return new Backoff(nanos, max, true);
        }

        public Backoff withMax(long nanos) {
            checkExponential("maxDelay");
            return new Backoff(initial, nanos, true);
        }

        private void checkExponential(String what) {
            if (!exponential) {
                throw new IllegalStateException(what + ": this policy waits " + this
                        + "; initialDelay and maxDelay belong to RetryPolicy.exponentialBackoff()");
            }
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

    public static final int DEFAULT_ATTEMPTS = 10;

    public static final RetrySettings DEFAULT = new RetrySettings(
            new Backoff(1_000_000_000L, 120_000_000_000L, true), DEFAULT_ATTEMPTS, List.of(), List.of(), List.of());
    public static final RetrySettings NEVER = DEFAULT.withMaxAttempts(1);

    public RetrySettings withBackoff(Backoff newBackoff) {
        return new RetrySettings(newBackoff, maxAttempts, retryOn, retryIf, abortOn);
    }

    public RetrySettings withMaxAttempts(int attempts) {
        check(attempts >= 1, "maxAttempts counts the first attempt too and must be 1 or more, but it is " + attempts);
        return new RetrySettings(backoff, attempts, retryOn, retryIf, abortOn);
    }

    public RetrySettings retryOn(List<Class<? extends Throwable>> types) {
        return new RetrySettings(backoff, maxAttempts, join(retryOn, types), retryIf, abortOn);
    }

    public RetrySettings retryIf(Predicate<Throwable> test) {
        return new RetrySettings(backoff, maxAttempts, retryOn, join(retryIf, List.of(test)), abortOn);
    }

    public RetrySettings abortOn(List<Class<? extends Throwable>> types) {
        return new RetrySettings(backoff, maxAttempts, retryOn, retryIf, join(abortOn, types));
    }

    private static <T> List<T> join(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Returns the types that a loop with this policy retries at first; {@link LoopTask} can change them. */
    public ExceptionTypes exceptionTypes() {
        return ExceptionTypes.DEFAULTS.plus(retryOn);
    }

    /**
     * Returns whether an error is worth another attempt; throws whatever a test of the user's throws.
     *
     * @param types the loop's present types, which include this policy's {@code retryOn} unless removed
     */
    public boolean isTransient(Throwable error, ExceptionTypes types) {
        if (ExceptionUnwrapper.anyLayer(error, layer -> ExceptionTypes.isOneOf(abortOn, layer))) {
            return false;
        }
        Throwable innermost = ExceptionUnwrapper.innermost(error);
        return types.matches(error) || retryIf.stream().anyMatch(test -> test.test(innermost));
    }

    /**
     * Returns the time to wait after a failed attempt.
     *
     * @param failedAttempt its number, from 1
     * @param capNanos the loop's own limit; {@link Long#MAX_VALUE} if it has none
     */
    public long delayNanos(int failedAttempt, long capNanos, RandomGenerator random) {
        if (!backoff.exponential) {
            return Math.min(backoff.initial, capNanos);
        }
        long bound = Math.min(backoff.bound(failedAttempt), capNanos);
        return bound == Long.MAX_VALUE ? random.nextLong(bound) : random.nextLong(bound + 1);
    }

    /**
     * Checks the settings against each other: the methods that set them may be called in any order.
     *
     * @throws IllegalArgumentException if initialDelay is more than maxDelay, or there are rules but only one attempt
     */
    public void validate() {
        if (backoff.initial > backoff.max) {
            throw new IllegalArgumentException("RetryPolicy: initialDelay must be at most maxDelay ("
                    + DurationWords.of(backoff.max) + "), but it is " + DurationWords.of(backoff.initial));
        }
        check(
                maxAttempts > 1 || (retryOn.isEmpty() && retryIf.isEmpty() && abortOn.isEmpty()),
                "retryOn, retryIf and abortOn have no effect in a policy of one attempt, such as RetryPolicy.never();"
                        + " leave them out, or begin with RetryPolicy.exponentialBackoff()");
    }

    @Override
    public String toString() {
        return maxAttempts == 1 ? "no retries" : backoff + ", " + maxAttempts + " attempts";
    }
}
