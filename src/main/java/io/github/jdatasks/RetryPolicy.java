package io.github.jdatasks;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which errors of a run are worth another attempt, how many and when; immutable.
 *
 * <pre>{@code
 * RetryPolicy.exponentialBackoff()
 *         .initialDelay(Duration.ofSeconds(2))
 *         .maxAttempts(5)
 *         .retryOn(SQLTransientException.class);
 * }</pre>
 *
 * <p>Retried by default: failures of the network, timeouts, and answers of Discord with status 5xx or 429, also inside a
 * {@code CompletionException}, {@code ExecutionException} or {@code UncheckedIOException}. Not retried: other answers
 * 4xx, missing permissions, file-system errors and everything else, unless added here. What remains after the last
 * attempt is a failure of the run. Every run starts at its first attempt, whatever became of the ones before.
 */
public final class RetryPolicy {
    private static final RetryPolicy EXPONENTIAL = new RetryPolicy(Backoff.DEFAULT, 10, RetryRules.NONE);

    private final Backoff backoff;
    private final int maxAttempts;
    private final RetryRules rules;

    private RetryPolicy(Backoff backoff, int maxAttempts, RetryRules rules) {
        this.backoff = backoff;
        this.maxAttempts = maxAttempts;
        this.rules = rules;
    }

    /**
     * Returns the default policy: exponential back-off with full jitter, from 1 second to 2 minutes, 10 attempts.
     *
     * <p>The n-th retry of a run waits a random time from zero to {@code initialDelay * 2^(n-1)}, never more than
     * {@code maxDelay}. In a loop with an interval or a fixed delay no retry waits longer than that (or 1 second, if that
     * is more). In a loop with any other schedule none waits until after the next tick (or for more than 1 second, if the
     * tick is nearer); where there is no further tick, as after {@link Schedule#once}, only {@code maxDelay} counts. Both
     * hold for retries of a before-hook, too.
     *
     * @return the policy
     */
    public static RetryPolicy exponentialBackoff() {
        return EXPONENTIAL;
    }

    /**
     * Returns a policy that waits the same time before every retry, without jitter; 10 attempts.
     *
     * <p>It is shortened as {@link #exponentialBackoff()} says: to the interval, or to the time until the next tick.
     *
     * @param delay before each retry
     * @return the policy
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     */
    public static RetryPolicy fixedDelay(Duration delay) {
        long nanos = Durations.positiveNanos("RetryPolicy.fixedDelay", delay);
        return new RetryPolicy(new Backoff(nanos, nanos, false), 10, RetryRules.NONE);
    }

    /**
     * Returns a policy of one attempt: every error is a failure at once.
     *
     * @return the policy
     */
    public static RetryPolicy never() {
        return EXPONENTIAL.maxAttempts(1);
    }

    /**
     * Returns this policy with another bound for the first retry; 1 second by default.
     *
     * @param delay at most {@code maxDelay}, which is checked when the loop is built
     * @return the new policy
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     * @throws IllegalStateException if this is a {@link #fixedDelay} policy
     */
    public RetryPolicy initialDelay(Duration delay) {
        return with(backoff.withInitial(Durations.positiveNanos("initialDelay", delay)));
    }

    /**
     * Returns this policy with another bound for every retry; 2 minutes by default.
     *
     * @param delay at least {@code initialDelay}, which is checked when the loop is built
     * @return the new policy
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     * @throws IllegalStateException if this is a {@link #fixedDelay} policy
     */
    public RetryPolicy maxDelay(Duration delay) {
        return with(backoff.withMax(Durations.positiveNanos("maxDelay", delay)));
    }

    /**
     * Returns this policy with another limit of attempts in all for one run, the first included; 10 by default.
     *
     * @param attempts 1 or more; 1 retries nothing
     * @return the new policy
     * @throws IllegalArgumentException if it is less than 1
     */
    public RetryPolicy maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts counts the first attempt too and must be 1 or more, but it is " + attempts);
        }
        return new RetryPolicy(backoff, attempts, rules);
    }

    /**
     * Returns this policy with more types to retry, their subclasses included, beside the defaults.
     *
     * @param types exception classes
     * @return the new policy
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final RetryPolicy retryOn(Class<? extends Throwable>... types) {
        return with(rules.retryOn(ExceptionTypes.checked("retryOn", types)));
    }

    /**
     * Returns this policy with a test for more errors to retry, beside the defaults.
     *
     * <p>The test gets the error without a {@code CompletionException} or the like around it, if nothing else has it
     * retried already. It runs on a worker; one that throws counts as false, and what it threw is logged.
     *
     * @param test true for errors worth another attempt
     * @return the new policy
     * @throws IllegalArgumentException if it is null
     */
    public RetryPolicy retryIf(Predicate<Throwable> test) {
        if (test == null) {
            throw new IllegalArgumentException("retryIf: the test is null; give one such as e -> e instanceof MyError");
        }
        return with(rules.retryIf(test));
    }

    /**
     * Returns this policy with types never to retry, their subclasses included, whatever else is said.
     *
     * @param types exception classes
     * @return the new policy
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final RetryPolicy abortOn(Class<? extends Throwable>... types) {
        return with(rules.abortOn(ExceptionTypes.checked("abortOn", types)));
    }

    int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the set a loop with this policy begins with; LoopTask changes it from there. */
    ExceptionTypes exceptionTypes() {
        return ExceptionTypes.DEFAULTS.plus(rules.retryOn());
    }

    /**
     * Returns whether an error is worth another attempt, if there is one left. Whatever a test of the user throws is
     * passed on.
     *
     * @param types what the loop's set is now; this policy's {@code retryOn} was put in there at the start
     */
    boolean isTransient(Throwable error, ExceptionTypes types) {
        return rules.allow(error, types);
    }

    /**
     * Returns how long to wait after a failed attempt.
     *
     * @param failedAttempt from 1
     * @param capNanos the loop's own limit; {@link Long#MAX_VALUE} if it has none
     */
    long delayNanos(int failedAttempt, long capNanos, RandomGenerator random) {
        return backoff.delay(failedAttempt, capNanos, random);
    }

    /**
     * Checks what the methods cannot, because they may be called in any order.
     *
     * @throws IllegalArgumentException if the initial delay is more than the greatest
     */
    void validate() {
        backoff.validate();
    }

    private RetryPolicy with(Backoff newBackoff) {
        return new RetryPolicy(newBackoff, maxAttempts, rules);
    }

    private RetryPolicy with(RetryRules newRules) {
        return new RetryPolicy(backoff, maxAttempts, newRules);
    }

    /** Returns this policy in words. */
    @Override
    public String toString() {
        return maxAttempts == 1 ? "no retries" : backoff + ", " + maxAttempts + " attempts";
    }
}
