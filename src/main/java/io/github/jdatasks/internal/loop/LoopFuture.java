package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.timer.CooperativeFuture;
import io.github.jdatasks.internal.timer.CooperativeThread;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A future that only its loop can complete, and that refuses to be waited for where waiting would never end. */
public class LoopFuture<T extends @Nullable Object> extends CooperativeFuture<T> {
    /** The loop, group or cog whose end the future reports. */
    public interface Owner {
        String name();

        LoopHost scheduler();

        /**
         * Returns why the end cannot come before a thread has returned from the user code it is in; null if it can.
         *
         * @param ofRun whether this is the end of a {@code runNow()} run
         */
        @Nullable String whyEndless(Thread thread, boolean ofRun);
    }

    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopTask");

    private final Owner owner;

    public LoopFuture(Owner owner) {
        this.owner = owner;
    }

    /** Returns the future of a {@code runNow()} run. */
    public static LoopFuture<@Nullable Void> ofRun(Owner owner) {
        return new OfRun(owner);
    }

    boolean isOfRun() {
        return false;
    }

    public void finish(T value) {
        settle(() -> super.complete(value));
    }

    /** Completes the future of a {@code runNow()} run. */
    @SuppressWarnings("NullAway") // null is a value of its type
    public void finish() {
        settle(() -> super.complete(null));
    }

    /** Completes with an error. One whose getMessage() throws is wrapped, since the JDK calls that when it wraps it. */
    public void fail(Throwable error) {
        Throwable readable = UserExceptions.tellsText(error)
                ? error
                : new CompletionException(
                        owner.name() + " failed with a " + error.getClass().getName(), error);
        settle(() -> super.completeExceptionally(readable));
    }

    /** Fails because the loop ends: the run was not made, or was cancelled. */
    void drop(String why) {
        markDropped();
        fail(new CancellationException(why));
    }

    /** Returns whether the loop's end was the reason; a body may fail with a CancellationException of its own. */
    public boolean isDropped() {
        return false;
    }

    void markDropped() {
        throw new AssertionError("only a runNow() run is dropped");
    }

    /** Fails as another one has. */
    public void failLike(LoopFuture<?> failed) {
        if (failed.isDropped()) {
            markDropped();
        }
        fail(Objects.requireNonNull(failure(failed)));
    }

    /**
     * Completes and calls the dependents. If one throws an error that the JDK cannot wrap, the error arrives here. The
     * JDK has removed that dependent by then, and the next try calls the others.
     */
    private void settle(BooleanSupplier complete) {
        for (int tries = getNumberOfDependents() + 1; tries > 0; tries--) {
            try {
                boolean unused = complete.getAsBoolean();
                return;
            } catch (Throwable t) {
                FailureLog.error(LOG, "A dependent of the future of " + owner.name() + " failed", t);
            }
        }
    }

    /** Returns the error that a future has completed with; null if it has completed normally. */
    public static @Nullable Throwable failure(CompletableFuture<?> done) {
        // Not join() on the future itself: it would wrap the failure, and call its getMessage() for that.
        return done.isCompletedExceptionally()
                ? done.handle((result, error) -> ExceptionUnwrapper.ofFuture(error))
                        .join()
                : null;
    }

    /** Returns a future that completes normally when all of these have completed, even with an error. */
    public static CompletableFuture<Void> allEnded(Stream<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(
                futures.map(future -> future.handle((result, error) -> error)).toArray(CompletableFuture[]::new));
    }

    /** Throws if the end cannot come before the calling thread has returned. */
    void refuseOwnEnd() {
        String why = isDone() ? null : owner.whyEndless(Thread.currentThread(), isOfRun());
        if (why != null) {
            throw new IllegalStateException(owner.name() + " cannot " + why + "; use thenRun(…) or return first");
        }
    }

    @Override
    protected boolean isNear() {
        return isDone();
    }

    @Override
    protected String subject() {
        return owner.name();
    }

    @Override
    protected void checkMayWait() {
        refuseOwnEnd();
    }

    @Override
    protected void checkMayBlock() {
        owner.scheduler().checkMayBlock();
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new Dependent<>(this);
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return copy().orTimeout(timeout, unit);
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return copy().completeOnTimeout(value, timeout, unit);
    }

    @Override
    public boolean complete(T value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public void obtrudeValue(T value) {}

    @Override
    public void obtrudeException(Throwable error) {}

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        return this;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return this;
    }

    /** The end of a {@code runNow()} run; the field is here since most loops have the future of their life only. */
    private static final class OfRun extends LoopFuture<@Nullable Void> {
        private volatile boolean dropped;

        OfRun(Owner owner) {
            super(owner);
        }

        @Override
        boolean isOfRun() {
            return true;
        }

        @Override
        public boolean isDropped() {
            return dropped;
        }

        @Override
        void markDropped() {
            dropped = true;
        }
    }

    /** What is to follow, which may come before the end of the loop does: after a timeout, or with another future. */
    private static final class Dependent<T extends @Nullable Object> extends CooperativeFuture<T> {
        private final LoopFuture<?> source;

        Dependent(LoopFuture<?> source) {
            this.source = source;
        }

        @Override
        protected boolean isNear() {
            return isDone() || source.isDone();
        }

        @Override
        protected String subject() {
            return source.subject();
        }

        @Override
        protected void checkMayWait() {
            if (Thread.currentThread() instanceof CooperativeThread) {
                source.checkMayWait(); // in virtual time nothing else ends the wait
            }
        }

        @Override
        protected void checkMayBlock() {
            source.checkMayBlock();
        }

        @Override
        public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
            return new Dependent<>(source);
        }
    }
}
