package io.github.jdatasks.internal.retry;

import io.github.jdatasks.LoopTask;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a {@code RetryPolicy} says, as loops use it; immutable, and equal only to itself: to compare the tests in it would
 * be to call a user's code.
 */
public final class RetrySettings {
    public static final int DEFAULT_ATTEMPTS = 10;

    public static final RetrySettings DEFAULT = new RetrySettings(Backoff.DEFAULT, DEFAULT_ATTEMPTS, RetryRules.NONE);
    public static final RetrySettings NEVER = DEFAULT.withMaxAttempts(1);

    private final Backoff backoff;
    private final int maxAttempts;
    private final RetryRules rules;

    private RetrySettings(Backoff backoff, int maxAttempts, RetryRules rules) {
        this.backoff = backoff;
        this.maxAttempts = maxAttempts;
        this.rules = rules;
    }

    public Backoff backoff() {
        return backoff;
    }

    /** Returns how often a run is attempted in all, the first time included. */
    public int maxAttempts() {
        return maxAttempts;
    }

    public RetrySettings withBackoff(Backoff newBackoff) {
        return new RetrySettings(newBackoff, maxAttempts, rules);
    }

    public RetrySettings withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts counts the first attempt too and must be 1 or more, but it is " + attempts);
        }
        return new RetrySettings(backoff, attempts, rules);
    }

    public RetrySettings retryOn(List<Class<? extends Throwable>> types) {
        return new RetrySettings(backoff, maxAttempts, rules.retryOn(types));
    }

    public RetrySettings retryIf(Predicate<Throwable> test) {
        return new RetrySettings(backoff, maxAttempts, rules.retryIf(test));
    }

    public RetrySettings abortOn(List<Class<? extends Throwable>> types) {
        return new RetrySettings(backoff, maxAttempts, rules.abortOn(types));
    }

    /** Returns the set a loop with this policy begins with; {@link LoopTask} changes it from there. */
    public ExceptionTypes exceptionTypes() {
        return ExceptionTypes.DEFAULTS.plus(rules.retryOn());
    }

    /**
     * Returns whether an error is worth another attempt, if there is one left. Whatever a test of the user throws is
     * passed on.
     *
     * @param types what the loop's set is now; this policy's {@code retryOn} was put in there at the start
     */
    public boolean isTransient(Throwable error, ExceptionTypes types) {
        return rules.allow(error, types);
    }

    /**
     * Returns how long to wait after a failed attempt.
     *
     * @param failedAttempt from 1
     * @param capNanos the loop's own limit; {@link Long#MAX_VALUE} if it has none
     */
    public long delayNanos(int failedAttempt, long capNanos, RandomGenerator random) {
        return backoff.delay(failedAttempt, capNanos, random);
    }

    /**
     * Checks what the methods cannot, because they may be called in any order.
     *
     * @throws IllegalArgumentException if the initial delay is more than the greatest, or it is said which errors to
     *     retry though there is one attempt only
     */
    public void validate() {
        backoff.validate();
        if (maxAttempts == 1 && !rules.isEmpty()) {
            throw new IllegalArgumentException("retryOn, retryIf and abortOn have no effect in a policy of one attempt,"
                    + " such as RetryPolicy.never(); leave them out, or begin with RetryPolicy.exponentialBackoff()");
        }
    }

    /** Returns the policy in words. */
    @Override
    public String toString() {
        return maxAttempts == 1 ? "no retries" : backoff + ", " + maxAttempts + " attempts";
    }
}
