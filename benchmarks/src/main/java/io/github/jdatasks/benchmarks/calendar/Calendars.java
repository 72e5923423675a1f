package io.github.jdatasks.benchmarks.calendar;

import com.coreoz.wisp.schedule.FixedHourSchedule;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import io.github.jdatasks.Schedule;
import java.text.ParseException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** Asks each library in its own words. All take a cron expression of five fields, or only one of a time of day. */
final class Calendars {
    private Calendars() {}

    static Calendar jdaTasks(String expression, ZoneId zone) {
        Schedule schedule = Schedule.cron(expression, zone);
        return instant -> schedule.nextAfter(instant).orElse(null);
    }

    static Calendar spring(String expression, ZoneId zone) {
        var cron = org.springframework.scheduling.support.CronExpression.parse("0 " + expression);
        return instant -> instantOf(cron.next(instant.atZone(zone)));
    }

    static Calendar quartz(String expression, ZoneId zone) {
        String[] fields = expression.split(" ", -1);
        // One of its day fields has to be a question mark.
        fields["*".equals(fields[4]) ? 4 : 2] = "?";
        CronExpression cron;
        try {
            cron = new CronExpression("0 " + String.join(" ", fields));
        } catch (ParseException e) {
            throw new IllegalArgumentException(expression, e);
        }
        cron.setTimeZone(TimeZone.getTimeZone(zone));
        return instant -> {
            Date next = cron.getNextValidTimeAfter(Date.from(instant));
            return next == null ? null : next.toInstant();
        };
    }

    static Calendar cronUtils(String expression, ZoneId zone) {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        ExecutionTime times = ExecutionTime.forCron(parser.parse(expression));
        return instant -> times.nextExecution(instant.atZone(zone))
                .map(ZonedDateTime::toInstant)
                .orElse(null);
    }

    static Calendar eitchnet(String expression, ZoneId zone) {
        fc.cron.CronExpression cron = new fc.cron.CronExpression(expression, false);
        return instant -> instantOf(cron.nextTimeAfter(instant.atZone(zone)));
    }

    static Calendar jobRunr(String expression, ZoneId zone) {
        var cron = new org.jobrunr.scheduling.cron.CronExpression(expression);
        return instant -> cron.next(instant, instant, zone);
    }

    static Calendar dbScheduler(String expression, ZoneId zone) {
        Daily daily = new Daily(zone, timeOfDay(expression));
        return instant -> daily.getNextExecutionTime(ExecutionComplete.simulatedSuccess(instant));
    }

    static Calendar wisp(String expression, ZoneId zone) {
        FixedHourSchedule daily = new FixedHourSchedule(timeOfDay(expression), zone);
        return new Calendar() {
            private long last;

            @Override
            public Instant nextAfter(Instant instant) {
                long now = instant.toEpochMilli();
                // It wants to know when the last run was.
                last = daily.nextExecutionInMillis(now, 0, now == last ? last : null);
                return Instant.ofEpochMilli(last);
            }
        };
    }

    private static LocalTime timeOfDay(String expression) {
        String[] fields = expression.split(" ", -1);
        return LocalTime.of(Integer.parseInt(fields[1]), Integer.parseInt(fields[0]));
    }

    private static @Nullable Instant instantOf(@Nullable ZonedDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
