package io.github.jdatasks;

import java.time.Duration;

/**
 * What a {@link Loop} annotation says, read into a builder; every mistake in it is noted, not only the first.
 */
final class LoopAnnotationReader {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double UNSET = 0;

    private final Loop loop;
    private final Mistakes mistakes = new Mistakes();

    LoopAnnotationReader(Loop loop) {
        this.loop = loop;
    }

    /**
     * Returns a builder for the loop.
     *
     * @throws IllegalArgumentException that says all mistakes
     */
    LoopBuilder read(String name, CogLife life) {
        Schedule schedule = new AnnotatedScheduleReader(loop, mistakes).read();
        RetryPolicy retry = retry();
        LoopBuilder builder = new LoopBuilder(schedule == null ? new OnceAtStartSchedule() : schedule, life)
                .missed(loop.missed())
                .onFailure(loop.onFailure())
                .whenDisconnected(loop.whenDisconnected())
                .shards(loop.shards())
                .autoStart(loop.autoStart());
        mistakes.orNull(() -> builder.name(name));
        mistakes.orNull(() -> builder.count(loop.count()));
        mistakes.orNull(() -> builder.maxFailures(loop.maxFailures()));
        mistakes.orNull(() -> builder.initialDelay(seconds("initialDelay", loop.initialDelay())));
        mistakes.orNull(() -> builder.jitter(seconds("jitter", loop.jitter())));
        mistakes.orNull(() -> builder.timeout(seconds("timeout", loop.timeout())));
        mistakes.orNull(() -> builder.overlap(loop.overlap()));
        if (loop.slowRunWarning() != LoopSettings.Policies.USUAL) {
            mistakes.orNull(() -> builder.slowRunWarning(loop.slowRunWarning()));
        }
        if (loop.overlap() > 1 && loop.fixedDelay()) {
            mistakes.add(
                    "overlap = " + loop.overlap() + " has no effect with fixedDelay = true, which waits for the end"
                            + " of a run; leave one of them out");
        }
        if (PolicyChoices.stopsBefore(loop.onFailure(), loop.maxFailures())) {
            mistakes.add(PolicyChoices.stopsBefore(loop.maxFailures()));
        }
        if (!mistakes.isEmpty()) {
            throw mistakes.exception();
        }
        return builder.retry(retry);
    }

    private static Duration seconds(String what, double seconds) {
        return seconds == UNSET ? Duration.ZERO : Duration.ofNanos(Durations.nanosOf(what, seconds, NANOS_PER_SECOND));
    }

    private RetryPolicy retry() {
        RetryPolicy policy =
                mistakes.orNull(() -> RetryPolicy.exponentialBackoff().maxAttempts(loop.maxAttempts()));
        if (!loop.reconnect()) {
            if (loop.retryOn().length > 0) {
                mistakes.add("retryOn has no effect with reconnect = false; leave one of them out");
            }
            if (loop.maxAttempts() > 1 && loop.maxAttempts() != RetrySettings.DEFAULT_ATTEMPTS) {
                mistakes.add("maxAttempts = " + loop.maxAttempts()
                        + " has no effect with reconnect = false; leave one of them out");
            }
            return RetryPolicy.never();
        }
        if (loop.maxAttempts() == 1 && loop.retryOn().length > 0) {
            mistakes.add("retryOn has no effect with maxAttempts = 1; leave one of them out");
        }
        return policy == null || (loop.maxAttempts() == RetrySettings.DEFAULT_ATTEMPTS && loop.retryOn().length == 0)
                ? RetryPolicy.exponentialBackoff()
                : policy.retryOn(loop.retryOn());
    }
}
