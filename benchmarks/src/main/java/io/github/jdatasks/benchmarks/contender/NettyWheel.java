package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** Netty's wheel with ticks of 1 ms. It knows no periods, so each run adds the next, and it runs them itself. */
final class NettyWheel implements Contender {
    private final HashedWheelTimer timer = new HashedWheelTimer(Threads.DAEMONS, 1, TimeUnit.MILLISECONDS);

    @Override
    public void start(Task task, long delay) {
        task.plan(System.nanoTime() + delay, true);
        var unused = timer.newTimeout(new Repeated(task), delay, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        var unused = timer.stop();
    }

    private record Repeated(Task task) implements TimerTask {
        @Override
        public void run(Timeout timeout) {
            task.run();
            var unused = timeout.timer().newTimeout(this, task.due() - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
