package io.github.jdatasks.internal.cog;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Loop;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.DateRule;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.internal.schedule.TimeOfDayParser;
import io.github.jdatasks.internal.schedule.Zones;
import io.github.jdatasks.internal.util.ConfigErrors;
import io.github.jdatasks.internal.util.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the schedule of a {@link Loop} annotation. */
final class AnnotatedScheduleReader {
    private final Loop loop;
    private final ConfigErrors mistakes;
    private final boolean hasInterval;
    private final boolean hasTimes;
    private final boolean hasCron;

    AnnotatedScheduleReader(Loop loop, ConfigErrors mistakes) {
        this.loop = loop;
        this.mistakes = mistakes;
        this.hasInterval = loop.seconds() != 0 || loop.minutes() != 0 || loop.hours() != 0;
        this.hasTimes = loop.time().length > 0;
        this.hasCron = !loop.cron().isEmpty();
    }

    /** Returns the schedule. After a mistake it may be null or any of those given. */
    @Nullable Schedule read() {
        Schedule schedule = loop.count() == 1 ? new OnceAtStartSchedule() : null;
        ZoneId zone = mistakes.orNull(
                () -> Zones.parse(loop.zone())); // an unknown zone is a mistake even if no zone is needed
        if (hasCron) {
            ZoneId any = zone == null ? ZoneId.of("UTC") : zone;
            schedule = mistakes.orNull(() -> Schedule.cron(loop.ambiguous(), loop.cron(), any));
        }
        if (hasTimes) {
            schedule =
                    mistakes.orNull(() -> TimeOfDayParser.parse(loop.time(), loop.zone(), loop.ambiguous(), dates()));
        }
        if (hasInterval) {
            schedule = mistakes.orNull(this::interval);
        }
        noteWhatDoesNotGoTogether();
        return schedule;
    }

    private DateRule dates() {
        return loop.days().length == 0 ? DateRule.all() : DateRule.weekly(EnumSet.copyOf(List.of(loop.days())));
    }

    private Schedule interval() {
        Duration length = Durations.ofParts(loop.seconds(), loop.minutes(), loop.hours());
        return loop.fixedDelay() ? Schedule.fixedDelay(length) : Schedule.every(length);
    }

    private void noteWhatDoesNotGoTogether() {
        List<String> schedules = new ArrayList<>();
        if (hasInterval) {
            schedules.add("an interval");
        }
        if (hasTimes) {
            schedules.add("times");
        }
        if (hasCron) {
            schedules.add("a cron expression");
        }
        noteIf(
                schedules.size() > 1,
                "it has " + (schedules.size() == 2 ? "two" : "three") + " schedules, " + String.join(" and ", schedules)
                        + "; give it one of them");
        boolean isEmpty = schedules.isEmpty() && loop.count() != 1;
        noteIf(
                isEmpty && loop.days().length == 0,
                "it has no schedule; give it seconds, minutes or hours above 0, a time such as \"08:00\", a cron"
                        + " expression, or count = 1 to run once");
        noteIf(loop.fixedDelay() && !hasInterval && !isEmpty, "fixedDelay goes with an interval only; leave it out");
        noteIf(
                loop.days().length > 0 && !hasTimes,
                "days goes with time only; add one such as time = \"08:00\", or leave days out");
        boolean hasNoClock = !hasTimes && !hasCron && !isEmpty;
        noteIf(hasNoClock && !loop.zone().equals("UTC"), "zone goes with time or cron only; leave it out");
        noteIf(
                hasNoClock && loop.ambiguous() != AmbiguousTime.EARLIER,
                "ambiguous goes with time or cron only; leave it out");
    }

    private void noteIf(boolean condition, String mistake) {
        if (condition) {
            mistakes.add(mistake);
        }
    }
}
