package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The two schedulers of Spring, without the rest of it. */
final class SpringScheduler implements Contender {
    private final TaskScheduler scheduler;
    private final Runnable close;

    private SpringScheduler(TaskScheduler scheduler, Runnable close) {
        this.scheduler = scheduler;
        this.close = close;
    }

    static SpringScheduler pool() {
        ThreadPoolTaskScheduler pool = new ThreadPoolTaskScheduler();
        pool.setPoolSize(Threads.COUNT);
        pool.setDaemon(true);
        pool.setRemoveOnCancelPolicy(true);
        pool.initialize();
        return new SpringScheduler(pool, pool::shutdown);
    }

    static SpringScheduler virtualThreads() {
        SimpleAsyncTaskScheduler async = new SimpleAsyncTaskScheduler();
        async.setVirtualThreads(true);
        return new SpringScheduler(async, async::close);
    }

    @Override
    public void start(Task task, long delay) {
        task.plan(System.nanoTime() + delay, true);
        var unused =
                scheduler.scheduleAtFixedRate(task, Instant.now().plusNanos(delay), Duration.ofNanos(task.period()));
    }

    @Override
    public void close() {
        close.run();
    }
}
