package io.github.jdatasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Loop} annotation says, read into a builder; every mistake in it is noted, not only the first.
 */
final class LoopAnnotation {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double UNSET = 0;

    private final Loop loop;
    private final List<String> mistakes = new ArrayList<>();

    LoopAnnotation(Loop loop) {
        this.loop = loop;
    }

    /** Returns a builder for the loop; null if there are mistakes. */
    @Nullable LoopBuilder read(String name, CogLife life) {
        Schedule schedule = orMistake(this::schedule);
        RetryPolicy retry = orMistake(this::retry);
        Duration delay = orMistake(() -> loop.initialDelay() == UNSET
                ? Duration.ZERO
                : Duration.ofNanos(Durations.nanosOf("initialDelay", loop.initialDelay(), NANOS_PER_SECOND)));
        LoopBuilder builder = new LoopBuilder(schedule == null ? new OnStart() : schedule, life)
                .missed(loop.missed())
                .onFailure(loop.onFailure())
                .whenDisconnected(loop.whenDisconnected())
                .shards(loop.shards())
                .autoStart(loop.autoStart());
        orMistake(() -> builder.name(name));
        orMistake(() -> builder.count(loop.count()));
        orMistake(() -> builder.maxFailures(loop.maxFailures()));
        if (!mistakes.isEmpty() || retry == null || delay == null) {
            return null;
        }
        return builder.retry(retry).initialDelay(delay);
    }

    List<String> mistakes() {
        return mistakes;
    }

    private Schedule schedule() {
        boolean interval = loop.seconds() != UNSET || loop.minutes() != UNSET || loop.hours() != UNSET;
        boolean times = loop.time().length > 0;
        var unused = Zones.parse(loop.zone()); // an unknown zone is a mistake even where none is needed
        if (interval && times) {
            throw new IllegalArgumentException("it has two schedules, an interval and times; give it one of them");
        }
        if (times) {
            if (loop.fixedDelay()) {
                throw new IllegalArgumentException("fixedDelay = true belongs to an interval, but it has times");
            }
            return LocalTimes.parse(loop.time(), loop.zone(), loop.ambiguous());
        }
        if (interval) {
            Duration length = Durations.ofParts(loop.seconds(), loop.minutes(), loop.hours());
            return loop.fixedDelay() ? Schedule.fixedDelay(length) : Schedule.every(length);
        }
        if (loop.count() == 1) {
            return new OnStart();
        }
        throw new IllegalArgumentException(
                "it has no schedule; give it seconds, minutes or hours above 0, a time such as"
                        + " \"08:00\", or count = 1 to run once");
    }

    private RetryPolicy retry() {
        RetryPolicy policy = RetryPolicy.exponentialBackoff().maxAttempts(loop.maxAttempts());
        if (!loop.reconnect()) {
            if (loop.retryOn().length > 0) {
                throw new IllegalArgumentException(
                        "retryOn has no effect with reconnect = false; leave one of them out");
            }
            return RetryPolicy.never();
        }
        return loop.maxAttempts() == 10 && loop.retryOn().length == 0
                ? RetryPolicy.exponentialBackoff()
                : policy.retryOn(loop.retryOn());
    }

    private <T> @Nullable T orMistake(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException mistake) {
            mistakes.add(String.valueOf(mistake.getMessage()));
            return null;
        }
    }
}
