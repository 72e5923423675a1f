package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.internal.cron.CronExpression;
import io.github.jdatasks.internal.cron.CronWords;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cron expression in one zone. */
public record CronSchedule(AmbiguousTime ambiguous, ZoneId zone, CronExpression expression)
        implements OwnSchedule.Calendar {
    public static CronSchedule of(@Nullable AmbiguousTime ambiguous, @Nullable String text, @Nullable ZoneId zone) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "cron: the expression is null; give one such as \"0 8 * * MON-FRI\", for 08:00 on working days");
        }
        CronSchedule schedule = new CronSchedule(
                AmbiguousTimes.checked("cron", ambiguous), Zones.checked("cron", zone), CronExpression.parse(text));
        if (schedule.followsClock() && ambiguous == AmbiguousTime.LATER) {
            throw new IllegalArgumentException("cron \"" + text + "\" runs both times in an hour that happens twice,"
                    + " since its second, minute or hour begins with *; leave out the choice for ambiguous times");
        }
        return schedule;
    }

    /** A wildcard expression runs whenever the clock shows one of its times, even for the second time. */
    @Override
    public boolean followsClock() {
        return expression.isWildcard();
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return followsClock()
                ? LocalTimeResolver.nextShown(after, expression::firstAfter, zone)
                : LocalTimeResolver.nextOnce(after, expression::firstAfter, zone, ambiguous);
    }

    @Override
    public String describe() {
        String words = CronWords.of(expression);
        return (words != null ? words : "cron \"" + expression.text() + "\"") + " " + Zones.name(zone)
                + AmbiguousTimes.afterwords(ambiguous);
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public List<Object> parts() {
        return List.of(ambiguous, zone, expression.text());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return hasPartsOf(other);
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
