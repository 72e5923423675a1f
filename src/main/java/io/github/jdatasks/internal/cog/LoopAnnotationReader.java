package io.github.jdatasks.internal.cog;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.schedule.DateRule;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.internal.schedule.TimeOfDayParser;
import io.github.jdatasks.internal.schedule.Zones;
import io.github.jdatasks.internal.spec.LoopSpec;
import io.github.jdatasks.internal.util.ConfigErrors;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Loop} annotation into a {@link LoopSpec}, and collects every mistake in it. */
final class LoopAnnotationReader {
    private static final String UTC = "UTC";

    private final Loop loop;
    private final ConfigErrors mistakes = new ConfigErrors();

    LoopAnnotationReader(Loop loop) {
        this.loop = loop;
    }

    /** Returns the settings of the loop, or throws an {@link IllegalArgumentException} that lists all mistakes. */
    LoopSpec read(String name, LoopSpec.Owner owner, Function<LoopControl, LoopTask> tasks) {
        Schedule schedule = schedule(new AnnotationTexts(owner.scheduler().texts(), mistakes));
        RetrySettings retry = retry();
        LoopSpec spec = new LoopSpec(schedule == null ? new OnceAtStartSchedule() : schedule, owner, tasks);
        spec.missed = loop.missed();
        spec.onFailure = loop.onFailure();
        spec.whenDisconnected = loop.whenDisconnected();
        spec.shards = loop.shards();
        spec.autoStart = loop.autoStart();
        spec.durable = loop.durable();
        mistakes.collect(() -> spec.name(name));
        mistakes.collect(() -> spec.count(loop.count()));
        mistakes.collect(() -> spec.maxFailures(loop.maxFailures()));
        mistakes.collect(() -> spec.initialDelayNanos = Durations.nanosOfSeconds("initialDelay", loop.initialDelay()));
        mistakes.collect(() -> spec.jitterNanos = Durations.nanosOfSeconds("jitter", loop.jitter()));
        mistakes.collect(() -> spec.maxLatenessNanos = Durations.nanosOfSeconds("maxLateness", loop.maxLateness()));
        mistakes.collect(() -> spec.timeoutNanos = Durations.nanosOfSeconds("timeout", loop.timeout()));
        mistakes.collect(() -> spec.overlap(loop.overlap()));
        if (loop.slowRunWarning() != LoopSettings.Policies.USUAL) {
            mistakes.collect(() -> spec.slowRunWarning(loop.slowRunWarning()));
        }
        mistakes.addIf(
                loop.overlap() > 1 && loop.fixedDelay(),
                "overlap = " + loop.overlap() + " has no effect with fixedDelay = true, which waits for the end of a"
                        + " run; leave one of them out");
        mistakes.addIf(
                loop.maxLateness() > 0 && loop.fixedDelay(),
                "maxLateness = " + loop.maxLateness() + " has no effect with fixedDelay = true, which has no"
                        + " instants to be late for; leave one of them out");
        mistakes.collect(() -> LoopSpec.checkMaxFailures("", loop.onFailure(), loop.maxFailures()));
        mistakes.collect(() -> spec.checkDurable(owner.scheduler()));
        mistakes.throwIfAny();
        spec.retry(retry);
        return spec;
    }

    /** Returns the schedule. After a mistake it may be null or any of those given. */
    private @Nullable Schedule schedule(AnnotationTexts texts) {
        boolean hasInterval = loop.seconds() != 0 || loop.minutes() != 0 || loop.hours() != 0;
        boolean hasTimes = loop.time().length > 0;
        boolean hasCron = !loop.cron().isEmpty();
        List<String> given = new ArrayList<>();
        Schedule schedule = null;
        String zone = loop.zone().equals(UTC) ? UTC : texts.of("zone", loop.zone()); // the default is no user's text
        ZoneId known = zone == null ? null : texts.orNull(() -> Zones.parse(zone)); // even if no zone is needed
        if (hasInterval) {
            given.add("an interval");
            schedule = mistakes.orNull(this::interval);
        }
        if (hasTimes) {
            given.add("times");
            String[] times = Stream.of(loop.time())
                    .flatMap(time -> Stream.ofNullable(texts.of("time", time)))
                    .toArray(String[]::new);
            String usual = zone == null ? UTC : zone;
            schedule = times.length == 0 // after a mistake in each
                    ? null
                    : texts.orNull(() -> TimeOfDayParser.parse(times, usual, loop.ambiguous(), dates()));
        }
        if (hasCron) {
            given.add("a cron expression");
            String cron = texts.of("cron", loop.cron());
            ZoneId any = known == null ? ZoneId.of(UTC) : known;
            schedule = cron == null ? null : texts.orNull(() -> Schedule.cron(loop.ambiguous(), cron, any));
        }
        mistakes.addIf(
                given.size() > 1,
                "it has " + (given.size() == 2 ? "two" : "three") + " schedules, " + String.join(" and ", given)
                        + "; give it one of them");
        boolean isEmpty = given.isEmpty() && loop.count() != 1;
        boolean hasDays = loop.days().length > 0;
        mistakes.addIf(
                isEmpty && !hasDays,
                "it has no schedule; give it seconds, minutes or hours above 0, a time such as \"08:00\", a cron"
                        + " expression, or count = 1 to run once");
        mistakes.addIf(
                loop.fixedDelay() && !hasInterval && !isEmpty, "fixedDelay goes with an interval only; leave it out");
        mistakes.addIf(
                hasDays && !hasTimes, "days goes with time only; add one such as time = \"08:00\", or leave days out");
        boolean hasNoClock = !hasTimes && !hasCron && !isEmpty;
        mistakes.addIf(hasNoClock && !loop.zone().equals(UTC), "zone goes with time or cron only; leave it out");
        mistakes.addIf(
                hasNoClock && loop.ambiguous() != AmbiguousTime.EARLIER,
                "ambiguous goes with time or cron only; leave it out");
        boolean onceAtStart = given.isEmpty() && loop.count() == 1;
        mistakes.addIf(
                onceAtStart && loop.maxLateness() > 0,
                "maxLateness has no effect on a run that is made as soon as it can be; leave it out");
        return schedule;
    }

    private DateRule dates() {
        return loop.days().length == 0 ? DateRule.all() : DateRule.weekly(EnumSet.copyOf(List.of(loop.days())));
    }

    private Schedule interval() {
        Duration length = Durations.ofParts(loop.seconds(), loop.minutes(), loop.hours());
        return loop.fixedDelay() ? Schedule.fixedDelay(length) : Schedule.every(length);
    }

    private RetrySettings retry() {
        RetrySettings retry = mistakes.orNull(() -> RetrySettings.DEFAULT.withMaxAttempts(loop.maxAttempts()));
        boolean hasTypes = loop.retryOn().length > 0;
        boolean isUsual = loop.maxAttempts() == RetrySettings.DEFAULT_ATTEMPTS;
        if (!loop.reconnect()) {
            mistakes.addIf(hasTypes, "retryOn has no effect with reconnect = false; leave one of them out");
            mistakes.addIf(
                    loop.maxAttempts() > 1 && !isUsual,
                    "maxAttempts = " + loop.maxAttempts()
                            + " has no effect with reconnect = false; leave one of them out");
            return RetrySettings.NEVER;
        }
        mistakes.addIf(
                hasTypes && loop.maxAttempts() == 1,
                "retryOn has no effect with maxAttempts = 1; leave one of them out");
        return retry == null || (isUsual && !hasTypes)
                ? RetrySettings.DEFAULT
                : retry.retryOn(ExceptionTypes.checked("retryOn", loop.retryOn()));
    }
}
