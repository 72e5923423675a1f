package io.github.jdatasks.scheduler;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real schedulers, on every kind of threads that this JVM has. */
class WorkersTest {
    private static final int MANY = 100;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean spin = new AtomicBoolean(true);
    private @Nullable ExecutorService own;

    static List<String> executors() {
        List<String> names = new ArrayList<>(List.of("default", "fixed", "cached"));
        if (Runtime.version().feature() >= 21) {
            names.add("virtual");
        }
        return names;
    }

    static List<String> unlimited() {
        return executors().stream().filter(kind -> !kind.equals("fixed")).toList();
    }

    private LoopScheduler scheduler(String kind) throws ReflectiveOperationException {
        own = switch (kind) {
            case "fixed" -> Executors.newFixedThreadPool(8);
            case "cached" -> Executors.newCachedThreadPool();
            case "virtual" ->
                (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            default -> null;
        };
        LoopScheduler.Builder builder = LoopScheduler.builder().shutdownGrace(ofMillis(100));
        Executor executor = own;
        return (executor == null ? builder : builder.executor(executor)).build();
    }

    @AfterEach
    void letEverythingEnd() {
        end.countDown();
        spin.set(false);
        if (own != null) {
            own.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void bodies_and_hooks_run_on_workers(String kind) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch ended = new CountDownLatch(1);
        try (LoopScheduler scheduler = scheduler(kind)) {
            Loops.every(ofMillis(1))
                    .scheduler(scheduler)
                    .count(20)
                    .beforeLoop(run -> threads.add(Thread.currentThread()))
                    .onError((error, run) -> threads.add(Thread.currentThread()))
                    .afterLoop(run -> {
                        threads.add(Thread.currentThread());
                        ended.countDown();
                    })
                    .start(run -> {
                        threads.add(Thread.currentThread());
                        if (run.iteration() == 3) {
                            throw new IllegalStateException("one failure");
                        }
                    });
            await(ended);
        }
        assertThat(threads).isNotEmpty().allSatisfy(thread -> {
            assertThat(thread.getName()).doesNotContain("timer").doesNotContain("JDA");
            assertThat(thread).isNotSameAs(Thread.currentThread());
            // The carriers of virtual threads are a pool too, but not the common one.
            assertThat(thread).isNotInstanceOf(ForkJoinWorkerThread.class);
        });
    }

    /** Idle threads take turns: none of them is idle for long while others work. */
    @Test
    void threads_that_are_needed_no_more_end_although_other_loops_go_on() throws Exception {
        int bodies = 32;
        CountDownLatch blocked = new CountDownLatch(bodies);
        try (LoopScheduler scheduler = scheduler("default")) {
            for (int i = 0; i < bodies; i++) {
                Loops.every(ofHours(1)).scheduler(scheduler).count(1).start(run -> {
                    blocked.countDown();
                    end.await();
                });
            }
            await(blocked);
            for (int i = 0; i < 4; i++) {
                Loops.every(ofMillis(5)).scheduler(scheduler).start(run -> {});
            }
            end.countDown();
            long begin = System.nanoTime();
            while (workerThreads() > bodies / 2) {
                assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(40));
                assertThat(new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS))
                        .isFalse();
            }
        }
    }

    private static long workerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("jda-tasks-worker"))
                .count();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void bodies_that_block_for_ever_delay_no_other_loop(String kind) throws Exception {
        CountDownLatch blocked = new CountDownLatch(7);
        CountDownLatch others = new CountDownLatch(50);
        try (LoopScheduler scheduler = scheduler(kind)) {
            for (int i = 0; i < 7; i++) {
                Loops.every(ofHours(1)).scheduler(scheduler).start(run -> {
                    blocked.countDown();
                    end.await();
                });
            }
            await(blocked);
            Loops.every(ofMillis(1)).scheduler(scheduler).start(run -> others.countDown());
            await(others);
        }
    }

    @ParameterizedTest
    @MethodSource("unlimited")
    void each_of_many_bodies_in_progress_is_known_and_reached_by_a_cancel(String kind) throws Exception {
        CountDownLatch begun = new CountDownLatch(MANY);
        CountDownLatch interrupted = new CountDownLatch(MANY);
        try (LoopScheduler scheduler = scheduler(kind)) {
            List<LoopTask> tasks = Stream.generate(() -> Loops.every(ofHours(1))
                            .scheduler(scheduler)
                            .start(run -> {
                                begun.countDown();
                                try {
                                    end.await();
                                } catch (InterruptedException e) {
                                    interrupted.countDown();
                                    throw e;
                                }
                            }))
                    .limit(MANY)
                    .toList();
            await(begun);
            assertThat(tasks).allMatch(task -> task.state() == LoopState.RUNNING);
            List<CompletableFuture<LoopOutcome>> ends =
                    tasks.stream().map(LoopTask::cancel).toList();
            await(interrupted);
            for (CompletableFuture<LoopOutcome> ended : ends) {
                assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spinProof")
    void bodies_that_spin_for_ever_starve_no_other_loop(String kind) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        CountDownLatch spinning = new CountDownLatch(processors);
        CountDownLatch others = new CountDownLatch(20);
        try (LoopScheduler scheduler = scheduler(kind)) {
            for (int i = 0; i < processors; i++) {
                Loops.every(ofHours(1)).scheduler(scheduler).start(run -> {
                    spinning.countDown();
                    while (spin.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            await(spinning);
            Loops.every(ofMillis(1)).scheduler(scheduler).start(run -> others.countDown());
            await(others);
            spin.set(false);
        }
    }

    /** A user's own virtual threads are the user's: only the default ones have helpers. */
    static List<String> spinProof() {
        return List.of("default", "fixed", "cached");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2_000_000})
    void a_loop_that_is_always_due_nests_no_deeper_on_an_executor_that_is_the_caller(int nanosPerLook)
            throws Exception {
        AtomicLong nanos = new AtomicLong();
        LoopScheduler.Builder builder = LoopScheduler.builder().executor(Runnable::run);
        if (nanosPerLook > 0) {
            builder.ticker(() -> nanos.addAndGet(nanosPerLook)); // each run has had its thread for too long
        }
        CountDownLatch others = new CountDownLatch(3);
        try (LoopScheduler scheduler = builder.build()) {
            LoopTask busy =
                    Loops.every(ofNanos(1)).scheduler(scheduler).count(100_000).start(run -> {});
            Loops.every(ofMillis(1)).scheduler(scheduler).start(run -> others.countDown());
            assertThat(busy.completion().get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(busy.stats().runs()).isEqualTo(100_000);
            await(others);
        }
    }

    @Test
    void an_executor_that_rejects_a_run_fails_that_run_and_the_loop_goes_on() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        own = pool;
        AtomicInteger handedOver = new AtomicInteger();
        Executor moody = work -> {
            if (handedOver.incrementAndGet() % 2 == 0) {
                throw new RejectedExecutionException("full");
            }
            pool.execute(work);
        };
        CountDownLatch rejected = new CountDownLatch(3);
        CountDownLatch run = new CountDownLatch(3);
        List<Throwable> errors = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.moody");
                LoopScheduler scheduler =
                        LoopScheduler.builder().executor(moody).build()) {
            LoopTask loop = Loops.every(ofMillis(5))
                    .name("moody")
                    .scheduler(scheduler)
                    .onError((error, context) -> {
                        errors.add(error);
                        rejected.countDown();
                    })
                    .start(context -> run.countDown());
            await(rejected);
            await(run);
            assertThat(loop.isRunning()).isTrue();
            assertThat(errors).allMatch(error -> error instanceof RejectedExecutionException);
            assertThat(log.with("failed")).isNotEmpty();
        }
    }

    @Test
    void a_random_generator_that_fails_is_reported_and_done_without() throws Exception {
        RandomGenerator broken = () -> {
            throw new IllegalStateException("no entropy");
        };
        CountDownLatch runs = new CountDownLatch(4);
        try (LogLines log = LogLines.ofLibrary();
                LoopScheduler scheduler = LoopScheduler.builder().random(broken).build()) {
            Loops.every(ofMillis(5))
                    .name("unlucky")
                    .retry(RetryPolicy.exponentialBackoff().initialDelay(ofMillis(5)))
                    .jitter(ofMillis(2))
                    .scheduler(scheduler)
                    .start(run -> {
                        runs.countDown();
                        if (run.attempt() == 1) {
                            throw new java.net.ConnectException();
                        }
                    });
            await(runs);
            assertThat(log.with("no entropy")).isNotEmpty();
        }
    }

    @Test
    void clocks_that_fail_are_reported_and_their_loops_go_on_when_they_go_again() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch intervals = new CountDownLatch(20);
        CountDownLatch seconds = new CountDownLatch(2);
        try (LogLines log = LogLines.ofLibrary();
                LoopScheduler scheduler = LoopScheduler.builder()
                        .ticker(() -> unlessThird(looks.incrementAndGet(), System.nanoTime()))
                        .clock(() -> unlessThird(looks.incrementAndGet(), Instant.now()))
                        .build()) {
            Loops.every(ofMillis(5)).scheduler(scheduler).start(run -> intervals.countDown());
            Loops.cron("* * * * * *", ZoneOffset.UTC).scheduler(scheduler).start(run -> seconds.countDown());
            await(intervals);
            await(seconds);
            assertThat(log.with("time stands still")).isNotEmpty();
        }
    }

    private static <T> T unlessThird(int look, T shown) {
        if (look % 3 == 0) {
            throw new IllegalStateException("stopped");
        }
        return shown;
    }

    @Test
    void a_scheduler_is_not_built_of_nothing() {
        LoopScheduler.Builder builder = LoopScheduler.builder();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> builder.executor(nothing()),
                () -> builder.clock(nothing()),
                () -> builder.ticker(nothing()),
                () -> builder.random(nothing()),
                () -> builder.shutdownGrace(nothing()),
                () -> builder.listener(nothing()))) {
            assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining("null");
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what callers without a checker may do
    private static <T> T nothing() {
        return null;
    }

    @Test
    void an_executor_that_throws_whatever_keeps_no_cog_from_loading() throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        Executor broken = work -> {
            throw new IllegalStateException("no threads today");
        };
        try (LoopScheduler scheduler = LoopScheduler.builder().executor(broken).build()) {
            LoopCog cog = new LoopCog(scheduler) {
                @Override
                protected void cogLoad(JDA jda) {
                    loaded.countDown();
                }
            };
            VirtualConnection connection = VirtualConnection.of(cog);
            connection.ready();
            await(loaded);
            connection.shutdown();
        }
    }

    @Test
    void a_scheduler_holds_no_thread_but_daemons_and_none_after_it_was_closed() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountDownLatch run = new CountDownLatch(3);
        LoopScheduler scheduler = scheduler("default");
        assertThat(newThreads(before)).isEmpty();
        Loops.every(ofMillis(1)).scheduler(scheduler).start(context -> run.countDown());
        await(run);
        assertThat(newThreads(before)).isNotEmpty().allMatch(Thread::isDaemon);
        scheduler.close();
        for (Thread thread : newThreads(before)) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static List<Thread> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("jda-tasks-") && !before.contains(thread))
                .toList();
    }

    @Test
    void what_depends_on_a_stage_that_an_unload_cancels_does_not_run_in_a_turn_of_the_timer() throws Exception {
        CompletableFuture<Object> pending = new CompletableFuture<>();
        CompletableFuture<List<String>> callers = pending.handle(
                (result, error) -> Stream.of(Thread.currentThread().getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .toList());
        CountDownLatch run = new CountDownLatch(1);
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            LoopCog cog = new LoopCog(scheduler) {
                @Loop(hours = 1)
                CompletableFuture<Object> forEver() {
                    run.countDown();
                    return pending;
                }
            };
            VirtualConnection.of(cog).ready();
            await(run);
            cog.unload().get(20, TimeUnit.SECONDS);
            assertThat(callers.get(20, TimeUnit.SECONDS)).isNotEmpty().doesNotContain(LoopTimer.class.getName());
        }
    }
}
