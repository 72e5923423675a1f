package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.internal.requests.CompletedRestAction;
import org.junit.jupiter.api.Test;

/** Bodies whose runs last until a future completes. */
class AsyncBodyTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final CompletableFuture<String> pending = new CompletableFuture<>();
    private final List<String> errors = new ArrayList<>();

    private LoopBuilder loop() {
        return Loops.every(ofMinutes(1))
                .name("async")
                .scheduler(time)
                .onError((error, run) -> errors.add(String.valueOf(error)));
    }

    /** A stage that is none of the JDK's and whose users cannot get at a future. */
    private static CompletionStage<?> foreign(CompletionStage<?> stage) {
        CompletionStage<?> foreign = mock(delegatesTo(stage));
        doThrow(new UnsupportedOperationException("no future")).when(foreign).toCompletableFuture();
        return foreign;
    }

    /** A pending stage whose first reader does something else meanwhile: when the body is over, but not yet awaited. */
    private static CompletableFuture<Object> pendingWith(Runnable meanwhile) {
        return new CompletableFuture<>() {
            private boolean asked;

            @Override
            public boolean isDone() {
                if (!asked) {
                    asked = true;
                    meanwhile.run();
                }
                return super.isDone();
            }
        };
    }

    private static RestAction<?> request(CompletableFuture<?> answer) {
        RestAction<?> request = mock();
        doReturn(answer).when(request).submit();
        return request;
    }

    @Test
    void a_run_lasts_until_its_stage_completes() {
        LoopTask loop = loop().startAsync(run -> pending);
        time.advance(ofSeconds(90));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        assertThat(loop.stats().runs()).isZero();
        pending.complete("done");
        time.runPending();
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(loop.stats().missed()).isEqualTo(1);
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_null_stage_and_a_completed_one_are_done() {
        LoopTask none = loop().startAsync(run -> null);
        LoopTask done = loop().startAsync(run -> CompletableFuture.completedStage("done"));
        LoopTask foreign = loop().startAsync(run -> foreign(CompletableFuture.completedStage("done")));
        LoopTask request = loop().startRest(run -> null);
        time.advance(ofMinutes(2));
        assertThat(List.of(none, done, foreign, request))
                .allMatch(loop -> loop.stats().runs() == 3);
    }

    @Test
    void a_stage_that_fails_is_a_run_that_fails_with_what_is_inside() {
        loop().startAsync(run -> CompletableFuture.failedFuture(new IllegalStateException("at once")));
        LoopTask later = loop().startAsync(run -> pending.thenApply(text -> text));
        time.runPending();
        pending.completeExceptionally(new IllegalArgumentException("later"));
        time.runPending();
        assertThat(errors)
                .containsExactly(
                        "java.lang.IllegalStateException: at once", "java.lang.IllegalArgumentException: later");
        assertThat(later.stats().failures()).isEqualTo(1);
    }

    @Test
    void a_transient_failure_of_a_stage_is_retried() {
        List<Integer> attempts = new ArrayList<>();
        LoopTask loop = loop().startAsync(run -> {
            attempts.add(run.attempt());
            return run.attempt() < 3
                    ? CompletableFuture.failedFuture(new SocketTimeoutException("slow"))
                    : CompletableFuture.completedFuture("done");
        });
        time.advance(ofSeconds(59));
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(loop.stats().retries()).isEqualTo(2);
        assertThat(errors).isEmpty();
    }

    @Test
    void cancel_cancels_the_future_and_that_is_no_failure() {
        LoopTask loop = loop().startAsync(run -> pending);
        time.runPending();
        loop.cancel();
        assertThat(pending).isCancelled();
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(loop.stats().failures()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void a_loop_that_is_cancelled_between_the_body_and_the_wait_for_its_future_cancels_that() {
        LoopTask[] loop = new LoopTask[1];
        CompletableFuture<Object> stage = pendingWith(() -> {
            loop[0].cancel();
        });
        loop[0] = loop().startAsync(run -> stage);
        time.runPending();
        assertThat(stage).isCancelled();
        assertThat(loop[0].completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_shutdown_between_the_body_and_the_wait_for_its_future_gives_it_the_grace() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        CompletableFuture<Object> stage = pendingWith(connection::shutdown);
        LoopTask loop = loop().gate(gate).startAsync(run -> stage);
        time.advance(ofMillis(3_900));
        assertThat(stage).isNotDone();
        time.advance(ofMillis(200));
        assertThat(stage).isCancelled();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void stop_waits_for_the_future() {
        LoopTask loop = loop().startAsync(run -> pending);
        time.runPending();
        loop.stop();
        time.advance(ofMinutes(5));
        assertThat(pending).isNotDone();
        assertThat(loop.isRunning()).isTrue();
        pending.complete("done");
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void a_future_that_cancels_itself_is_a_failure() {
        LoopTask loop = loop().startAsync(run -> pending);
        time.runPending();
        pending.cancel(true);
        time.runPending();
        assertThat(errors).singleElement().asString().contains("CancellationException");
        assertThat(loop.isRunning()).isTrue();
    }

    @Test
    void a_stage_that_cannot_be_cancelled_is_waited_for() {
        LoopTask loop = loop().startAsync(run -> foreign(pending));
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            loop.cancel();
            time.advance(ofMinutes(1));
            assertThat(log.from(WARN)).isEmpty();
        }
        assertThat(loop.isRunning()).isTrue();
        pending.complete("done");
        time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void a_stage_that_refuses_to_be_watched_fails_the_run() {
        CompletionStage<?> broken = mock(call -> {
            throw new UnsupportedOperationException(call.getMethod().getName());
        });
        LoopTask loop = loop().startAsync(run -> broken);
        time.advance(ofMinutes(1));
        assertThat(errors).hasSize(2).allMatch(error -> error.contains("handle"));
        assertThat(loop.stats().failures()).isEqualTo(2);
    }

    @Test
    void a_future_that_is_done_but_does_not_tell_how_fails_the_run() {
        CompletableFuture<?> secretive = new CompletableFuture<>() {
            @Override
            public boolean isDone() {
                return true;
            }

            @Override
            public boolean isCompletedExceptionally() {
                throw new UnsupportedOperationException("not told");
            }
        };
        LoopTask loop = loop().startAsync(run -> secretive);
        time.advance(ofMinutes(1));
        assertThat(errors).hasSize(2).allMatch(error -> error.contains("not told"));
        assertThat(loop.stats().failures()).isEqualTo(2);
    }

    @Test
    void a_request_is_submitted_and_lasts_until_it_is_answered() {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        LoopTask loop = loop().startRest(run -> request(answer));
        time.advance(ofSeconds(30));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        answer.complete("message");
        time.runPending();
        assertThat(loop.stats().runs()).isEqualTo(1);
    }

    @Test
    void cancel_cancels_a_request() {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        LoopTask loop = loop().startRest(run -> request(answer));
        time.runPending();
        loop.cancel();
        assertThat(answer).isCancelled();
    }

    @Test
    void a_body_that_throws_instead_of_returning_a_stage_fails() {
        loop().startAsync(run -> {
            throw new IllegalStateException("thrown");
        });
        time.runPending();
        assertThat(errors).containsExactly("java.lang.IllegalStateException: thrown");
    }

    @Test
    void a_pending_stage_holds_no_thread_and_what_follows_runs_on_a_worker() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor(work -> new Thread(work, "the only worker"));
        CompletableFuture<String> handler = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(5);
        try (LoopScheduler real = LoopScheduler.builder().executor(single).build()) {
            LoopTask loop = Loops.every(ofMinutes(1))
                    .scheduler(real)
                    .onError((error, run) ->
                            handler.complete(Thread.currentThread().getName()))
                    .startAsync(run -> {
                        begun.countDown();
                        return pending;
                    });
            Loops.every(java.time.Duration.ofMillis(1)).scheduler(real).start(run -> others.countDown());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
            Thread foreign = new Thread(() -> pending.completeExceptionally(new IllegalStateException()), "foreign");
            foreign.start();
            assertThat(handler.get(10, TimeUnit.SECONDS)).isEqualTo("the only worker");
        } finally {
            single.shutdown();
        }
    }

    @Test
    void a_stage_of_the_JDK_s_that_answers_no_questions() {
        LoopTask loop = loop().buildAsync(run -> CompletableFuture.completedStage("done"));
        loop.startIfStopped();
        time.runPending();
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(errors).isEmpty();
        LoopTask failing =
                loop().buildAsync(run -> CompletableFuture.failedStage(new IllegalStateException("on purpose")));
        failing.startIfStopped();
        time.runPending();
        assertThat(errors).containsExactly("java.lang.IllegalStateException: on purpose");
    }

    @Test
    void a_cancel_just_before_the_stage_is_awaited_holds_though_the_loop_is_started_at_once() {
        LoopTask[] loop = new LoopTask[1];
        CompletableFuture<Object> stage = pendingWith(() -> {
            loop[0].cancel();
            loop[0].start();
        });
        loop[0] = loop().buildAsync(run -> run.task().isRunning() ? CompletableFuture.completedFuture(null) : stage);
        var byHand = loop[0].runNow();
        time.runPending();
        assertThat(stage).isCancelled();
        assertThat(byHand).isCompletedExceptionally();
        assertThat(loop[0].stats().runs()).isEqualTo(2);
    }

    @Test
    void a_body_that_returns_the_future_of_its_own_end_fails_instead_of_waiting_for_itself() {
        LoopTask loop = loop().startAsync(run -> run.task().stop());
        time.advance(ofMinutes(1));
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(errors).singleElement().asString().contains("cannot wait for its own end");
    }

    @Test
    void a_body_may_return_the_future_of_another_loop_s_run() {
        LoopTask other = Loops.every(ofMinutes(1)).scheduler(time).build(run -> time.sleep(ofSeconds(5)));
        LoopTask loop = loop().count(1).startAsync(run -> other.runNow());
        time.advance(ofSeconds(4));
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        time.advance(ofSeconds(1));
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(errors).isEmpty();
    }

    @Test
    void a_request_of_JDAs_that_needs_no_network_is_answered_in_virtual_time() {
        VirtualLoopScheduler virtual = VirtualLoopScheduler.startingAt(Instant.EPOCH);
        RestAction<String> answer = new CompletedRestAction<>(new OfflineJda(), "sent");
        LoopTask digest = Loops.every(Duration.ofMinutes(1)).scheduler(virtual).startRest(run -> answer);
        virtual.advance(Duration.ofMinutes(2));
        assertThat(digest.stats().runs()).isEqualTo(3);
    }
}
