package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls something on a worker if a future has not completed after a while. In timer turns only. */
final class Patience extends TimerEntry {
    private final LoopHost host;
    private final CompletableFuture<?> future;
    private final Runnable tooLong;
    private final long end;

    private Patience(LoopHost host, CompletableFuture<?> future, Duration patience, Runnable tooLong) {
        this.host = host;
        this.future = future;
        this.tooLong = tooLong;
        this.end = host.timer().now() + patience.toNanos();
    }

    static void with(LoopHost host, CompletableFuture<?> future, Duration patience, Runnable tooLong) {
        Patience entry = new Patience(host, future, patience, tooLong);
        host.timer().signal(entry);
        var unused =
                future.whenComplete((result, error) -> host.timer().signal(entry)); // it need not stay until the end
    }

    @Override
    protected void examine() {
        if (future.isDone()) {
            host.timer().cancel(this);
        } else if (host.timer().now() < end) {
            host.timer().at(this, end);
        } else {
            host.onWorker(tooLong);
        }
    }
}
