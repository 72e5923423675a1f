package io.github.jdatasks.internal.cog;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kotlin.Unit;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.SupervisorKt;
import org.jspecify.annotations.Nullable;

/**
 * Calls suspend functions of Kotlin, each call in a coroutine of its own. Loaded only for a cog that has some: the only class
 * that uses kotlinx.coroutines, which is optional.
 */
final class Coroutines {
    private Coroutines() {}

    /** A suspend function with all arguments but the last. */
    @FunctionalInterface
    interface Call {
        /** Returns the result, or a marker if the function has been suspended. */
        @Nullable Object with(Object continuation);
    }

    /** The end of a coroutine. To cancel it is to cancel the coroutine, and it completes when that has really ended. */
    private static final class End extends CompletableFuture<Unit> {
        private final Deferred<?> coroutine;

        End(Deferred<?> coroutine) {
            this.coroutine = coroutine;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            coroutine.cancel((CancellationException) null);
            return isCancelled();
        }
    }

    /** Starts a coroutine in the scope that the cog is, or else on {@code Dispatchers.Default}, and returns its future. */
    @SuppressWarnings("FutureReturnValueIgnored") // the caller, which calls any method, has its result as an object
    static Object start(Object cog, Call call) {
        CoroutineScope scope = cog instanceof CoroutineScope own ? own : GlobalScope.INSTANCE;
        // Between the scope's job and the coroutine: a run that fails must not cancel the scope, and with it all later
        // runs.
        CompletableJob guard =
                SupervisorKt.SupervisorJob(scope.getCoroutineContext().get(Job.Key));
        Deferred<Object> coroutine =
                BuildersKt.async(scope, guard, CoroutineStart.DEFAULT, (own, continuation) -> call.with(continuation));
        End end = new End(coroutine);
        coroutine.invokeOnCompletion(cause -> {
            guard.complete();
            if (cause == null) {
                end.complete(Unit.INSTANCE);
            } else {
                end.completeExceptionally(cause);
            }
            return Unit.INSTANCE;
        });
        return end;
    }

    /** Waits for the end of a coroutine; an interrupt cancels it. */
    static void await(CompletableFuture<?> end) throws Exception {
        try {
            end.get();
        } catch (InterruptedException e) {
            end.cancel(true);
            end.exceptionally(cancelled -> null).join();
            throw e;
        } catch (ExecutionException e) {
            throw CogCalls.<RuntimeException>asIs(Objects.requireNonNull(e.getCause()));
        }
    }
}
