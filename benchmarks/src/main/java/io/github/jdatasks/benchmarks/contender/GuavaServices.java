package io.github.jdatasks.benchmarks.contender;

import com.google.common.util.concurrent.AbstractScheduledService;
import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Guava's scheduled services on one executor of the JDK's. */
final class GuavaServices implements Contender {
    private final ScheduledExecutorService executor = Threads.scheduled();
    private final List<Service> services = new ArrayList<>();

    @Override
    public void start(Task task, long delay) {
        Service service = new Service(task, delay, executor);
        services.add(service);
        service.startAsync();
    }

    @Override
    public void awaitStarted() {
        services.forEach(Service::awaitRunning);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static final class Service extends AbstractScheduledService {
        private final Task task;
        private final long delay;
        private final ScheduledExecutorService executor;

        Service(Task task, long delay, ScheduledExecutorService executor) {
            this.task = task;
            this.delay = delay;
            this.executor = executor;
        }

        @Override
        protected ScheduledExecutorService executor() {
            return executor;
        }

        /** Here its clock starts. */
        @Override
        protected void startUp() {
            task.plan(System.nanoTime() + delay, true);
        }

        @Override
        protected void runOneIteration() {
            task.run();
        }

        @Override
        protected Scheduler scheduler() {
            return Scheduler.newFixedRateSchedule(Duration.ofNanos(delay), Duration.ofNanos(task.period()));
        }
    }
}
