package io.github.jdatasks.benchmarks.calendar;

import com.coreoz.wisp.schedule.FixedHourSchedule;
import com.cronutils.model.time.ExecutionTime;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import io.github.jdatasks.Schedule;
import java.security.CodeSource;
import java.time.ZoneId;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This library, and others that turn local times into instants. */
@SuppressWarnings("ImmutableEnumChecker") // references to static methods
public enum Library {
    JDA_TASKS("jda-tasks", Schedule.class, true, Calendars::jdaTasks),
    SPRING("Spring", org.springframework.scheduling.support.CronExpression.class, true, Calendars::spring),
    QUARTZ("Quartz", org.quartz.CronExpression.class, true, Calendars::quartz),
    CRON_UTILS("cron-utils", ExecutionTime.class, true, Calendars::cronUtils),
    EITCHNET("ch.eitchnet:cron", fc.cron.CronExpression.class, true, Calendars::eitchnet),
    JOBRUNR("JobRunr", org.jobrunr.scheduling.cron.CronExpression.class, true, Calendars::jobRunr),
    /** Its daily schedule; for cron expressions it takes cron-utils. */
    DB_SCHEDULER("db-scheduler", Daily.class, false, Calendars::dbScheduler),
    /** Its daily schedule; for cron expressions it takes cron-utils or ch.eitchnet:cron. */
    WISP("Wisp", FixedHourSchedule.class, false, Calendars::wisp);

    private static final Pattern VERSION = Pattern.compile("-(\\d[\\w.]*)\\.jar$");

    private final String label;
    private final Class<?> type;
    private final boolean hasCron;
    private final BiFunction<String, ZoneId, Calendar> calendars;

    Library(String label, Class<?> type, boolean hasCron, BiFunction<String, ZoneId, Calendar> calendars) {
        this.label = label;
        this.type = type;
        this.hasCron = hasCron;
        this.calendars = calendars;
    }

    /** Returns the name, and of the others the version that the name of their jar tells. */
    String label() {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        Matcher version = VERSION.matcher(source.getLocation().getPath());
        return (this != JDA_TASKS && version.find() ? label + " " + version.group(1) : label)
                + (hasCron ? "" : ", daily schedule");
    }

    /** Returns whether it knows such expressions: some only know times of day. */
    boolean knows(String expression) {
        return hasCron || expression.matches("\\d+ \\d+ \\* \\* \\*");
    }

    /** Returns an expression in a zone. */
    public Calendar calendar(String expression, ZoneId zone) {
        return calendars.apply(expression, zone);
    }
}
