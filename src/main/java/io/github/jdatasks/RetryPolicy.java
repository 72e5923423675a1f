package io.github.jdatasks;

import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.retry.RetrySettings.Backoff;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.util.function.Predicate;

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
 * <p>Retried by default: failures of the network, timeouts, and answers of Discord with status 5xx or 429, also inside
 * a {@code CompletionException}, {@code ExecutionException} or {@code UncheckedIOException}. Not retried: other 4xx
 * answers, missing permissions, file-system errors and everything else, unless added here. If the last attempt fails
 * too, the run has failed. Every run starts at its first attempt.
 */
public final class RetryPolicy {
    private static final RetryPolicy EXPONENTIAL = new RetryPolicy(RetrySettings.DEFAULT);
    private static final RetryPolicy NEVER = new RetryPolicy(RetrySettings.NEVER);

    private final RetrySettings settings;

    private RetryPolicy(RetrySettings settings) {
        this.settings = settings;
    }

    RetrySettings settings() {
        return settings;
    }

    /**
     * {@return the default policy: exponential back-off with full jitter, from 1 second to 2 minutes, 10 attempts}
     *
     * <p>The n-th retry of a run waits a random time from zero to {@code initialDelay * 2^(n-1)}, never more than
     * {@code maxDelay}. A retry also waits no longer than the interval or fixed delay of its loop; with any other
     * schedule, not beyond the next tick, if there is one. That limit is never below 1 second. Retries of a before-hook
     * follow the same rules.
     */
    public static RetryPolicy exponentialBackoff() {
        return EXPONENTIAL;
    }

    /**
     * {@return a policy that waits the same time before every retry, without jitter; 10 attempts} The time is shortened
     * to the interval or to the next tick, as {@link #exponentialBackoff()} says.
     *
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     */
    public static RetryPolicy fixedDelay(Duration delay) {
        long nanos = Durations.positiveNanos("RetryPolicy.fixedDelay", delay);
        return new RetryPolicy(RetrySettings.DEFAULT.withBackoff(new Backoff(nanos, nanos, false)));
    }

    /** {@return a policy of one attempt: every error is a failure at once} */
    public static RetryPolicy never() {
        return NEVER;
    }

    /**
     * {@return this policy with another bound for the first retry; 1 second by default} It is at most {@code maxDelay},
     * which is checked when the loop is built.
     *
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     * @throws IllegalStateException if this is a {@link #fixedDelay} policy
     */
    public RetryPolicy initialDelay(Duration delay) {
        return with(settings.backoff().withInitial(Durations.positiveNanos("initialDelay", delay)));
    }

    /**
     * {@return this policy with another bound for every retry; 2 minutes by default}
     *
     * @throws IllegalArgumentException if the delay is null, zero, negative or more than 292 years
     * @throws IllegalStateException if this is a {@link #fixedDelay} policy
     */
    public RetryPolicy maxDelay(Duration delay) {
        return with(settings.backoff().withMax(Durations.positiveNanos("maxDelay", delay)));
    }

    /**
     * {@return this policy with another limit of attempts in all for one run, the first included; 10 by default, 1
     * retries nothing}
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public RetryPolicy maxAttempts(int attempts) {
        return new RetryPolicy(settings.withMaxAttempts(attempts));
    }

    /**
     * {@return this policy with more types to retry, their subclasses included, beside the defaults}
     *
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final RetryPolicy retryOn(Class<? extends Throwable>... types) {
        return new RetryPolicy(settings.retryOn(ExceptionTypes.checked("retryOn", types)));
    }

    /**
     * {@return this policy with a test, true for more errors to retry, beside the defaults} The test gets the error
     * without a {@code CompletionException} or the like around it, if nothing else has it retried already. It runs on a
     * worker; one that throws counts as false, and what it threw is logged.
     *
     * @throws IllegalArgumentException if it is null
     */
    public RetryPolicy retryIf(Predicate<Throwable> test) {
        if (test == null) {
            throw new IllegalArgumentException("retryIf: the test is null; give one such as e -> e instanceof MyError");
        }
        return new RetryPolicy(settings.retryIf(test));
    }

    /**
     * {@return this policy with types never to retry, their subclasses included, whatever the other settings say}
     *
     * @throws IllegalArgumentException if one is null
     */
    @SafeVarargs
    public final RetryPolicy abortOn(Class<? extends Throwable>... types) {
        return new RetryPolicy(settings.abortOn(ExceptionTypes.checked("abortOn", types)));
    }

    private RetryPolicy with(Backoff backoff) {
        return new RetryPolicy(settings.withBackoff(backoff));
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
