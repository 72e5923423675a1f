package io.github.jdatasks.retry;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No method of an exception of a user's can harm a loop, wherever it comes from: it is a failure like any other. */
class HostileErrorTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<LogLines> logs = new ArrayList<>();
    private final AtomicInteger told = new AtomicInteger();

    @BeforeEach
    void openLog() {
        logs.add(LogLines.ofLibrary());
    }

    @AfterEach
    void closeLog() {
        logs.forEach(LogLines::close);
    }

    private LoopBuilder everyMinute() {
        return Loops.every(ofMinutes(1)).name("loop").scheduler(time);
    }

    /** Tries a loop that fails at every run: it goes on, the handler is told, and it ends when it is told to. */
    private void assertGoesOn(Hostile how, BiFunction<LoopBuilder, Supplier<Throwable>, LoopTask> start) {
        LoopOutcome end = LoopOutcome.STOPPED;
        for (Supplier<Throwable> error : how.kinds()) {
            told.set(0);
            int lines = errorLines();
            int repeats = repeats();
            LoopTask loop = start.apply(everyMinute().onError((thrown, run) -> told.incrementAndGet()), error);
            time.advance(ofMinutes(2));
            assertThat(told).hasValue(3);
            assertThat(loop.stats().failures()).isEqualTo(3);
            assertThat(errorLines()).isGreaterThan(lines);
            assertThat(repeats() - repeats).isEqualTo(2);
            assertEnds(loop, end);
            end = LoopOutcome.CANCELLED;
        }
    }

    private int errorLines() {
        return logs.get(0).from(ERROR).size();
    }

    private int repeats() {
        return logs.get(0).with(" failed as before").size();
    }

    private void assertEnds(LoopTask loop, LoopOutcome how) {
        CompletableFuture<LoopOutcome> end = how == LoopOutcome.STOPPED ? loop.stop() : loop.cancel();
        time.runPending();
        assertThat(end).isCompletedWithValue(how);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_fails(Hostile how) {
        assertGoesOn(how, (loop, error) -> loop.start(run -> Hostile.raise(error.get())));
    }

    @ParameterizedTest
    @EnumSource
    void a_body_of_which_runs_may_overlap_fails(Hostile how) {
        assertGoesOn(how, (loop, error) -> loop.overlap(2).start(run -> Hostile.raise(error.get())));
    }

    @ParameterizedTest
    @EnumSource
    void a_stage_has_failed_when_it_is_returned(Hostile how) {
        assertGoesOn(how, (loop, error) -> loop.startAsync(run -> CompletableFuture.failedFuture(error.get())));
    }

    @ParameterizedTest
    @EnumSource
    void a_stage_that_two_loops_wait_for_fails_later(Hostile how) {
        List<CompletableFuture<Object>> pending = new ArrayList<>();
        for (Supplier<Throwable> error : how.kinds()) {
            CompletableFuture<Object> stage = new CompletableFuture<>();
            LoopTask first = everyMinute().startAsync(run -> stage);
            LoopTask second = everyMinute().startAsync(run -> stage);
            time.runPending();
            stage.completeExceptionally(error.get());
            time.runPending();
            pending.add(stage);
            assertThat(first.stats().failures()).isEqualTo(1);
            assertThat(second.stats().failures()).isEqualTo(1);
            assertEnds(first, LoopOutcome.STOPPED);
            assertEnds(second, LoopOutcome.CANCELLED);
        }
        assertThat(pending).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void an_error_that_is_retried_is_logged_at_its_first_attempt_and_at_its_last(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            int lines = logs.get(0).from(ERROR).size();
            LoopTask loop = Loops.every(ofMinutes(10))
                    .scheduler(time)
                    .retry(RetryPolicy.fixedDelay(ofMinutes(1)).maxAttempts(3).retryIf(any -> true))
                    .start(run -> Hostile.raise(error.get()));
            time.advance(ofMinutes(2));
            assertThat(loop.stats().retries()).isEqualTo(2);
            assertThat(loop.stats().failures()).isEqualTo(1);
            assertThat(errorLines()).isGreaterThan(lines);
            assertThat(logs.get(0).with(loop.name() + ", attempt 2, failed as before; retrying in"))
                    .hasSize(1);
            assertEnds(loop, LoopOutcome.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_first_hook_ends_the_loop_and_the_last_does_not_keep_it_from_ending(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            LoopTask failed = everyMinute()
                    .beforeLoop(run -> Hostile.raise(error.get()))
                    .afterLoop(run -> Hostile.raise(error.get()))
                    .start(run -> {});
            LoopTask restarted =
                    everyMinute().afterLoop(run -> Hostile.raise(error.get())).start(run -> {});
            time.runPending();
            assertThat(failed.completion()).isCompletedWithValue(LoopOutcome.FAILED);
            var next = restarted.restart();
            time.runPending();
            assertThat(restarted.state()).isEqualTo(LoopState.WAITING);
            assertThat(next).isNotDone();
            assertEnds(restarted, LoopOutcome.STOPPED);
        }
        assertThat(errorLines()).isGreaterThanOrEqualTo(4 * 3);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_a_test_for_retries_and_a_listener_change_nothing(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            LoopTask loop = everyMinute()
                    .onError((thrown, run) -> Hostile.raise(error.get()))
                    .retry(RetryPolicy.exponentialBackoff().retryIf(thrown -> Hostile.raise(error.get())))
                    .listener(new LoopListener() {
                        @Override
                        public void onFailed(LoopContext run, Throwable thrown) {
                            Hostile.raise(error.get());
                        }
                    })
                    .start(run -> Hostile.raise(error.get()));
            time.advance(ofMinutes(1));
            assertThat(loop.stats().failures()).isEqualTo(2);
            assertEnds(loop, LoopOutcome.STOPPED);
        }
        assertThat(errorLines()).isGreaterThanOrEqualTo(4 * 3);
        assertThat(repeats()).isEqualTo(4 * 3);
    }

    @ParameterizedTest
    @EnumSource
    void a_schedule_ends_its_loop_and_its_words_are_done_without(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            LoopTask loop = Loops.on(new Schedule() {
                        @Override
                        public Optional<Instant> nextAfter(Instant after) {
                            return Hostile.raise(error.get());
                        }

                        @Override
                        public String describe() {
                            return Hostile.raise(error.get());
                        }
                    })
                    .scheduler(time)
                    .onError((thrown, run) -> told.incrementAndGet())
                    .start(run -> {});
            time.runPending();
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
        }
        assertThat(told).hasValue(3);
        assertThat(errorLines()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_by_hand_fails_and_everything_that_depends_on_it_is_called(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            told.set(0);
            LoopTask loop = everyMinute().build(run -> Hostile.raise(error.get()));
            CompletableFuture<Void> run = loop.runNow();
            List<CompletableFuture<?>> dependents = List.of(
                    run.thenRun(() -> {}),
                    run.whenComplete((done, failure) -> told.incrementAndGet()),
                    run.handle((done, failure) -> told.incrementAndGet()));
            CompletableFuture<LoopOutcome> end = loop.cancel();
            time.runPending();
            assertThat(end).isCompletedWithValue(LoopOutcome.CANCELLED);
            assertThat(dependents).allMatch(CompletableFuture::isDone);
            assertThat(told).hasValue(2);

            told.set(0);
            CompletableFuture<Void> failing = loop.runNow();
            failing.handle((done, failure) -> told.incrementAndGet());
            time.runPending();
            assertThat(failing).isCompletedExceptionally();
            assertThat(told).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_dependent_of_a_future_keeps_no_other_from_being_called_and_no_restart_from_beginning(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            told.set(0);
            LoopTask loop = everyMinute().start(run -> {});
            time.runPending();
            var before = loop.completion().thenRun(told::incrementAndGet);
            var hostile = loop.completion().thenRun(() -> Hostile.raise(error.get()));
            var after = loop.completion().thenRun(told::incrementAndGet);
            loop.restart();
            time.runPending();
            assertThat(before).isCompleted();
            assertThat(after).isCompleted();
            assertThat(hostile).isNotCompleted(); // the JDK may fail to tell it
            assertThat(told).hasValue(2);
            assertThat(loop.state()).isEqualTo(LoopState.WAITING);
            assertEnds(loop, LoopOutcome.STOPPED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_run_by_hand_of_a_group_fails_and_the_group_ends(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection.of(gate).shards(2).ready();
            LoopTask group = everyMinute()
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .reconnect(false)
                    .start(run -> Hostile.raise(error.get()));
            time.runPending();
            assertThat(group.stats().failures()).isEqualTo(2);
            CompletableFuture<Void> runs = group.runNow();
            time.runPending();
            assertThat(runs).isCompletedExceptionally();
            assertEnds(group, LoopOutcome.STOPPED);
            CompletableFuture<Void> again = group.runNow();
            CompletableFuture<LoopOutcome> end = group.stop();
            time.runPending();
            assertThat(end).isDone();
            assertThat(again).isDone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_cog_that_fails_to_load_or_to_unload_is_unloaded(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            class Loading extends LoopCog {
                @Override
                protected void cogLoad(JDA jda) {
                    Hostile.raise(error.get());
                }

                @Override
                protected void cogUnload() {
                    Hostile.raise(error.get());
                }
            }
            int lines = errorLines();
            Loading cog = time.create(Loading::new);
            VirtualConnection.of(cog).ready();
            time.runPending();
            assertThat(errorLines() - lines).isGreaterThanOrEqualTo(2);
            var unloaded = cog.unload();
            time.runPending();
            assertThat(unloaded).isCompleted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_is_told_of_changes_of_a_gate_is_told_of_the_next(Hostile how) throws InterruptedException {
        for (Supplier<Throwable> error : how.kinds()) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch changes = new CountDownLatch(2);
            ConnectionGate gate = new ConnectionGate().onChange(changed -> {
                first.countDown();
                changes.countDown();
                Hostile.raise(error.get());
            });
            VirtualConnection connection = VirtualConnection.of(gate).ready();
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            connection.disconnect();
            assertThat(changes.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_executor_that_rejects_a_run_fails_that_run(Hostile how) throws Exception {
        for (Supplier<Throwable> error : how.kinds()) {
            CountDownLatch rejected = new CountDownLatch(2);
            CountDownLatch ran = new CountDownLatch(1);
            try (LoopScheduler scheduler = LoopScheduler.builder()
                    .executor(work -> {
                        if (rejected.getCount() > 0) {
                            Hostile.raise(error.get());
                        }
                        work.run();
                    })
                    .build()) {
                LoopTask loop = Loops.every(java.time.Duration.ofMillis(5))
                        .scheduler(scheduler)
                        .onError((thrown, run) -> rejected.countDown())
                        .start(run -> ran.countDown());
                assertThat(rejected.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(loop.stop().get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.STOPPED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_clock_stands_still(Hostile how) {
        for (Supplier<Throwable> error : how.kinds()) {
            AtomicInteger reads = new AtomicInteger();
            var clock = new io.github.jdatasks.internal.timer.FailSafeClock<>(
                    "clock", () -> reads.incrementAndGet() > 1 ? Hostile.<Instant>raise(error.get()) : MIDNIGHT);
            assertThat(clock.get()).isEqualTo(MIDNIGHT);
            assertThat(clock.get()).isEqualTo(MIDNIGHT);
        }
        assertThat(errorLines()).isGreaterThanOrEqualTo(3);
    }
}
