package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.SupervisorKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Suspend functions of Kotlin as bodies and hooks, as its compiler makes them. */
@SuppressWarnings("UnusedVariable") // continuations of functions that need none
class SuspendFunctionsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    @AfterEach
    void close() {
        time.close();
    }

    /** A cog that is the scope of its coroutines, which run on the thread that starts or resumes them. */
    static class Scoped extends LoopCog implements CoroutineScope {
        final CompletableJob job = SupervisorKt.SupervisorJob(null);
        final List<Continuation<? super Unit>> suspended = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        @Override
        public CoroutineContext getCoroutineContext() {
            return job.plus(Dispatchers.getUnconfined());
        }

        /** Suspends the function until the test resumes it. */
        final Object suspend(Continuation<? super Unit> continuation) {
            suspended.add(continuation);
            return IntrinsicsKt.getCOROUTINE_SUSPENDED();
        }

        final void resume() {
            suspended.remove(0).resumeWith(Unit.INSTANCE);
        }

        final void fail(Throwable error) {
            suspended.remove(0).resumeWith(ResultKt.createFailure(error));
        }
    }

    private <C extends LoopCog> C ready(C cog) {
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog;
    }

    static class Body extends Scoped {
        @Loop(seconds = 10)
        Object work(LoopContext run, Continuation<? super Unit> continuation) {
            notes.add("run " + run.iteration());
            return suspend(continuation);
        }

        @LoopError
        void failed(IllegalStateException error) {
            notes.add(error.getMessage());
        }
    }

    @Test
    void a_run_lasts_until_the_function_returns() {
        Body cog = ready(time.create(Body::new));
        time.advance(ofSeconds(25));
        assertThat(cog.loop("work").state()).isEqualTo(LoopState.RUNNING);
        assertThat(cog.notes).containsExactly("run 0");
        cog.resume();
        time.runPending();
        assertThat(cog.loop("work").stats().runs()).isEqualTo(1);
        assertThat(cog.notes).containsExactly("run 0", "run 1"); // the one that was missed
    }

    @Test
    void what_the_function_throws_is_a_failure_and_the_next_run_begins_all_the_same() {
        Body cog = ready(time.create(Body::new));
        cog.fail(new IllegalStateException("bug"));
        time.advance(ofSeconds(10));
        assertThat(cog.notes).containsExactly("run 0", "bug", "run 1");
        assertThat(cog.loop("work").stats().failures()).isEqualTo(1);
        assertThat(cog.job.isActive()).isTrue();
    }

    /** As {@code Job()} in place of {@code SupervisorJob()}: what fails in such a scope cancels it. */
    static class Fragile extends Body {
        final Job fragile = kotlinx.coroutines.JobKt.Job(null);

        @Override
        public CoroutineContext getCoroutineContext() {
            return fragile.plus(Dispatchers.getUnconfined());
        }
    }

    @Test
    void a_run_that_fails_does_not_cancel_the_scope() {
        Fragile cog = ready(time.create(Fragile::new));
        cog.fail(new IllegalStateException("bug"));
        assertThat(cog.fragile.isActive()).isTrue();
        assertThat(cog.fragile.getChildren().iterator()).isExhausted();
    }

    @Test
    void cancel_cancels_the_job_and_waits_until_the_function_has_really_ended() {
        Body cog = ready(time.create(Body::new));
        LoopTask work = cog.loop("work");
        CompletableFuture<LoopOutcome> end = work.cancel();
        time.runPending();
        CoroutineContext context = cog.suspended.get(0).getContext();
        assertThat(context.get(Job.Key)).extracting(Job::isCancelled).isEqualTo(true);
        assertThat(end).isNotDone();
        cog.resume();
        time.runPending();
        assertThat(end).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(work.stats().failures()).isZero();
        assertThat(cog.notes).containsExactly("run 0");
    }

    @Test
    void in_a_scope_that_is_cancelled_each_run_is_a_failure() {
        Body cog = ready(time.create(Body::new));
        cog.job.cancel((CancellationException) null);
        cog.resume();
        time.advance(ofSeconds(20));
        assertThat(cog.notes).containsExactly("run 0", "Job was cancelled", "Job was cancelled", "Job was cancelled");
        assertThat(cog.loop("work").stats().failures()).isEqualTo(3);
        assertThat(cog.loop("work").isRunning()).isTrue();
    }

    static class Hooks extends Scoped {
        @Loop(seconds = 10)
        Object work(Continuation<? super Unit> continuation) {
            notes.add("run");
            throw new IllegalStateException("bug");
        }

        @BeforeLoop
        Object before(LoopTask loop, Continuation<? super Unit> continuation) {
            notes.add("before " + loop.name());
            return Unit.INSTANCE;
        }

        @AfterLoop
        Object after(Continuation<? super Unit> continuation) {
            notes.add("after");
            throw new IllegalStateException("of the hook");
        }

        @LoopError
        Object failed(IllegalStateException error, LoopContext run, Continuation<? super Unit> continuation) {
            notes.add(error.getMessage() + " in " + run.iteration());
            return Unit.INSTANCE;
        }
    }

    @Test
    void hooks_may_suspend_too() {
        Hooks cog = ready(time.create(Hooks::new));
        CompletableFuture<LoopOutcome> end = cog.loop("work").stop();
        time.runPending();
        assertThat(end).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(cog.notes).containsExactly("before work", "run", "bug in 0", "after");
    }

    /** Without a scope of its own. */
    static class Plain extends LoopCog {
        final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        final BlockingQueue<Continuation<? super Unit>> suspended = new LinkedBlockingQueue<>();

        @BeforeLoop
        Object before(Continuation<? super Unit> continuation) {
            threads.add(Thread.currentThread().getName());
            suspended.add(continuation);
            return IntrinsicsKt.getCOROUTINE_SUSPENDED();
        }

        @Loop(seconds = 10)
        Object work(Continuation<? super Unit> continuation) {
            threads.add(Thread.currentThread().getName());
            return Unit.INSTANCE;
        }
    }

    @Test
    void without_a_scope_of_the_cog_they_run_on_the_default_dispatcher_and_a_hook_is_waited_for() throws Exception {
        Plain cog = new Plain();
        cog.attach(new OfflineJda().logIn());
        Continuation<? super Unit> before = cog.suspended.poll(10, TimeUnit.SECONDS);
        assertThat(cog.threads.poll(10, TimeUnit.SECONDS)).startsWith("DefaultDispatcher-worker");
        assertThat(cog.loop("work").state()).isEqualTo(LoopState.STARTING);
        assertThat(cog.threads).isEmpty();
        before.resumeWith(Unit.INSTANCE);
        assertThat(cog.threads.poll(10, TimeUnit.SECONDS)).startsWith("DefaultDispatcher-worker");
        cog.unload().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_before_hook_that_is_interrupted_is_cancelled_and_waited_for() throws Exception {
        Plain cog = new Plain();
        LoopTask work = cog.loop("work");
        cog.attach(new OfflineJda().logIn());
        Continuation<? super Unit> before = cog.suspended.poll(10, TimeUnit.SECONDS);
        CompletableFuture<Unit> cancelled = new CompletableFuture<>();
        before.getContext().get(Job.Key).invokeOnCompletion(true, true, cause -> {
            cancelled.complete(Unit.INSTANCE);
            return Unit.INSTANCE;
        });
        CompletableFuture<LoopOutcome> end = work.cancel();
        cancelled.get(10, TimeUnit.SECONDS);
        assertThat(end).isNotDone();
        before.resumeWith(Unit.INSTANCE);
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
        cog.unload().get(10, TimeUnit.SECONDS);
    }
}
