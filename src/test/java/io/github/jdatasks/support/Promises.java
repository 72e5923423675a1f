package io.github.jdatasks.support;

import io.github.jdatasks.LoopTask;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The futures that a loop has given while threads asked things of it; for any threads. */
public final class Promises {
    private final Queue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();

    /** Makes a call that gives a future; returns false if it is refused. */
    public boolean of(Supplier<CompletableFuture<?>> call) {
        try {
            return futures.add(call.get());
        } catch (IllegalStateException refused) { // started already, or not running
            return false;
        }
    }

    /** Makes a call that gives none. */
    public boolean of(LoopTask loop, Runnable call) {
        return of(() -> {
            call.run();
            return loop.completion();
        });
    }

    public long pending() {
        return futures.stream().filter(future -> !future.isDone()).count();
    }
}
