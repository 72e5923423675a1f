package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.internal.cron.CronExpression;
import io.github.jdatasks.internal.cron.CronWords;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A cron expression in one zone. */
public final class CronSchedule extends LocalSchedule {
    private final CronExpression expression;

    private CronSchedule(@Nullable AmbiguousTime ambiguous, String text, @Nullable ZoneId zone) {
        super("cron", ambiguous, zone);
        this.expression = CronExpression.parse(text);
        if (followsClock() && ambiguous == AmbiguousTime.LATER) {
            throw new IllegalArgumentException("cron \"" + text + "\" runs both times in an hour that happens twice,"
                    + " since its second, minute or hour begins with *; leave out the choice for ambiguous times");
        }
    }

    public static CronSchedule of(@Nullable AmbiguousTime ambiguous, @Nullable String text, @Nullable ZoneId zone) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "cron: the expression is null; give one such as \"0 8 * * MON-FRI\", for 08:00 on working days");
        }
        return new CronSchedule(ambiguous, text, zone);
    }

    /** A wildcard expression runs whenever the clock shows one of its times, even for the second time. */
    @Override
    boolean followsClock() {
        return expression.isWildcard();
    }

    @Override
    LocalDateTime firstAfter(LocalDateTime local) {
        return expression.firstAfter(local);
    }

    @Override
    String words() {
        String words = CronWords.of(expression);
        return words != null ? words : "cron \"" + expression.text() + "\"";
    }

    @Override
    Object rule() {
        return expression.text();
    }
}
