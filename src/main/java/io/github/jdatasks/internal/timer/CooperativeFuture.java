package io.github.jdatasks.internal.timer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A future that a thread with virtual time waits for in that time. */
public abstract class CooperativeFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Returns whether what it waits for is not a matter of virtual time, or is over. */
    protected abstract boolean isNear();

    /** Returns what has to end, for messages. */
    protected abstract String subject();

    /** Throws if the future cannot complete before the calling thread goes on; called before each wait. */
    protected abstract void checkMayWait();

    /** Throws if the calling thread, which has no virtual time of its own, is the one that lets time pass. */
    protected abstract void checkMayBlock();

    @Override
    public T get() throws InterruptedException, ExecutionException {
        awaitCooperatively(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!awaitCooperatively(unit.toNanos(timeout))) {
            throw new TimeoutException(subject() + " has not ended yet");
        }
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        boolean interrupted = false;
        boolean waited = false;
        while (!waited) {
            try {
                waited = awaitCooperatively(Long.MAX_VALUE);
            } catch (InterruptedException e) { // join() is not interruptible: keep the flag and wait on
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.join();
    }

    /** Checks that waiting can end. On a thread with virtual time, waits; otherwise the caller has yet to wait. */
    private boolean awaitCooperatively(long timeoutNanos) throws InterruptedException {
        if (isNear()) {
            return true;
        }
        checkMayWait();
        if (Thread.currentThread() instanceof CooperativeThread thread) {
            return thread.await(this::isNear, timeoutNanos);
        }
        checkMayBlock();
        return true;
    }
}
