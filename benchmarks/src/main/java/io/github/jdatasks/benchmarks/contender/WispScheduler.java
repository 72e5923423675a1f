package io.github.jdatasks.benchmarks.contender;

import com.coreoz.wisp.Scheduler;
import com.coreoz.wisp.SchedulerConfig;
import com.coreoz.wisp.schedule.Schedule;
import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wisp, with a schedule that is a grid. */
final class WispScheduler implements Contender {
    private final Scheduler scheduler = new Scheduler(SchedulerConfig.builder()
            .minThreads(Threads.COUNT)
            .maxThreads(Threads.COUNT)
            .threadFactory(() -> Threads.DAEMONS)
            .build());
    private int number;

    @Override
    public void start(Task task, long delay) {
        // It counts in whole milliseconds of the wall clock.
        long first = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(delay);
        task.plan(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(first - System.currentTimeMillis()), false);
        long period = TimeUnit.NANOSECONDS.toMillis(task.period());
        // It never runs what should have been run before now.
        Schedule grid = (now, runs, last) ->
                runs == 0 ? Math.max(first, now + 1) : now + period - Math.floorMod(now - first, period);
        var unused = scheduler.schedule("task-" + number++, task, grid);
    }

    @Override
    public void close() {
        scheduler.gracefullyShutdown(Duration.ofSeconds(1));
    }
}
