package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz with its store in memory and one simple trigger for each task. */
final class QuartzRam implements Contender {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String TASK = "task";

    private final Scheduler scheduler;

    QuartzRam() {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "quartz-" + NUMBER.incrementAndGet());
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(Threads.COUNT));
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        try {
            scheduler = new StdSchedulerFactory(properties).getScheduler();
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // Quartz has nothing else
    public void start(Task task, long delay) {
        // It counts in whole milliseconds of the wall clock.
        long first = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(delay);
        task.plan(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(first - System.currentTimeMillis()), true);
        JobDataMap data = new JobDataMap();
        data.put(TASK, task);
        JobDetail job = JobBuilder.newJob(Run.class)
                .withIdentity("job-" + NUMBER.incrementAndGet())
                .setJobData(data)
                .build();
        Trigger trigger = TriggerBuilder.newTrigger()
                .startAt(Date.from(Instant.ofEpochMilli(first)))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(TimeUnit.NANOSECONDS.toMillis(task.period()))
                        .repeatForever())
                .build();
        try {
            var unused = scheduler.scheduleJob(job, trigger);
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One run; Quartz makes an instance for each. */
    @DisallowConcurrentExecution
    public static final class Run implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            if (context.getMergedJobDataMap().get(TASK) instanceof Task task) {
                task.run();
            }
        }
    }
}
