package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** A {@link Timer} for each task, as one finds it in many a bot. */
final class TimerThreads implements Contender {
    private final List<Timer> timers = new ArrayList<>();

    @Override
    public void start(Task task, long delay) {
        task.plan(System.nanoTime() + delay, true);
        Timer timer = new Timer(true);
        timers.add(timer);
        timer.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        task.run();
                    }
                },
                TimeUnit.NANOSECONDS.toMillis(delay),
                TimeUnit.NANOSECONDS.toMillis(task.period()));
    }

    @Override
    public void close() {
        timers.forEach(Timer::cancel);
    }
}
