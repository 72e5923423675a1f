package io.github.jdatasks.internal.cog;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.internal.spec.LoopSpec;
import io.github.jdatasks.internal.util.ConfigErrors;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.util.function.Function;

/** Reads a {@link Loop} annotation into a {@link LoopSpec}, and collects every mistake in it. */
final class LoopAnnotationReader {
    private final Loop loop;
    private final ConfigErrors mistakes = new ConfigErrors();

    LoopAnnotationReader(Loop loop) {
        this.loop = loop;
    }

    /** Returns the settings of the loop, or throws an {@link IllegalArgumentException} that lists all mistakes. */
    LoopSpec read(String name, LoopSpec.Owner owner, Function<LoopControl, LoopTask> tasks) {
        Schedule schedule = new AnnotatedScheduleReader(loop, mistakes).read();
        RetrySettings retry = retry();
        LoopSpec spec = new LoopSpec(schedule == null ? new OnceAtStartSchedule() : schedule, owner, tasks);
        spec.missed = loop.missed();
        spec.onFailure = loop.onFailure();
        spec.whenDisconnected = loop.whenDisconnected();
        spec.shards = loop.shards();
        spec.autoStart = loop.autoStart();
        mistakes.collect(() -> spec.name(name));
        mistakes.collect(() -> spec.count(loop.count()));
        mistakes.collect(() -> spec.maxFailures(loop.maxFailures()));
        mistakes.collect(() -> spec.initialDelay(seconds("initialDelay", loop.initialDelay())));
        mistakes.collect(() -> spec.jitter(seconds("jitter", loop.jitter())));
        mistakes.collect(() -> spec.timeout(seconds("timeout", loop.timeout())));
        mistakes.collect(() -> spec.overlap(loop.overlap()));
        if (loop.slowRunWarning() != LoopSettings.Policies.USUAL) {
            mistakes.collect(() -> spec.slowRunWarning(loop.slowRunWarning()));
        }
        if (loop.overlap() > 1 && loop.fixedDelay()) {
            mistakes.add(
                    "overlap = " + loop.overlap() + " has no effect with fixedDelay = true, which waits for the end"
                            + " of a run; leave one of them out");
        }
        mistakes.collect(() -> LoopSpec.checkMaxFailures(loop.onFailure(), loop.maxFailures()));
        mistakes.throwIfAny();
        spec.retry(retry);
        return spec;
    }

    private static Duration seconds(String what, double seconds) {
        return seconds == 0 ? Duration.ZERO : Durations.ofSeconds(what, seconds);
    }

    private RetrySettings retry() {
        RetrySettings retry = mistakes.orNull(() -> RetrySettings.DEFAULT.withMaxAttempts(loop.maxAttempts()));
        if (!loop.reconnect()) {
            if (loop.retryOn().length > 0) {
                mistakes.add("retryOn has no effect with reconnect = false; leave one of them out");
            }
            if (loop.maxAttempts() > 1 && loop.maxAttempts() != RetrySettings.DEFAULT_ATTEMPTS) {
                mistakes.add("maxAttempts = " + loop.maxAttempts()
                        + " has no effect with reconnect = false; leave one of them out");
            }
            return RetrySettings.NEVER;
        }
        if (loop.maxAttempts() == 1 && loop.retryOn().length > 0) {
            mistakes.add("retryOn has no effect with maxAttempts = 1; leave one of them out");
        }
        return retry == null || (loop.maxAttempts() == RetrySettings.DEFAULT_ATTEMPTS && loop.retryOn().length == 0)
                ? RetrySettings.DEFAULT
                : retry.retryOn(ExceptionTypes.checked("retryOn", loop.retryOn()));
    }
}
