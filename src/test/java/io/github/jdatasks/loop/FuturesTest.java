package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.Situation;
import io.github.jdatasks.support.Staging;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The futures of starts, stops and runs. */
class FuturesTest {
    private final Diary diary = new Diary();

    @Test
    void all_futures_of_a_life_complete_with_its_outcome_when_it_has_ended() {
        LoopTask loop = diary.every(10).build(diary.run());
        var completion = loop.completion();
        var started = loop.start();
        diary.pass(5);
        var stopped = loop.stop();
        assertThat(List.of(completion, started, stopped)).noneMatch(CompletableFuture::isDone);
        diary.time.runPending();
        assertThat(List.of(resultOf(completion), resultOf(started), resultOf(stopped)))
                .containsOnly(LoopOutcome.STOPPED);
    }

    @Test
    void completion_is_the_future_of_the_last_life_until_the_next_one_begins() {
        LoopTask loop = diary.every(10).count(1).build(diary.run());
        var first = loop.start();
        diary.time.runPending();
        assertThat(loop.completion()).isSameAs(first).isCompletedWithValue(LoopOutcome.COMPLETED);
        var second = loop.start();
        assertThat(loop.completion()).isSameAs(second).isNotSameAs(first).isNotDone();
        assertThat(first).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void nothing_a_user_does_to_a_future_changes_it_or_the_loop() {
        LoopTask loop = diary.every(10).start(diary.run());
        diary.pass(5);
        var byHand = loop.runNow();
        for (CompletableFuture<?> future : List.of(loop.completion(), byHand)) {
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.complete(null)).isFalse();
            assertThat(future.completeExceptionally(new IllegalStateException()))
                    .isFalse();
            future.obtrudeException(new IllegalStateException());
            future.obtrudeValue(null);
            future.completeAsync(() -> null);
            future.completeAsync(() -> null, Runnable::run);
            future.orTimeout(1, TimeUnit.NANOSECONDS);
            CompletableFuture<?> copy = future.completeOnTimeout(null, 1, TimeUnit.NANOSECONDS);
            Await.until("the timeout", copy::isDone);
            assertThat(copy).isCompletedWithValue(null);
            assertThat(future).isNotDone();
        }
        diary.pass(5);
        assertThat(byHand).isCompleted();
        assertThat(loop.completion()).isNotDone();
        assertThat(diary.entries("run")).containsExactly("0 run 0", "5 run 1", "10 run 1");
    }

    @Test
    void a_dependent_finds_the_loop_finished_and_may_start_it_again() {
        LoopTask loop = diary.every(10).count(1).build(diary.run());
        loop.start().thenAccept(outcome -> {
            diary.write(outcome + ", " + loop.state());
            loop.start();
        });
        diary.time.runPending();
        assertThat(diary.entries())
                .containsExactly(
                        "0 before", "0 run 0", "0 after", "0 COMPLETED, FINISHED", "0 before", "0 run 0", "0 after");
    }

    @Test
    void a_failure_completes_the_future_normally() {
        LoopTask loop = diary.every(10).onFailure(OnFailure.STOP).start(diary.runIntoBug("boom"));
        diary.time.runPending();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
    }

    @Test
    void waiting_for_a_loops_own_future_in_its_body_or_hooks_is_an_error_instead_of_a_dead_lock() {
        LoopTask loop = diary.every(10)
                .beforeLoop(this::waitForItself)
                .afterLoop(this::waitForItself)
                .onError((error, run) -> waitForItself(run))
                .count(1)
                .start(run -> {
                    waitForItself(run);
                    throw new IllegalStateException("for the handler");
                });
        diary.time.runPending();
        assertThat(diary.entries("refused")).hasSize(4 * 3);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
    }

    private void waitForItself(LoopContext run) {
        LoopTask loop = run.task();
        refused(() -> loop.completion().join());
        refused(() -> loop.completion().get());
        refused(() -> loop.completion().get(1, TimeUnit.SECONDS));
    }

    private void refused(ThrowingCallable wait) {
        assertThatThrownBy(wait).isInstanceOf(IllegalStateException.class).hasMessageContaining("loop");
        diary.write("refused");
    }

    @Test
    void a_body_may_wait_for_the_end_of_another_loop() {
        LoopTask other = diary.every(10).count(2).start(diary.run());
        diary.every(60)
                .start(run -> diary.write("the other " + other.completion().join()));
        diary.pass(30);
        assertThat(diary.entries("other")).containsExactly("10 the other COMPLETED");
    }

    @Test
    void join_is_not_interruptible_and_goes_on_waiting_when_its_loop_is_cancelled() {
        LoopTask other = diary.every(10).count(2).start(diary.run());
        LoopTask loop = diary.every(60).start(run -> {
            diary.write("the other " + other.completion().join());
            diary.write("interrupted: " + Thread.currentThread().isInterrupted());
        });
        diary.pass(5);
        var cancelled = loop.cancel();
        diary.pass(10);
        assertThat(diary.entries("other")).containsExactly("10 the other COMPLETED");
        assertThat(diary.entries("interrupted")).containsExactly("10 interrupted: true");
        assertThat(resultOf(cancelled)).isEqualTo(LoopOutcome.CANCELLED);
    }

    @Test
    void a_wait_for_another_loop_ends_with_its_time_out() {
        LoopTask other = diary.every(10).start(diary.run());
        diary.every(60).start(run -> {
            try {
                var unused = other.completion().get(7, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                diary.write("timed out");
            }
        });
        diary.pass(8);
        assertThat(diary.entries("timed out")).containsExactly("7 timed out");
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_without_a_life_to_end_answers_at_once(Situation situation) {
        Staging staging = new Staging(situation);
        if (!situation.isLive()) {
            assertThat(staging.loop.stop()).isDone();
            assertThat(staging.loop.cancel()).isDone();
            assertThat(staging.loop.completion().isDone()).isEqualTo(situation != Situation.NEVER_STARTED);
        } else {
            assertThat(staging.loop.stop()).isNotDone();
        }
    }

    @Test
    void waiting_for_the_unload_of_its_own_cog_inside_a_body_is_refused() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
        List<Throwable> failures = new ArrayList<>();
        LoopCog cog = time.create(() -> new LoopCog() {
            {
                LoopTask unused = newLoop(Schedule.every(Duration.ofSeconds(1)))
                        .name("leaver")
                        .onError((error, run) -> failures.add(error))
                        .build(run -> {
                            try {
                                unload().join();
                            } catch (IllegalStateException refused) {
                                failures.add(refused);
                            }
                        });
            }
        });
        VirtualConnection.of(cog).ready();
        time.advance(Duration.ofSeconds(1));
        assertThat(failures)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessageContaining("cannot wait for its own end");
        assertThat(cog.loop("leaver").state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void the_handler_of_an_asynchronous_run_cannot_wait_for_its_loop_either() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        LoopTask loop = diary.every(10)
                .onError((error, run) -> waitForItself(run))
                .count(1)
                .startAsync(run -> answer);
        diary.time.runPending();
        answer.completeExceptionally(new IllegalStateException("on purpose"));
        diary.time.runPending();
        assertThat(diary.entries("refused")).hasSize(3);
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
    }
}
