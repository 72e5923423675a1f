package io.github.jdatasks.scheduler;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;

/** An executor of the user's that drops work silently, does it much too late, or has no thread left. */
class SilentExecutorTest {
    private static final Duration BOUND = ofSeconds(10);

    private final Queue<Runnable> kept = new ConcurrentLinkedQueue<>();
    private volatile boolean drops = true;
    private Executor underlying = Runnable::run;
    private final Executor executor = this::take;
    private final EngineByHand engine = new EngineByHand(executor);
    private final LoopScheduler scheduler = engine.scheduler();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    private void take(Runnable work) {
        if (drops) {
            kept.add(work);
        } else {
            underlying.execute(work);
        }
    }

    private LoopBuilder loop(String name) {
        return Loops.every(ofSeconds(1)).name(name).scheduler(scheduler).afterLoop(run -> ends.incrementAndGet());
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            engine.turn();
            engine.pass(ofSeconds(1));
            engine.turn();
        }
    }

    /** Lets time pass until something has come to its end; what is rescued is done on a real thread meanwhile. */
    private void passUntil(CompletableFuture<?> end, Duration bound) throws InterruptedException {
        for (long second = 0; second < bound.toSeconds() && !end.isDone(); second++) {
            pass(ofSeconds(1));
            try {
                end.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException notYetOrFailed) {
                engine.turn();
            }
        }
        assertThat(end).isDone();
    }

    private static void awaitBegin(LoopTask loop) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (loop.state() == LoopState.FINISHED && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(loop.state()).isNotEqualTo(LoopState.FINISHED);
    }

    @Test
    void the_after_hook_of_a_body_that_is_given_up_does_not_wait_for_the_only_thread_which_that_still_has()
            throws InterruptedException {
        ExecutorService single = Executors.newSingleThreadExecutor();
        underlying = single;
        drops = false;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        LoopTask deaf = loop("deaf").start(run -> {
            begun.countDown();
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    runs.incrementAndGet();
                }
            }
        });
        engine.turn();
        assertThat(begun.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<LoopOutcome> end = deaf.completion();
        scheduler.close();
        passUntil(end, BOUND);
        assertThat(runs).as("interrupts").hasValue(1);
        assertThat(ends).hasValue(1);
        released.countDown();
        end(single);
    }

    /** Ends a pool with its last body, which would write its line into the log of the next test. */
    private static void end(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_run_that_is_dropped_is_reported_once_by_name() {
        try (LogLines log = LogLines.ofLibrary()) {
            loop("forgotten").start(run -> runs.incrementAndGet());
            pass(ofSeconds(59));
            assertThat(log.from(WARN)).isEmpty();
            pass(ofSeconds(2));
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .contains("loop forgotten", "60 s", "SilentExecutorTest", "DiscardPolicy", "shut down");
            pass(ofMinutes(10));
            assertThat(log.from(WARN)).hasSize(1);
        }
    }

    @Test
    void a_loop_whose_run_was_dropped_goes_on_when_the_executor_does() {
        loop("lucky").start(run -> runs.incrementAndGet());
        pass(ofSeconds(30));
        kept.clear();
        drops = false;
        pass(ofSeconds(29));
        assertThat(runs).hasValue(0);
        pass(ofSeconds(5));
        assertThat(runs.get()).isGreaterThan(1);
    }

    @Test
    void a_run_that_the_executor_makes_after_all_is_made_once() {
        LoopTask loop = loop("late").count(1).start(run -> runs.incrementAndGet());
        pass(ofMinutes(3));
        assertThat(kept).hasSizeGreaterThan(1);
        List.copyOf(kept).forEach(Runnable::run);
        assertThat(runs).hasValue(1);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }

    @Test
    void stop_and_cancel_and_restart_come_to_an_end() throws Exception {
        LoopTask stopped = loop("stopped").start(run -> runs.incrementAndGet());
        LoopTask cancelled = loop("cancelled").start(run -> runs.incrementAndGet());
        LoopTask restarted = loop("restarted").start(run -> runs.incrementAndGet());
        engine.turn();
        CompletableFuture<LoopOutcome> firstLife = restarted.completion();
        CompletableFuture<LoopOutcome> stop = stopped.stop();
        CompletableFuture<LoopOutcome> cancel = cancelled.cancel();
        CompletableFuture<LoopOutcome> second = restarted.restart();
        passUntil(stop, BOUND);
        passUntil(cancel, BOUND);
        passUntil(firstLife, BOUND);
        assertThat(stop).isCompletedWithValue(LoopOutcome.STOPPED);
        assertThat(cancel).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(ends).hasValue(3);
        awaitBegin(restarted); // on a real thread, after the end of the first life
        CompletableFuture<LoopOutcome> end = restarted.cancel();
        passUntil(end, BOUND);
        passUntil(second, BOUND); // completed after the other, on a real thread
        assertThat(second).isCompletedWithValue(LoopOutcome.CANCELLED);
        List.copyOf(kept).forEach(Runnable::run);
        pass(ofMinutes(2));
        assertThat(runs).as("runs of loops that have ended").hasValue(0);
        assertThat(ends).hasValue(4);
    }

    @Test
    void a_loop_that_waits_for_its_tick_is_stopped_although_the_executor_is_gone() throws Exception {
        drops = false;
        LoopTask loop = loop("between").start(run -> runs.incrementAndGet());
        engine.turn();
        engine.turn();
        assertThat(runs).hasValue(1);
        drops = true;
        try (LogLines log = LogLines.ofLibrary()) {
            CompletableFuture<LoopOutcome> end = loop.stop();
            passUntil(end, BOUND);
            assertThat(ends).hasValue(1);
            assertThat(log.from(WARN)).singleElement().asString().contains("loop between", "library's own");
        }
    }

    @Test
    void a_call_of_runNow_fails_and_says_why() throws Exception {
        LoopTask idle = loop("idle").build(run -> runs.incrementAndGet());
        CompletableFuture<?> call = idle.runNow();
        passUntil(call, ofSeconds(65));
        assertThatThrownBy(call::get)
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has not begun the run for 60 s");
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_stage_that_has_completed_does_not_keep_a_cancelled_loop_from_its_end() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        drops = false;
        LoopTask loop = loop("asynchronous").startAsync(run -> stage);
        engine.turn();
        drops = true;
        stage.complete("done");
        pass(ofSeconds(3));
        CompletableFuture<LoopOutcome> end = loop.cancel();
        passUntil(end, BOUND);
        assertThat(ends).hasValue(1);
    }

    @Test
    void a_before_hook_that_is_dropped_holds_up_no_stop() throws Exception {
        LoopTask loop =
                loop("unprepared").beforeLoop(run -> runs.incrementAndGet()).start(run -> runs.incrementAndGet());
        pass(ofSeconds(3));
        CompletableFuture<LoopOutcome> end = loop.stop();
        passUntil(end, BOUND);
        assertThat(runs).hasValue(0);
        assertThat(ends).hasValue(1);
    }

    @Test
    void listeners_hear_of_it_all_the_same() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        LoopListener listener = new LoopListener() {
            @Override
            public void onStarted(LoopTask task) {
                heard.complete(task.name());
            }
        };
        loop("quiet").listener(listener).start(run -> runs.incrementAndGet());
        passUntil(heard, BOUND);
        assertThat(heard).isCompletedWithValue("quiet");
    }

    @Test
    void a_pool_that_is_full_is_not_said_to_drop_work_and_who_holds_its_threads_is_named() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        EngineByHand full = new EngineByHand(pool);
        LoopScheduler two = full.scheduler();
        try (LogLines log = LogLines.ofLibrary()) {
            for (String name : List.of("hung", "stuck")) {
                Loops.every(ofSeconds(1)).name(name).scheduler(two).start(run -> {
                    begun.countDown();
                    end.await();
                });
            }
            full.turn();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            full.pass(ofSeconds(5));
            CountDownLatch ran = new CountDownLatch(1);
            Loops.every(ofSeconds(1)).name("waiting").scheduler(two).start(run -> ran.countDown());
            for (int second = 0; second < 120; second++) {
                full.turn();
                full.pass(ofSeconds(1));
            }
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .contains("loop waiting", "at work on", "loop hung for 65 s", "loop stuck for 65 s")
                    .doesNotContain("DiscardPolicy");
            end.countDown();
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
            end(pool);
        }
    }

    @Test
    void what_is_dropped_from_a_pool_that_goes_on_is_handed_over_again() {
        List<String> made = new ArrayList<>();
        Queue<Runnable> lost = new ArrayDeque<>();
        AtomicInteger handed = new AtomicInteger();
        EngineByHand choosy = new EngineByHand((Executor) work -> {
            if (handed.getAndIncrement() == 0) {
                lost.add(work);
            } else {
                work.run();
            }
        });
        LoopScheduler busy = choosy.scheduler();
        Loops.every(ofMinutes(10)).name("unlucky").scheduler(busy).start(run -> made.add("unlucky"));
        choosy.turn();
        Loops.every(ofMinutes(10)).name("lucky").scheduler(busy).start(run -> made.add("lucky"));
        for (int second = 0; second < 62; second++) {
            choosy.turn();
            choosy.pass(ofSeconds(1));
        }
        assertThat(made).containsExactlyInAnyOrder("lucky", "unlucky");
        lost.forEach(Runnable::run);
        assertThat(made).hasSize(2);
    }

    private static final class Noting extends LoopCog {
        final AtomicInteger loads = new AtomicInteger();
        final AtomicInteger unloads = new AtomicInteger();

        @Override
        protected void cogLoad(JDA jda) {
            loads.incrementAndGet();
        }

        @Loop(minutes = 1)
        void work() {}

        @Override
        protected void cogUnload() {
            unloads.incrementAndGet();
        }
    }

    @Test
    void a_cogLoad_that_is_dropped_is_reported_and_holds_up_no_unload() throws Exception {
        Noting cog = Inside.create(scheduler, Noting::new);
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        try (LogLines log = LogLines.ofLibrary()) {
            pass(ofSeconds(62));
            assertThat(log.from(WARN)).singleElement().asString().contains("cogLoad of Noting");
        }
        passUntil(cog.unload(), BOUND);
        List.copyOf(kept).forEach(Runnable::run);
        assertThat(cog.loads).hasValue(0);
        assertThat(cog.unloads).hasValue(0);
    }

    @Test
    void a_loop_that_is_stopped_before_its_cog_was_loaded_ends() throws Exception {
        Noting cog = Inside.create(scheduler, Noting::new);
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        LoopTask work = cog.loop("work");
        work.start();
        jda.logIn();
        pass(ofSeconds(5));
        passUntil(work.stop(), BOUND);
    }

    @Test
    void a_cog_is_unloaded_although_the_executor_has_gone() throws Exception {
        Noting cog = Inside.create(scheduler, Noting::new);
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        drops = false;
        jda.logIn();
        pass(ofSeconds(2));
        assertThat(cog.loads).hasValue(1);
        drops = true;
        passUntil(cog.unload(), BOUND);
        assertThat(cog.unloads).hasValue(1);
        assertThat(jda.getRegisteredListeners()).doesNotContain(cog);
    }

    @Test
    void loops_end_with_their_bot_although_the_executor_has_gone() throws Exception {
        Noting cog = Inside.create(scheduler, Noting::new);
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        drops = false;
        jda.logIn();
        pass(ofSeconds(2));
        drops = true;
        jda.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        passUntil(cog.loop("work").completion(), BOUND);
        assertThat(cog.loop("work").completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        for (int second = 0; second < 10 && cog.unloads.get() == 0; second++) {
            passUntil(cog.loop("work").completion(), BOUND);
            pass(ofSeconds(1));
        }
        passUntil(cog.unload(), BOUND);
        assertThat(cog.unloads).hasValue(1);
    }

    @Test
    void a_group_of_loops_is_stopped_although_the_executor_has_gone() throws Exception {
        OfflineJda jda = new OfflineJda();
        ConnectionGate gate = new ConnectionGate();
        jda.addEventListener(gate);
        jda.logIn();
        LoopTask group = loop("group").gate(gate).shards(ShardScope.EACH).start(run -> runs.incrementAndGet());
        pass(ofSeconds(5));
        passUntil(group.stop(), BOUND);
        assertThat(runs).hasValue(0);
        assertThat(ends).hasValue(1);
    }

    @Test
    void a_real_pool_that_was_shut_down_holds_up_neither_stop_nor_close() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        pool.submit(() -> {
            blocked.countDown();
            never.await();
            return null;
        });
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        try (LoopScheduler real = LoopScheduler.builder().executor(pool).build()) {
            CountDownLatch handed = new CountDownLatch(1);
            LoopTask loop = Loops.every(ofSeconds(1))
                    .scheduler(real)
                    .afterLoop(run -> ends.incrementAndGet())
                    .start(run -> handed.countDown());
            LoopTask other = Loops.every(ofSeconds(1))
                    .scheduler(real)
                    .afterLoop(run -> ends.incrementAndGet())
                    .start(run -> handed.countDown());
            assertThat(handed.await(100, TimeUnit.MILLISECONDS)).isFalse();
            pool.shutdownNow();
            assertThat(loop.stop().get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.STOPPED);
            assertThat(other.isRunning()).isTrue();
        }
        assertThat(ends).hasValue(2);
    }
}
